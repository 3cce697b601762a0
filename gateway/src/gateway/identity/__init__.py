"""Who asks: keys and tokens are recognised at the door, and turned into short-lived tokens for the services."""
