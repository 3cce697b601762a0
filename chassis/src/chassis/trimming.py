"""Takes away what has served its time: stored answers, and events that every reader can have had."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, Table, delete, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import tables
from chassis.db import Database
from chassis.error_handlers import is_database_away

# A client that has not asked again within a week will not; events can be sent once more for thirty days.
KEPT: Mapping[Table, timedelta] = MappingProxyType(
    {tables.idempotency_keys: timedelta(days=7), tables.outbox: timedelta(days=30)}
)
BATCH = 2_000
_EVERY_S = 600


async def keep_trimmed(database: Database) -> None:
    """Run for as long as the service does."""
    while True:
        try:
            for table in KEPT:
                while await _trim(database, table) == BATCH:
                    pass
        except Exception as error:
            if not is_database_away(error):
                raise
        await asyncio.sleep(_EVERY_S)


async def _trim(database: Database, table: Table) -> int:
    async with database.unit_of_work() as db:
        return await trim_once(db, table)


async def trim_once(db: AsyncSession, table: Table) -> int:
    """Take away some rows that are too old, and say how many; an event that was not sent yet stays, however old."""
    row: ColumnElement[str] = literal_column("ctid")
    old = select(row).select_from(table).where(table.c.created_at < func.now() - KEPT[table])
    if "published_at" in table.c:
        old = old.where(table.c.published_at.is_not(None))
    some = old.order_by(table.c.created_at).limit(BATCH).with_for_update(skip_locked=True)
    gone = delete(table).where(row.in_(some.scalar_subquery())).returning(table.c.created_at)
    return len((await db.execute(gone)).all())
