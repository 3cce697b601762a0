"""The operations centre's overview: the 1, the 7 and the 1, each number with its source and its time."""
