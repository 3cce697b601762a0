"""`python -m gov171`: the command-line program behind ./gov171."""

from gov171.cli import app

app()
