"""Sends what stands in the outbox: one relay a service, in commit order, marked only after JetStream's ack."""

import asyncio
from contextlib import suppress

import nats
import sqlalchemy.exc
import structlog
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import tables
from chassis.bus import Bus, Message
from chassis.crash import CrashPoint
from chassis.db import Database
from contracts.event import stream_of

_log = structlog.get_logger(__name__)

BATCH = 500
POLL_S = 1.0
_RETRY_S = 0.5
# What commits within this time goes in one batch: a relay a commit would cost more than the commit.
_GATHER_S = 0.01


class Relay:
    """Moves outbox rows to the bus. `wake()` after a commit; a poll of one second is the net."""

    def __init__(self, database: Database, bus: Bus, service: str, crash: CrashPoint) -> None:
        self._database, self._bus, self._crash = database, bus, crash
        self._lock_key = f"gov171.relay.{service}"
        self._awake = asyncio.Event()

    def wake(self) -> None:
        self._awake.set()

    async def run(self) -> None:
        while True:
            self._awake.clear()
            try:
                sent = await self._send_batch()
            except (OSError, TimeoutError, nats.errors.Error, sqlalchemy.exc.SQLAlchemyError) as error:
                _log.warning("relay waits", error=type(error).__name__)
                await asyncio.sleep(_RETRY_S)
                continue
            if sent < BATCH:
                await self._wait()

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_S):
                await self._awake.wait()
                await asyncio.sleep(_GATHER_S)

    async def _send_batch(self) -> int:
        """One transaction: take the lock, read, publish, mark. A frozen relay loses both lock and marks."""
        await self._bus.jetstream()
        if not self._bus.is_connected:
            raise ConnectionError("nats is away")
        async with self._database.engine.begin() as connection:
            if not await self._take_lock(connection):
                return 0
            rows = (await connection.execute(_UNPUBLISHED)).all()
            if not rows:
                return 0
            self._crash.reach("before-publish")
            for stream in dict.fromkeys(stream_of(row.type) for row in rows):
                messages = [
                    Message(row.type, str(row.id), row.body, row.headers) for row in rows if stream_of(row.type) == stream
                ]
                await self._bus.publish(stream, messages)
            self._crash.reach("after-publish")
            marked = update(tables.outbox).where(tables.outbox.c.seq.in_([row.seq for row in rows]))
            await connection.execute(marked.values(published_at=func.now()))
        return len(rows)

    async def _take_lock(self, connection: AsyncConnection) -> bool:
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '10s'"))
        taken = select(func.pg_try_advisory_xact_lock(func.hashtextextended(self._lock_key, 0)))
        return bool((await connection.execute(taken)).scalar_one())


_UNPUBLISHED = (
    select(*(tables.outbox.c[name] for name in ("seq", "id", "type", "body", "headers")))
    .where(tables.outbox.c.published_at.is_(None))
    .order_by(tables.outbox.c.seq)
    .limit(BATCH)
)
