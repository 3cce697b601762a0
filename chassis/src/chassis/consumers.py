"""Durable pull consumers with an inbox: delivered at least once, in effect exactly once, parked when hopeless."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from pydantic import ValidationError
from sqlalchemy import Text, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, tables
from chassis.bus import Bus
from chassis.crash import CrashPoint
from chassis.db import Database
from chassis.envelope import Envelope
from chassis.error_handlers import is_database_away
from chassis.errors import Kind, Problem
from chassis.ids import uuid7
from contracts.event import STREAMS, Event, stream_of

_log = structlog.get_logger(__name__)

MAX_TRIES = 5
# What a killed process had in hand comes again after ACK_WAIT_S; what builds on it is tried for longer than that.
EARLY_TRIES = 8
BATCH = 64
ACK_WAIT_S = 30
_FETCH_S = 5
_STALLED_REBIND_S, _STALLED_END_S = 15, 60

Handler = Callable[[AsyncSession, Any, Envelope], Awaitable[None]]
BatchHandler = Callable[[AsyncSession, Sequence[Envelope]], Awaitable[None]]


class TooEarly(Exception):
    """Raised by a handler: what the event builds on has not arrived here yet, since redelivery keeps no order."""


@dataclass(frozen=True)
class Consumer:
    """What a service does with others' events: `handlers` one by one, or `apply_batch` on whole `streams`.

    `name` is the durable's name, `<service>-<what it does>`. Handlers run in the transaction of the inbox row.
    `linger_s` is how long a batch may wait to grow, where nobody waits for the effect.
    """

    name: str
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    streams: Sequence[str] = ()
    apply_batch: BatchHandler | None = None
    linger_s: float = 0

    def filters(self) -> dict[str, list[str]]:
        """The subjects it wants, by stream."""
        wanted = {stream: [STREAMS[stream]] for stream in self.streams}
        for model in self.handlers:
            wanted.setdefault(stream_of(model.type), []).append(model.type)
        return wanted

    async def apply(self, db: AsyncSession, envelopes: Sequence[Envelope]) -> None:
        """The effect of new events, in order, each under its own declared time when it is a replay's."""
        if self.apply_batch is not None:
            await self.apply_batch(db, envelopes)
            return
        by_type = {model.type: (model, handler) for model, handler in self.handlers.items()}
        for envelope in envelopes:
            model, handler = by_type[envelope.type]
            with clock.acting_at(envelope.time if envelope.replay else None):
                await handler(db, envelope.event(model), envelope)


