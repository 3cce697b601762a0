"""What cases are of, and how long each stage of theirs may take."""
