"""`python -m gov171`: the command-line program behind ./gov171."""

import sys

from gov171.api import ApiRefused
from gov171.cli import app
from gov171.console import say

try:
    app()
except ApiRefused as refused:  # said by the service in words; a trace of our own calls would only hide them
    say(str(refused))
    sys.exit(1)
