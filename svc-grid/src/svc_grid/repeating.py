"""Runs a worker's batches one after another for as long as the service lives."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.error_handlers import is_database_away

# What a replay has made lives in the replay's time: workers leave it alone for a while.
REPLAY_REST = timedelta(hours=6)

Once = Callable[[AsyncSession], Awaitable[int]]


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
