"""Policies by which declarations are matched: tolerances, limits, checks; each a version with the day it takes effect."""
