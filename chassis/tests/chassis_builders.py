"""What the tests of the chassis ask of the example service again and again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chassis_example import Settings, hear, times_heard
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import build_app
from chassis.bus import Message
from chassis.consumers import Consumer
from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.testing import Engines, ServiceHarness, service_client
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
        while await count(example, "outbox", "published_at IS NULL"):  # noqa: ASYNC110 - only asking tells it
            await asyncio.sleep(0.05)
    jetstream = await example.app.state.chassis.bus.jetstream()
    last = (await jetstream.stream_info(stream)).state.last_seq
    return [json.loads((await jetstream.get_msg(stream, number)).data)["id"] for number in range(1, last + 1)]


async def until(is_so: Callable[[], Awaitable[bool]], timeout_s: float = 25) -> None:
    async with asyncio.timeout(timeout_s):
        while not await is_so():  # noqa: ASYNC110 - only asking tells it
            await asyncio.sleep(0.02)


@asynccontextmanager
async def listening(engines: Engines, *consumers: Consumer) -> AsyncIterator[ServiceHarness]:
    """A service of nothing but these consumers."""

    def create_app(settings: Any) -> Any:
        return build_app(settings, title="listening", summary="It listens.", routers=[], consumers=consumers)

    async with service_client(engines, create_app, Settings, schema="example", migrations=MIGRATIONS) as harness:
        yield harness


async def raise_counter(db: AsyncSession, envelope: Envelope) -> None:
    """The effect of the example's consumer: twice would show."""
    await hear(db, unit("good"), envelope)


def message_of(event: UnitRegisteredV1, subject: str, event_id: object = None, **changes: object) -> Message:
    """An event as another service's relay would send it. Its message id is its own, so that JetStream keeps doubles."""
    document = {
        "specversion": "1.0", "id": str(event_id or uuid7()), "source": "/gov171/grid", "type": event.type, "subject": subject,
        "time": datetime.now(UTC).isoformat(), "sequence": "1", "data": event.model_dump(mode="json"),
    }  # fmt: skip
    return Message(event.type, str(uuid7()), json.dumps(document | changes).encode())
