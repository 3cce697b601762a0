"""Risk under test."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.testing import Engines, service_client
from svc_risk.main import create_app
from svc_risk.settings import Settings

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))

from risk_builders import Risk

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def risk(engines: Engines) -> AsyncIterator[Risk]:
    async with service_client(engines, create_app, Settings, schema="risk", migrations=MIGRATIONS) as harness:
        yield Risk(harness)
