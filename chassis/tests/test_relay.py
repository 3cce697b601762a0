"""The relay: what is recorded reaches the stream, whoever else sends, freezes or was away."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from chassis_builders import MIGRATIONS, THING, count, heard, stored, unit
from chassis_example import Settings, Thing, create_app, event_of
from sqlalchemy import text

from chassis import outbox
from chassis.bus import Message
from chassis.crash import CrashPoint
from chassis.engines.nats import start_nats
from chassis.relay import Relay
from chassis.testing import Engines, ServiceHarness, service_client

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('gov171.relay.example', 0))")


@asynccontextmanager
async def rival_of(example: ServiceHarness) -> AsyncIterator[None]:
    """A second relay of the same service, as another process would run it."""
    chassis = example.app.state.chassis
    running = asyncio.create_task(Relay(chassis.database, chassis.bus, "example", CrashPoint(None)).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def make(example: ServiceHarness, *names: str) -> None:
    desk = example.as_("desk")
    for name in names:
        assert (await desk.post("/v1/things", json=THING | {"id": name})).status_code == 201


async def test_two_relays_hand_each_event_to_the_bus_once(example: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    bus, handed = example.app.state.chassis.bus, list[str]()
    publish = bus.publish

    async def noting(stream: str, messages: Sequence[Message]) -> None:
        handed.extend(message.event_id for message in messages)
        await publish(stream, messages)

    monkeypatch.setattr(bus, "publish", noting)
    async with rival_of(example):
        await asyncio.gather(*(make(example, f"t{number}") for number in range(60)))
        ids = await stored(example)

    assert sorted(handed) == sorted(set(ids))  # the stream would have hidden a second one
    assert len(handed) == 60


async def test_only_who_holds_the_lock_sends(example: ServiceHarness) -> None:
    async with example.sessions() as other, other.begin():
        await other.execute(LOCK)
        await make(example, "a", "b")
        await asyncio.sleep(1.5)  # longer than the relay's poll
        assert await count(example, "outbox", "published_at IS NULL") == 2

    assert len(await stored(example)) == 2


async def test_what_is_committed_after_its_followers_is_sent_all_the_same(example: ServiceHarness) -> None:
    async with example.app.state.chassis.database.unit_of_work() as late:
        await outbox.publish(late, event_of(Thing(id="late", name="x")), subject="late", sequence=1)
        await make(example, "early")
        assert len(await stored(example)) == 1

    ids = await stored(example)

    late_id, early_id = (str(event.id) for event in await example.events())
    assert ids == [early_id, late_id]


async def test_what_no_commit_announced_is_found_by_looking(example: ServiceHarness) -> None:
    async with example.sessions() as db, db.begin():  # a commit that does not wake the relay, as of another process
        await outbox.publish(db, event_of(Thing(id="a", name="x")), subject="a", sequence=1)

    assert len(await stored(example)) == 1


async def test_events_of_several_streams_go_each_its_own_way(example: ServiceHarness) -> None:
    async with example.app.state.chassis.database.unit_of_work() as db:
        await outbox.publish(db, event_of(Thing(id="a", name="x")), subject="a", sequence=1)
        await db.execute(
            text("""INSERT INTO outbox (id, type, aggregate, subject, sequence, time, replay, body, headers) SELECT
                gen_random_uuid(), 'gov171.risk.test.made.v1', 'gov171.risk.test', 'b', 1, now(), false,
                convert_to('{"id": "of-risk"}', 'UTF8'), '{}'""")
        )

    assert len(await stored(example, "GRID")) == 1
    assert await stored(example, "RISK") == ["of-risk"]


@pytest.mark.slow
async def test_a_relay_that_froze_loses_its_turn_and_takes_part_again(
    example: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus, frozen, thawed = example.app.state.chassis.bus, asyncio.Event(), asyncio.Event()
    publish = bus.publish

    async def freezing_once(stream: str, messages: Sequence[Message]) -> None:
        if not frozen.is_set():
            frozen.set()
            await thawed.wait()
        await publish(stream, messages)

    monkeypatch.setattr(bus, "publish", freezing_once)
    await make(example, "a")
    await asyncio.wait_for(frozen.wait(), 5)
    async with rival_of(example):
        assert len(await stored(example)) == 1
    thawed.set()
    await make(example, "b")

    assert len(await stored(example)) == 2


async def test_all_of_jetstream_lost_costs_nothing(engines: Engines, tmp_path: Path) -> None:
    nats = start_nats(tmp_path / "nats")
    lonely = Engines(engines.postgres_url, nats.url, engines.migrated)
    async with service_client(lonely, create_app, Settings, schema="example", migrations=MIGRATIONS) as example:
        await make(example, "a", "b")
        await stored(example)
        known = await example.deliver(unit("known"), subject="known")
        nats.stop()
        shutil.rmtree(tmp_path / "nats" / "store")
        await make(example, "c")
        again = start_nats(tmp_path / "nats", nats.port)
        try:
            await stored(example)
            answer = await example.client.post("/v1/example/event-replays", json={"since": "2020-01-01T00:00:00Z"})
            ids = await stored(example)
            await example.deliver(unit("known"), subject="known", event_id=known.id)
            await example.deliver(unit("new"), subject="new")

            assert answer.json() == {"events": 3}
            assert set(ids) == {str(event.id) for event in await example.events()}
            assert (await heard(example, "known"), await heard(example, "new")) == (1, 1)
        finally:
            await example.app.state.chassis.bus.close()
            again.stop()
