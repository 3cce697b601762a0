"""Runs the whole house on one machine: engines, databases, the six processes, and who watches them."""
