"""svc-grid of gov171."""
