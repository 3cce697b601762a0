"""Batches of online cases: a clerk takes in, or accepts, many at once. What becomes of each is told of each; nothing is kept."""
