"""Runs gov171: local engines and processes, the demo, imports, contract documents."""
