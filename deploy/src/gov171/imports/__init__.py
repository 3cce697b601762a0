"""Brings requests of another system in: reads its file by a mapping, sends the rows, shows what became of each."""
