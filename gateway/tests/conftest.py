"""The gateway under test, on a port of its own, with an upstream behind it that tells what reached it."""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from chassis.testing import Engines, service_client
from gateway.main import create_app
from gateway.settings import SERVICES, Settings

# Test folders are no packages; the builders, whose name no other member has, are found here.
sys.path.insert(0, str(Path(__file__).parent))

from gateway_builders import ADMINISTRATOR_KEY, Door, Served, echo_application, served

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@pytest.fixture
async def upstream() -> AsyncIterator[Served]:
    async with served(echo_application()) as upstream:
        yield upstream


@pytest.fixture
async def door(engines: Engines, upstream: Served) -> AsyncIterator[Door]:
    key = OKPKey.generate_key("Ed25519", {"kid": "test"})
    addresses = ",".join(f"{service}={upstream.url}" for service in SERVICES)
    fields = {
        "upstreams": addresses, "signing_key": json.dumps(key.as_dict(private=True)), "administrator_key": ADMINISTRATOR_KEY,
        "is_development": True, "body_timeout_s": 0.5,
    }  # fmt: skip
    async with (
        service_client(engines, create_app, Settings, schema="gateway", migrations=MIGRATIONS, **fields) as harness,
        Door.opened(harness) as door,
    ):
        yield door
