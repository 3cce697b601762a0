"""Parked events: what operators see of them, and handling them after all."""

import asyncio
from contextlib import suppress

import pytest
from chassis_builders import count, heard, letters, listening, message_of, raise_counter, unit, until
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.bus import Message
from chassis.consumers import MAX_TRIES, Consumer, Consumers, TooEarly
from chassis.crash import CrashPoint
from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.testing import Engines, ServiceHarness
from contracts.grid import UnitRegisteredV1

NOWHERE = "/v1/example/dead-letters/0197b5c0-0000-7000-8000-000000000001/replays"


async def park(example: ServiceHarness, consumer: str, body: bytes) -> str:
    """A dead letter as a consumer leaves it; the path of its replays."""
    letter_id = uuid7()
    async with example.sessions() as db, db.begin():
        row = "INSERT INTO dead_letters (id, consumer, type, body, error, deliveries) VALUES (:id, :consumer, 't', :body, 'e', 5)"
        await db.execute(text(row), {"id": letter_id, "consumer": consumer, "body": body})
    return f"/v1/example/dead-letters/{letter_id}/replays"


@pytest.mark.parametrize(
    ("consumer", "body"),
    [
        ("example-gone", message_of(unit("good"), "a").body),
        ("example-hear", b"no event"),
        ("example-hear", b"[]"),
        ("example-hear", message_of(unit("hopeless"), "a").body),
        ("example-hear", message_of(unit("good"), "a", type="gov171.grid.unit.forgotten.v1").body),
        ("example-hear", message_of(unit("early"), "a").body),
    ],
    ids=["its consumer is gone", "unreadable", "no document", "refused", "no handler for it", "too early"],
)
async def test_what_fails_again_stays_parked_and_says_why(example: ServiceHarness, consumer: str, body: bytes) -> None:
    answer = await example.client.post(await park(example, consumer, body))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:replay-failed")
    assert answer.json()["detail"]
    assert (len(await letters(example)), await count(example, "heard")) == (1, 0)


async def test_an_effect_that_fails_halfway_is_taken_back(engines: Engines) -> None:
    errors = iter([RuntimeError("halfway"), TooEarly(), None])

    async def stumble(db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
        await raise_counter(db, envelope)
        if error := next(errors):
            raise error

    async with listening(engines, Consumer("example-stumble", {UnitRegisteredV1: stumble})) as example:
        path = await park(example, "example-stumble", message_of(unit("a"), "a").body)
        answers = [await example.client.post(path) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [409, 409, 201]
        assert answers[0].json()["detail"] == "halfway"
        assert (await heard(example, "a"), await letters(example)) == (1, [])


async def test_two_operators_at_once_handle_it_once(example: ServiceHarness) -> None:
    path = await park(example, "example-hear", message_of(unit("good"), "a").body)

    answers = await asyncio.gather(*(example.client.post(path) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await heard(example, "a") == 1


async def test_they_are_listed_waiting_or_done_newest_first_to_administrators(example: ServiceHarness) -> None:
    body = message_of(unit("good"), "a").body
    paths = [await park(example, "example-hear", body) for _ in range(3)]
    await example.client.post(paths[1])
    first = (await example.client.get("/v1/example/dead-letters", params={"limit": 1})).json()
    second = (await example.client.get("/v1/example/dead-letters", params={"limit": 1, "cursor": first["next"]})).json()
    done = (await example.client.get("/v1/example/dead-letters", params={"is_replayed": True})).json()["items"]

    assert [page["items"][0]["id"] in path for page, path in ((first, paths[2]), (second, paths[0]))] == [True, True]
    assert second["next"] is None
    assert [(item["id"] in paths[1], bool(item["replayed_at"])) for item in done] == [(True, True)]
    assert (await example.client.post(NOWHERE)).status_code == 404
    assert (await example.as_("desk").post(paths[0])).status_code == 403
    assert (await example.as_().get("/v1/example/dead-letters")).status_code == 401


async def test_what_may_be_killing_the_process_is_parked_unhandled(example: ServiceHarness) -> None:
    """Delivered again and again without an answer: as if each process that took it had died of it."""
    chassis = example.app.state.chassis
    jetstream = await chassis.bus.jetstream()
    consumers = Consumers(chassis.database, chassis.bus, [Consumer("late-hear", {UnitRegisteredV1: _never})], CrashPoint(None))
    await chassis.bus.publish("GRID", [message_of(unit("deadly"), "deadly")])
    subscription = await jetstream.pull_subscribe(UnitRegisteredV1.type, durable="late-hear", stream="GRID")
    for _ in range(2 * MAX_TRIES):
        await (await subscription.fetch(1, timeout=2))[0].nak()
    await subscription.unsubscribe()

    async with running(consumers):
        await until(lambda: _parked(example, "late-hear"))

    parked = next(letter for letter in await letters(example) if letter["consumer"] == "late-hear")
    assert "delivered too often" in parked["error"]


async def _never(db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
    raise AssertionError("it was to be parked unhandled")


async def _parked(example: ServiceHarness, consumer: str) -> bool:
    return await count(example, "dead_letters", f"consumer = '{consumer}'") == 1


async def test_a_consumer_that_comes_later_gets_what_was_before(example: ServiceHarness) -> None:
    chassis = example.app.state.chassis
    for number in range(3):
        await example.deliver(unit("good"), subject=f"t{number}")
    latecomer = Consumer("late-hear", {UnitRegisteredV1: _count_late})

    async with running(Consumers(chassis.database, chassis.bus, [latecomer], CrashPoint(None))):
        await until(lambda: _has_heard_late(example, 3))


async def _count_late(db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
    await db.execute(text("INSERT INTO heard VALUES (:subject, 1)"), {"subject": f"late-{envelope.subject}"})


async def _has_heard_late(example: ServiceHarness, number: int) -> bool:
    return await count(example, "heard", "subject LIKE 'late-%'") == number


class running:
    """The runs of consumers that the service itself does not have."""

    def __init__(self, consumers: Consumers) -> None:
        self._consumers = consumers

    async def __aenter__(self) -> None:
        self._tasks = [asyncio.create_task(run) for run in self._consumers.runs()]

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_what_is_no_event_is_parked_with_its_bytes(example: ServiceHarness) -> None:
    bodies = [b"", b"\x00", b'{"specversion": "0.3"}', b"[" * 100_000]

    await example.app.state.chassis.bus.publish("GRID", [Message(UnitRegisteredV1.type, str(uuid7()), body) for body in bodies])
    await until(lambda: _all_parked(example, len(bodies)))

    async with example.sessions() as db:
        assert set((await db.execute(text("SELECT body FROM dead_letters WHERE event_id IS NULL"))).scalars()) == set(bodies)


async def _all_parked(example: ServiceHarness, number: int) -> bool:
    return await count(example, "dead_letters") == number
