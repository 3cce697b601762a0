"""The data hub under test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.testing import Engines, ServiceHarness, service_client
from svc_datahub.main import create_app
from svc_datahub.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def datahub(engines: Engines) -> AsyncIterator[ServiceHarness]:
    async with service_client(engines, create_app, Settings, schema="datahub", migrations=MIGRATIONS) as harness:
        yield harness
