"""Consumers: an event's effect comes once, whatever fails on the way, and no event holds the others."""

import asyncio
from datetime import UTC, datetime

import pytest
from chassis_builders import count, heard, letters, listening, message_of, raise_counter, unit, until
from chassis_example import Unheard
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.bus import Message
from chassis.consumers import MAX_TRIES, Consumer
from chassis.envelope import Envelope
from chassis.errors import Unavailable
from chassis.ids import uuid7
from chassis.testing import Engines, ServiceHarness
from contracts.grid import UnitRegisteredV1


class Stumbling:
    """A handler that has its effect and then fails with `error`, so often."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left, self.tries = error, times, 0

    async def __call__(self, db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
        await raise_counter(db, envelope)
        if event.name != "good":
            self.tries += 1
            if self.left:
                self.left -= 1
                raise self.error


async def publish(example: ServiceHarness, *messages: Message) -> None:
    await example.app.state.chassis.bus.publish("GRID", messages)


@pytest.mark.parametrize("error", [RuntimeError("not yet"), Unavailable()])
async def test_what_may_pass_is_tried_again_and_has_its_effect_once(engines: Engines, error: Exception) -> None:
    stumbling = Stumbling(error, times=2)
    async with listening(engines, Consumer("example-stumble", {UnitRegisteredV1: stumbling})) as example:
        await example.deliver(unit("shaky"), subject="shaky")

        assert (stumbling.tries, await heard(example, "shaky"), await letters(example)) == (3, 1, [])


@pytest.mark.slow
async def test_what_never_passes_is_parked_after_its_tries_while_the_others_go_on(engines: Engines) -> None:
    stumbling = Stumbling(RuntimeError("broken for good"), times=99)
    async with listening(engines, Consumer("example-stumble", {UnitRegisteredV1: stumbling})) as example:
        bad = asyncio.create_task(example.deliver(unit("broken"), subject="broken"))
        for number in range(5):
            await example.deliver(unit("good"), subject=f"good-{number}")
        assert not bad.done()
        envelope = await bad

        parked = await letters(example)

        assert [(letter["event_id"], letter["deliveries"]) for letter in parked] == [(str(envelope.id), MAX_TRIES)]
        assert parked[0]["error"] == "RuntimeError('broken for good')"
        assert await count(example, "heard", "subject LIKE 'good-%' AND times = 1") == 5
        assert (await heard(example, "broken"), await count(example, "inbox")) == (0, 6)


async def test_in_a_batch_only_what_is_bad_is_parked(example: ServiceHarness) -> None:
    batch = [message_of(unit("good"), f"good-{number}") for number in range(20)]
    batch[3] = message_of(unit("hopeless"), "hopeless")
    batch[7] = Message(UnitRegisteredV1.type, str(uuid7()), b"\xff\x00 no event")
    batch[11] = message_of(unit("good"), "misfit", data={"unit_code": 5})

    await publish(example, *batch)
    await until(lambda: settled(example, 20))

    assert await count(example, "heard", "times = 1") == 17
    errors = sorted(letter["error"] for letter in await letters(example))
    assert len(errors) == 3
    for error, kind in zip(errors, ("4 validation errors for UnitRegisteredV1", "Unheard", "UnicodeDecodeError"), strict=True):
        assert error.startswith(kind)


async def settled(example: ServiceHarness, messages: int) -> bool:
    """Whether every message is acknowledged or parked."""
    jetstream = await example.app.state.chassis.bus.jetstream()
    info = await jetstream.consumer_info("GRID", "example-hear")
    return bool(info.ack_floor is not None and info.ack_floor.consumer_seq >= messages and not info.num_ack_pending)


async def test_an_event_twice_in_one_batch_has_its_effect_once(example: ServiceHarness) -> None:
    event_id = uuid7()

    await publish(example, *(message_of(unit("a"), "a", event_id) for _ in range(5)))
    await until(lambda: settled(example, 5))

    assert (await heard(example, "a"), await count(example, "inbox")) == (1, 1)


async def test_a_parked_event_that_comes_again_is_not_parked_twice(example: ServiceHarness) -> None:
    first = await example.deliver(unit("hopeless"), subject="bad")

    await example.deliver(unit("hopeless"), subject="bad", event_id=first.id)

    assert len(await letters(example)) == 1


async def test_two_consumers_of_one_event_succeed_and_fail_apart(engines: Engines) -> None:
    refusing = Consumer("example-refuse", {UnitRegisteredV1: Stumbling(Unheard(), times=1)})
    counting = Consumer("example-count", {UnitRegisteredV1: Stumbling(Unheard(), times=0)})
    async with listening(engines, refusing, counting) as example:
        envelope = await example.deliver(unit("a"), subject="a")

        assert await heard(example, "a") == 1
        assert [letter["consumer"] for letter in await letters(example)] == ["example-refuse"]
        assert await count(example, "inbox", f"event_id = '{envelope.id}'") == 2


async def test_a_replayed_event_is_handled_in_its_own_time_and_any_other_in_ours(engines: Engines) -> None:
    times: dict[str, datetime | None] = {}

    async def note(db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
        times[envelope.subject] = clock.now() if clock.is_declared() else None

    then = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
    async with listening(engines, Consumer("example-note", {UnitRegisteredV1: note})) as example:
        await example.deliver(unit("a"), subject="replayed", time=then, replay=True)
        await example.deliver(unit("a"), subject="present", time=then)

    assert times == {"replayed": then, "present": None}


async def test_a_stream_s_whole_batches_are_applied_with_what_is_new_alone(engines: Engines) -> None:
    batches: list[list[str]] = []

    async def note(db: AsyncSession, envelopes: object) -> None:
        assert isinstance(envelopes, list)
        batches.append([envelope.subject for envelope in envelopes])
        for envelope in envelopes:
            await raise_counter(db, envelope)

    mirror = Consumer("example-mirror", streams=("GRID",), apply_batch=note, linger_s=0.3)
    async with listening(engines, mirror) as example:
        known = await example.deliver(unit("a"), subject="known")
        await publish(example, message_of(unit("a"), "known", known.id), *(message_of(unit("a"), f"t{n}") for n in range(30)))
        await until(lambda: heard_all(example, 31))

        assert batches == [["known"], [f"t{number}" for number in range(30)]]
        assert await count(example, "heard", "times = 1") == 31


async def heard_all(example: ServiceHarness, number: int) -> bool:
    return await count(example, "heard") == number


async def test_what_was_fetched_is_handled_though_fetching_more_runs_out_of_time_in_the_library_s_other_way(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nats-py raises asyncio's TimeoutError and not its own where the server's answer comes just as the time is up."""
    fetch = JetStreamContext.PullSubscription.fetch

    async def runs_out(subscription: JetStreamContext.PullSubscription, batch: int = 1, **how: float) -> list[Msg]:
        if batch > 1:
            raise TimeoutError
        return await fetch(subscription, batch, **how)

    monkeypatch.setattr(JetStreamContext.PullSubscription, "fetch", runs_out)
    consumer = Consumer(name="example-linger", handlers={UnitRegisteredV1: Stumbling(Unheard(), 0)}, linger_s=0.05)
    async with listening(engines, consumer) as service:
        await publish(service, message_of(unit("good"), "a"))

        async def is_heard() -> bool:
            return await heard(service, "a") == 1

        await until(is_heard, timeout_s=20)  # before it would come again
