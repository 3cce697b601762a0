"""The gateway of gov171."""
