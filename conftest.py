"""Loads the packages whose names are also folders here, before pytest makes modules of those folders."""

from hypothesis import settings

import chassis  # noqa: F401
import contracts  # noqa: F401
import gateway  # noqa: F401

# Properties are about what comes out; how long an example may take is said where time is what is tested.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
