"""svc-affairs of gov171."""
