"""The published figures of government affairs."""
