"""Work on a bad line 外勤同步: what a telephone did off line, applied once and in order, and what changed meanwhile."""
