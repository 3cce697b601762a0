"""The hotline under test, with categories, units and territories to work with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from builders import Hotline
from chassis.testing import Engines, service_client
from svc_hotline.main import create_app
from svc_hotline.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
KEYS = "stub"


@pytest.fixture
async def hotline(engines: Engines) -> AsyncIterator[Hotline]:
    async with service_client(
        engines, create_app, Settings, schema="hotline", migrations=MIGRATIONS, contact_keys=KEYS
    ) as harness:
        hotline = Hotline(harness)
        await hotline.furnish()
        yield hotline
