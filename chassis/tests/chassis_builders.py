"""What the tests of the chassis ask of the example service again and again."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

from chassis_example import times_heard
from sqlalchemy import text

from chassis.testing import ServiceHarness
from contracts.grid import UnitRegisteredV1

MIGRATIONS = Path(__file__).parent / "example_migrations"
THING = {"id": "a", "name": "lamp"}


def unit(name: str) -> UnitRegisteredV1:
    return UnitRegisteredV1(occurred_at=datetime.now(UTC), unit_code=name, kind="department", name=name)


async def heard(example: ServiceHarness, subject: str) -> int:
    async with example.sessions() as db:
        return await times_heard(db, subject)


async def letters(example: ServiceHarness) -> list[dict[str, str]]:
    return list((await example.client.get("/v1/example/dead-letters")).json()["items"])


async def count(example: ServiceHarness, table: str, where: str = "true") -> int:
    async with example.sessions() as db:
        return int((await db.execute(text(f"SELECT count(*) FROM {table} WHERE {where}"))).scalar_one())


async def stored(example: ServiceHarness, stream: str = "GRID") -> list[str]:
    """The ids on the stream, once every recorded event is sent."""
    async with asyncio.timeout(25):
        while await count(example, "outbox", "published_at IS NULL"):  # noqa: ASYNC110 - only the table tells it
            await asyncio.sleep(0.05)
    jetstream = await example.app.state.chassis.bus.jetstream()
    last = (await jetstream.stream_info(stream)).state.last_seq
    return [json.loads((await jetstream.get_msg(stream, number)).data)["id"] for number in range(1, last + 1)]
