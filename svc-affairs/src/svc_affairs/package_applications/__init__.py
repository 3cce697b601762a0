"""Applications for item packages 一件事: one for a whole matter, with a case for each item that applies."""
