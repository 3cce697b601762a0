"""Work on a bad line 外勤同步: what a telephone did while it was off line, applied once and in order, and what changed meanwhile."""
