"""Open311 while PostgreSQL is away: clients are told to come again, in the standard's form."""

import asyncio
from pathlib import Path

import pytest
from open311_builders import MIGRATIONS, REPORT, error

from chassis.contact import ContactKeys
from chassis.engines.postgres import start_postgres
from chassis.testing import Engines, service_client
from svc_hotline.main import create_app
from svc_hotline.settings import Settings


@pytest.mark.slow
async def test_clients_are_told_to_come_again_while_the_database_is_away(engines: Engines, tmp_path: Path) -> None:
    engine = start_postgres(tmp_path / "postgres")
    apart, keys = Engines(engine.url_admin, engines.nats_url), ContactKeys.generate()
    try:
        async with service_client(
            apart, create_app, Settings, schema="hotline", migrations=MIGRATIONS, contact_keys=keys
        ) as hotline:  # fmt: skip
            await asyncio.to_thread(engine.stop)
            public, app = hotline.as_(), hotline.as_("unit", kind="application")
            answers = [
                await public.get("/open311/v2/requests.json"),
                await public.get("/open311/v2/services.xml"),
                await app.post("/open311/v2/requests.xml", data=REPORT),
            ]
            discovery = await public.get("/open311/discovery.json")
    finally:
        engine.stop()

    assert [error(answer)[0] for answer in answers] == [503] * 3
    assert all(answer.headers["retry-after"] for answer in answers)
    assert discovery.status_code == 200, "where it is can be told without a database"
