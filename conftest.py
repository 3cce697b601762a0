"""Loads the packages whose names are also folders here, before pytest makes modules of those folders."""

import chassis  # noqa: F401
import contracts  # noqa: F401
import gateway  # noqa: F401
