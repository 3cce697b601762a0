"""An event is recorded with the change it tells of, or not at all, as a CloudEvent."""

import json
from datetime import UTC, datetime, timedelta

from chassis_builders import THING, count
from chassis_example import Thing, event_of
from sqlalchemy import text

from chassis import outbox
from chassis.db import Database
from chassis.testing import ServiceHarness

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def recorded(example: ServiceHarness) -> list[dict[str, object]]:
    async with example.sessions() as db:
        return [json.loads(body) for body in (await db.execute(text("SELECT body FROM outbox ORDER BY seq"))).scalars()]


async def test_the_event_and_its_change_are_one_transaction(example: ServiceHarness) -> None:
    await example.as_("desk").post("/v1/things", json=THING)

    async with example.sessions() as db:
        # `created_at` is when the transaction began; the relay's mark makes a new row version and so hides its xmin.
        together = "SELECT things.made_at = outbox.created_at FROM things, outbox"
        assert (await db.execute(text(together))).scalars().all() == [True]


async def test_a_request_that_fails_after_recording_leaves_neither(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    async with example.sessions() as db, db.begin():  # so that the version the route is about to tell of is told already
        await outbox.publish(db, event_of(Thing(**THING)), subject="a", sequence=1)

    answer = await desk.post("/v1/things", json=THING)

    assert answer.status_code == 500
    assert (await count(example, "things"), await count(example, "outbox")) == (0, 1)


async def test_versions_of_two_things_and_of_two_kinds_do_not_collide(example: ServiceHarness) -> None:
    desk = example.as_("desk")
    await desk.post("/v1/things", json=THING)
    await desk.post("/v1/things", json=THING | {"id": "b"})
    await desk.put("/v1/things/a", json=THING | {"name": "bench"})

    told = [(event.subject, event.sequence) for event in await example.events()]

    assert told == [("a", 1), ("b", 1), ("a", 2)]


async def test_it_is_a_cloud_event_with_the_fact_as_data(example: ServiceHarness) -> None:
    before = datetime.now(UTC)
    await example.as_("desk").post("/v1/things", json=THING | {"name": "灯 'x'"}, headers={"traceparent": TRACE})

    event = (await recorded(example))[0]

    assert {name: event[name] for name in ("specversion", "source", "type", "subject", "sequence", "datacontenttype")} == {
        "specversion": "1.0",
        "source": "/gov171/grid",
        "type": "gov171.grid.facility.registered.v1",
        "subject": "a",
        "sequence": "1",
        "datacontenttype": "application/json",
    }
    assert before <= datetime.fromisoformat(str(event["time"])) <= datetime.now(UTC)
    assert str(event["time"]).endswith("Z")
    assert str(event["traceparent"]).split("-")[1] == TRACE.split("-")[1]
    assert "replay" not in event
    assert event["data"]["name"] == "灯 'x'"  # type: ignore[index]


async def test_under_a_declared_clock_it_carries_that_time_and_says_so(example: ServiceHarness) -> None:
    then = datetime(2024, 2, 29, 23, 59, 30, tzinfo=UTC)
    await example.as_("desk", replay_at=then).post("/v1/things", json=THING)
    await example.as_("desk").post("/v1/things", json=THING | {"id": "b"})

    replayed, present = await example.events()

    assert (replayed.time, replayed.replay, present.replay) == (then, True, False)
    assert replayed.data["occurred_at"] == "2024-02-29T23:59:30Z"
    assert datetime.now(UTC) - present.time < timedelta(minutes=1)
    assert (
        await count(example, "outbox", "replay AND time = '2024-02-29T23:59:30Z' AND created_at > now() - interval '1 minute'")
        == 1
    )


async def test_a_bulk_change_is_recorded_in_its_order_and_as_a_whole(example: ServiceHarness) -> None:
    database: Database = example.app.state.chassis.database
    things = [Thing(id=f"t{number}", name="x") for number in range(50)]

    async with database.unit_of_work() as db:
        await outbox.publish_many(db, [(event_of(thing), thing.id, 1) for thing in things])
        await outbox.publish_many(db, [])

    events = await example.events()
    assert [event.subject for event in events] == [thing.id for thing in things]
    assert [event.id for event in events] == sorted(event.id for event in events)
