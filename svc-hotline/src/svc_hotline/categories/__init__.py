"""What a request is about: a tree of up to four levels, each entry with its usual unit, its limits and callers' words for it."""
