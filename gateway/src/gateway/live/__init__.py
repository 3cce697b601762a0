"""The live feed: every event as it happens, resumed where a listener left off."""
