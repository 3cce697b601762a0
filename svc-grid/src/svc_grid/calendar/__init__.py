"""Working time: the grid's copy of the official calendar, which the hotline publishes and limits are counted by."""
