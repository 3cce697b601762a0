"""An event's way: out of the transaction, onto the stream, into its effect, each once."""

import asyncio
import json
from pathlib import Path

import pytest
from chassis_builders import MIGRATIONS, heard, letters, stored, unit
from chassis_example import Settings, Thing, create_app, event_of
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis import outbox
from chassis.bus import Bus, Message
from chassis.db import Database, create_engine
from chassis.engines.nats import start_nats
from chassis.ids import uuid7
from chassis.testing import Engines, ServiceHarness, service_client
from contracts.grid import UnitRegisteredV1


async def test_what_is_recorded_is_sent_once_and_in_order(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    for number in range(30):
        await desk.post("/v1/things", json={"id": f"t{number}", "name": "x"})

    ids = await stored(example)

    assert ids == [str(event.id) for event in await example.events()]
    assert len(ids) == 30


async def test_more_than_one_batch_is_sent_whole(example: ServiceHarness) -> None:
    things = [Thing(id=f"t{number}", name="x") for number in range(1200)]
    async with example.app.state.chassis.database.unit_of_work() as db:
        await outbox.publish_many(db, [(event_of(thing), thing.id, 1) for thing in things])

    assert len(set(await stored(example))) == 1200


async def test_an_event_is_of_its_transaction_and_of_its_version(example: ServiceHarness) -> None:
    database, thing = example.app.state.chassis.database, Thing(id="a", name="x")

    async def fail() -> None:
        async with database.unit_of_work() as db:
            await outbox.publish(db, event_of(thing), subject="a", sequence=1)
            raise RuntimeError

    async def publish_twice() -> None:
        async with database.unit_of_work() as db:
            await outbox.publish(db, event_of(thing), subject="a", sequence=1)
            await outbox.publish(db, event_of(thing), subject="a", sequence=1)

    with pytest.raises(RuntimeError):
        await fail()
    with pytest.raises(IntegrityError):
        await publish_twice()
    assert await example.events() == []


async def test_a_batch_of_which_a_part_is_stored_already_is_stored_once(example: ServiceHarness) -> None:
    bus: Bus = example.app.state.chassis.bus
    messages = [Message("gov171.grid.test.made.v1", str(uuid7()), json.dumps({"id": str(each)}).encode()) for each in range(6)]

    await bus.publish("GRID", messages[:3])
    await bus.publish("GRID", messages)

    state = (await (await bus.jetstream()).stream_info("GRID")).state
    assert state.messages == 6


async def test_writes_go_on_without_nats_and_arrive_afterwards(engines: Engines, tmp_path: Path) -> None:
    nats = start_nats(tmp_path / "nats")
    lonely = Engines(engines.postgres_url, nats.url, engines.migrated)
    async with service_client(lonely, create_app, Settings, schema="example", migrations=MIGRATIONS) as example:
        desk = example.as_("desk")
        await desk.post("/v1/things", json={"id": "before", "name": "x"})
        await stored(example)
        nats.stop()
        for number in range(5):
            assert (await desk.post("/v1/things", json={"id": f"t{number}", "name": "x"})).status_code == 201
        ready = (await example.client.get("/health/ready")).json()

        again = start_nats(tmp_path / "nats", nats.port)
        try:
            assert len(await stored(example)) == 6
            assert ready["status"] == "ready"
        finally:
            await example.app.state.chassis.bus.close()
            again.stop()


async def test_an_event_that_comes_twice_has_its_effect_once(example: ServiceHarness) -> None:
    first = await example.deliver(unit("a"), subject="a")

    await example.deliver(unit("a"), subject="a", event_id=first.id)

    assert await heard(example, "a") == 1


async def test_a_hopeless_event_is_parked_and_holds_no_other(example: ServiceHarness) -> None:
    await example.deliver(unit("hopeless"), subject="bad")
    await example.deliver(unit("good"), subject="good")

    parked = await letters(example)

    assert [(letter["consumer"], letter["error"]) for letter in parked] == [("example-hear", "Unheard('It will never be heard')")]
    assert (await heard(example, "good"), await heard(example, "bad")) == (1, 0)


async def test_a_parked_event_can_be_tried_again(example: ServiceHarness) -> None:
    await example.deliver(unit("hopeless"), subject="bad")
    path = f"/v1/example/dead-letters/{(await letters(example))[0]['id']}/replays"
    failed = await example.client.post(path)
    async with example.sessions() as db, db.begin():
        mended = "UPDATE dead_letters SET body = convert_to(replace(convert_from(body, 'UTF8'), 'hopeless', 'mended'), 'UTF8')"
        await db.execute(text(mended))

    done = await example.client.post(path)

    assert (failed.status_code, done.status_code) == (409, 201)
    assert (await heard(example, "bad"), await letters(example)) == (1, [])
    assert (await example.client.post(path)).status_code == 409
    assert (await example.as_("desk").get("/v1/example/dead-letters")).status_code == 403


async def test_an_event_that_comes_before_what_it_builds_on_waits_for_it(example: ServiceHarness) -> None:
    early = asyncio.create_task(example.deliver(unit("early"), subject="early"))
    await asyncio.sleep(0.3)
    await example.deliver(unit("first"), subject="first")
    await early

    assert (await heard(example, "early"), await letters(example)) == (1, [])


async def test_what_is_no_event_of_ours_is_parked(example: ServiceHarness) -> None:
    bus: Bus = example.app.state.chassis.bus
    parked = asyncio.Event()
    example.app.state.chassis.consumers.on_handled.append(lambda *told: parked.set() if told[2] else None)

    await bus.publish("GRID", [Message(UnitRegisteredV1.type, str(uuid7()), b"not json")])
    await asyncio.wait_for(parked.wait(), 20)

    assert (await letters(example))[0]["event_id"] is None


async def test_recorded_events_are_sent_once_more_and_passed_over(example: ServiceHarness) -> None:
    await example.as_("desk").post("/v1/things", json={"id": "a", "name": "x"})
    await stored(example)

    answer = await example.client.post("/v1/example/event-replays", json={"since": "2020-01-01T00:00:00Z"})

    assert answer.json() == {"events": 1}
    assert len(set(await stored(example))) == 1


async def test_a_connection_that_broke_while_it_rested_is_replaced(engines: Engines, example: ServiceHarness) -> None:
    database = Database(create_engine(example.settings.database_url.get_secret_value(), pool_size=1))
    try:
        await database.ping()
        async with example.sessions() as db:
            own = "application_name = 'gov171'"
            await db.execute(
                text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {own} AND pid <> pg_backend_pid()")
            )
        await asyncio.sleep(1.2)

        await database.ping()
    finally:
        await database.engine.dispose()
