"""Figures of cross-border trade by day, platform, country and goods heading; kept by each change and provable by a recount."""