class Consumers:
    """Runs a service's consumers. `on_handled(consumer, event id)` tells of each event handled or parked."""

    def __init__(self, database: Database, bus: Bus, consumers: Sequence[Consumer], crash: CrashPoint) -> None:
        self._database, self._bus, self._crash = database, bus, crash
        self._by_name = {consumer.name: consumer for consumer in consumers}
        self.on_handled: list[Callable[[str, UUID | None, bool], None]] = []

    @property
    def consumers(self) -> list[Consumer]:
        return list(self._by_name.values())

    def runs(self) -> list[Coroutine[Any, Any, None]]:
        """One endless run for each stream that each consumer follows; whoever starts them ends them one by one."""
        return [
            self._follow(consumer, stream, subjects)
            for consumer in self._by_name.values()
            for stream, subjects in consumer.filters().items()
        ]

    async def _follow(self, consumer: Consumer, stream: str, subjects: list[str]) -> None:
        while True:
            try:
                await self._pull(consumer, await self._bus.jetstream(), stream, subjects)
            except Exception as error:  # noqa: BLE001 - the consumer binds anew; messages stay unacked
                _log.warning("consumer binds anew", consumer=consumer.name, stream=stream, error=repr(error))
                await asyncio.sleep(0.5 + random.random() / 2)

    async def _pull(self, consumer: Consumer, jetstream: JetStreamContext, stream: str, subjects: list[str]) -> None:
        config = ConsumerConfig(
            durable_name=consumer.name,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ACK_WAIT_S,
            max_ack_pending=BATCH,
            max_deliver=-1,
            filter_subjects=subjects,
        )
        await jetstream.add_consumer(stream, config)
        subscription = await jetstream.pull_subscribe_bind(durable=consumer.name, stream=stream)
        idle_s = 0
        try:
            while True:
                messages = await _fetch(subscription, consumer.linger_s)
                if messages:
                    idle_s = 0
                    await self._settle_when_possible(consumer, messages)
                    continue
                pending = (await subscription.consumer_info()).num_pending
                idle_s = idle_s + _FETCH_S if pending else 0
                if idle_s >= _STALLED_END_S:
                    self._bus.on_fatal()
                if idle_s >= _STALLED_REBIND_S:
                    raise ConnectionError(f"no progress with {pending} pending")
        finally:
            await subscription.unsubscribe()

    async def _settle_when_possible(self, consumer: Consumer, messages: Sequence[Msg]) -> None:
        """While PostgreSQL is away nothing more is fetched and what is in hand stays ours; it counts against no message."""
        while True:
            try:
                await self._settle(consumer, messages)
                return
            except Exception as error:
                if not is_database_away(error):
                    raise
                _log.warning("consumer waits for the database", consumer=consumer.name, error=type(error).__name__)
            await asyncio.sleep(1)
            for message in messages:
                if not message.is_acked:
                    await message.in_progress()

    async def _settle(self, consumer: Consumer, messages: Sequence[Msg]) -> None:
        """Handle a batch in one transaction; where that fails, each message alone, so one cannot hold the others."""
        readable: list[tuple[Msg, Envelope]] = []
        for message in messages:
            try:
                envelope = Envelope.parse(message.data)
            except ValueError as error:
                await self._park(consumer, message, None, error)
                continue
            if message.metadata.num_delivered > 2 * MAX_TRIES:  # it may be what kills the process
                await self._park(consumer, message, envelope, RuntimeError("delivered too often without an end"))
            else:
                readable.append((message, envelope))
        if not readable:
            return
        try:
            await self._apply(consumer, readable)
        except Exception as error:
            if is_database_away(error):
                raise
            if len(readable) == 1:
                await self._settle_failed(consumer, *readable[0], error)
                return
            for message, _ in readable:
                await self._settle(consumer, [message])

    async def _apply(self, consumer: Consumer, readable: Sequence[tuple[Msg, Envelope]]) -> None:
        async with self._database.unit_of_work() as db:
            ids = [envelope.id for _, envelope in readable]
            fresh = set((await db.execute(_ENTER_INBOX, {"consumer": consumer.name, "ids": ids})).scalars())
            new: dict[UUID, Envelope] = {envelope.id: envelope for _, envelope in readable if envelope.id in fresh}
            if new:
                await consumer.apply(db, list(new.values()))
            self._crash.reach("after-effect")
        self._crash.reach("before-ack")
        for message, envelope in readable:
            if not message.is_acked:
                await message.ack()
            self._tell(consumer, envelope.id, parked=False)

    async def _settle_failed(self, consumer: Consumer, message: Msg, envelope: Envelope, error: Exception) -> None:
        tries = message.metadata.num_delivered
        is_early = isinstance(error, TooEarly)
        if tries < (EARLY_TRIES if is_early else MAX_TRIES) and not _is_hopeless(error):
            _log.warning("event will be tried again", consumer=consumer.name, event_id=str(envelope.id), error=repr(error))
            await message.nak(delay=2 ** (tries - 1) * random.uniform(0.5, 1))
        else:
            await self._park(consumer, message, envelope, error)

    async def _park(self, consumer: Consumer, message: Msg, envelope: Envelope | None, error: Exception) -> None:
        """Set the message aside with its error, in one transaction with its inbox row, and take it off the stream."""
        _log.error("event parked", consumer=consumer.name, type=message.subject, error=repr(error))
        async with self._database.unit_of_work() as db:
            event_id = envelope.id if envelope else None
            if event_id is not None:
                row = {"consumer": consumer.name, "event_id": event_id}
                fresh = await db.execute(
                    insert(tables.inbox).values(row).on_conflict_do_nothing().returning(tables.inbox.c.event_id)
                )
                if fresh.first() is None:
                    event_id = None  # handled or parked before; only the ack was lost
            if envelope is None or event_id is not None:
                letter = {"id": uuid7(), "consumer": consumer.name, "event_id": event_id, "type": message.subject}
                letter |= {"body": message.data, "error": repr(error)[:2000], "deliveries": message.metadata.num_delivered}
                await db.execute(insert(tables.dead_letters).values(letter))
        if not message.is_acked:
            await message.term()
        self._tell(consumer, envelope.id if envelope else None, parked=True)

    async def replay_dead_letter(self, db: AsyncSession, letter: Any) -> None:
        """Apply a parked event after all, in the caller's transaction; raises what the handler raises."""
        consumer = self._by_name.get(letter.consumer)
        if consumer is None:
            raise Problem(f"no consumer {letter.consumer} runs here any more")
        await consumer.apply(db, [Envelope.parse(letter.body)])
        done = update(tables.dead_letters).where(tables.dead_letters.c.id == letter.id)
        await db.execute(done.values(replayed_at=clock.now()))

    def _tell(self, consumer: Consumer, event_id: UUID | None, *, parked: bool) -> None:
        for tell in self.on_handled:
            tell(consumer.name, event_id, parked)


# One statement whatever the batch's size, so that it is compiled once.
_given = select(bindparam("consumer", type_=Text), func.unnest(bindparam("ids", type_=ARRAY(Uuid))))
_ENTER_INBOX = (
    insert(tables.inbox).from_select(["consumer", "event_id"], _given).on_conflict_do_nothing().returning(tables.inbox.c.event_id)
)


async def _fetch(subscription: JetStreamContext.PullSubscription, linger_s: float) -> list[Msg]:
    """Wait for one message, then take what else is there: a large fetch alone would wait for its batch to fill.

    nats-py raises its own TimeoutError, and asyncio's where the server's answer comes just as the time is up. Let through,
    that one would drop what the first fetch brought, to come again only after `ack_wait`.
    """
    try:
        messages = await subscription.fetch(1, timeout=_FETCH_S)
    except TimeoutError:
        return []
    if linger_s:
        await asyncio.sleep(linger_s)  # what arrives meanwhile goes in the same batch
    waiting = BATCH - 1 if linger_s else min(messages[0].metadata.num_pending, BATCH - 1)
    if waiting:
        with suppress(TimeoutError):
            messages += await subscription.fetch(waiting, timeout=0.1)
    return messages


def _is_hopeless(error: Exception) -> bool:
    """Whether trying again cannot help: the data does not fit, or the domain refused it."""
    if isinstance(error, Problem):
        return error.kind is not Kind.UNAVAILABLE
    return isinstance(error, ValidationError)
