"""The life of online cases 办件."""
