"""How many trade documents a second are taken in and matched, and whether a fuller house is slower."""
