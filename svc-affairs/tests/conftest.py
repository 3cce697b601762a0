"""Government affairs under test, with two departments."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_affairs.main import create_app
from svc_affairs.settings import Settings

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))

# And beside them the chassis's: files of each kind, and a bucket to keep them in; and those of the calendar.
sys.path.append(str(Path(__file__).parents[2] / "chassis" / "tests"))
sys.path.append(str(Path(__file__).parents[2] / "contracts" / "tests"))

from affairs_builders import Affairs
from centre_builders import Centres
from claim_builders import Claims
from online_case_builders import OnlineCases

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def affairs(engines: Engines) -> AsyncIterator[Affairs]:
    keys = ContactKeys.generate()
    async with service_client(
        engines, create_app, Settings, schema="affairs", migrations=MIGRATIONS, contact_keys=keys
    ) as harness:
        affairs = Affairs(harness)
        await affairs.furnish()
        yield affairs


@pytest.fixture
async def centres(affairs: Affairs) -> Centres:
    """Government affairs with units of the grid, to which centres can belong."""
    centres = Centres(affairs)
    await centres.furnish()
    return centres


@pytest.fixture
async def online_cases(affairs: Affairs) -> OnlineCases:
    return OnlineCases(affairs)


@pytest.fixture
async def claims(centres: Centres) -> Claims:
    """Government affairs with an item that is open to centres, and three centres."""
    claims = Claims(centres)
    await claims.furnish()
    return claims
