"""Government affairs' own copy of units and territories, fed by the grid's events."""
