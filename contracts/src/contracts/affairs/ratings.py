"""Ratings 好差评 and what is put right after low ones."""
