"""Working time: government affairs' copy of the official calendar, which the hotline publishes and limits are counted by."""
