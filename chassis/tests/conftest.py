"""The example service under test."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.testing import Engines, ServiceHarness, service_client

# Test folders are no packages; the example, whose name no other member has, is found here.
sys.path.insert(0, str(Path(__file__).parent))

from chassis_example import Settings, create_app

MIGRATIONS = Path(__file__).parent / "example_migrations"


@pytest.fixture
async def example(engines: Engines) -> AsyncIterator[ServiceHarness]:
    async with service_client(engines, create_app, Settings, schema="example", migrations=MIGRATIONS) as harness:
        yield harness
