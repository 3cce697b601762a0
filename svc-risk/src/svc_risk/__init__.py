"""svc-risk of gov171."""
