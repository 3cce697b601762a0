"""The grid under test, with a small organisation to work in."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_grid.main import create_app
from svc_grid.settings import Settings

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))
# And beside them the chassis's: files of each kind, and a bucket to keep them in; and those of the calendar.
sys.path.append(str(Path(__file__).parents[2] / "chassis" / "tests"))
sys.path.append(str(Path(__file__).parents[2] / "contracts" / "tests"))

from grid_builders import Grid

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def grid(engines: Engines) -> AsyncIterator[Grid]:
    keys = ContactKeys.generate()
    async with service_client(engines, create_app, Settings, schema="grid", migrations=MIGRATIONS, contact_keys=keys) as harness:
        grid = Grid(harness)
        await grid.furnish()
        yield grid
