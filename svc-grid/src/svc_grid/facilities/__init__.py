"""Facilities 阵地: places that serve people."""
