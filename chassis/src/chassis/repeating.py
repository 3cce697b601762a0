"""Runs a worker's tasks one after another for as long as the service lives, and lets no row that fails hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away

_log = structlog.get_logger(__name__)

# What a replay has made lives in the replay's time: workers leave it alone for a while.
REPLAY_REST = timedelta(hours=6)
_REST_AFTER_FAULT = timedelta(minutes=5)

Once = Callable[[AsyncSession], Awaitable[int]]


class Resting(Protocol):
    """A row that workers pass over until an instant."""

    id: UUID
    sweep_after: datetime | None


async def repeat(chassis: Chassis, tasks: Sequence[Once], every_s: float) -> None:
    """Each task in a transaction of its own, resting where none had anything to do; while the database is away too."""
    while True:
        done = 0
        for once in tasks:
            try:
                async with chassis.database.unit_of_work() as db:
                    done += await once(db)
            except Exception as error:
                if not is_database_away(error):
                    raise
        if not done:
            await asyncio.sleep(every_s)


async def let_pass(db: AsyncSession, row: Resting, work: Callable[[], Awaitable[object]]) -> int:
    """Do a held row's work in a savepoint; where it fails, the row rests and the next one has its turn. Always 1."""
    row_id = row.id
    try:
        async with db.begin_nested():
            await work()
    except Exception as error:
        if is_database_away(error):
            raise
        _log.exception("time could not pass", row=str(row_id))
        await db.refresh(row)
        row.sweep_after = clock.system_now() + _REST_AFTER_FAULT
    return 1
