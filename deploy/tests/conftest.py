"""What the tests of the deploy member share."""

import sys
from pathlib import Path

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))
