"""The committed contract documents: made from the code, and compared with it."""
