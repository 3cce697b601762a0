"""svc-datahub of gov171."""
