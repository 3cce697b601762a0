"""What services promise each other: event models, the streams they travel on, and the roles callers act in."""
