"""What a request is about: a tree of two levels, each entry with its usual unit and its time limit."""
