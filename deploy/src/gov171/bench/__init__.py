"""Measures what the house's rules are worth on real data."""
