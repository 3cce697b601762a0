"""Item packages 一件事: several items for one matter of a citizen's life. Announces what is published and withdrawn."""
