"""Government affairs under test, with two departments."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.testing import Engines, service_client
from svc_affairs.main import create_app
from svc_affairs.settings import Settings

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))

from affairs_builders import Affairs

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def affairs(engines: Engines) -> AsyncIterator[Affairs]:
    async with service_client(engines, create_app, Settings, schema="affairs", migrations=MIGRATIONS) as harness:
        affairs = Affairs(harness)
        await affairs.furnish()
        yield affairs
