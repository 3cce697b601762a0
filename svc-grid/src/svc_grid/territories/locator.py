"""Which territory a point lies in: found in microseconds in an index that each process keeps, and renews where bounds changed."""

import asyncio

from sqlalchemy import Text, cast, column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.boundaries import BoundaryIndex

_EDITION = table("boundary_edition", column("edition"))
# The database itself numbers what changed, whoever changed it: a boundary, a new territory, one that is no more.
_BOUNDS = table("territories", column("code"), column("boundary"), column("retired_at"), column("boundary_edition"))


class Locator:
    """One process's index of the boundaries, which takes over what has changed since."""

    def __init__(self) -> None:
        self._index = BoundaryIndex()
        self._edition = -1
        self._one_at_a_time = asyncio.Lock()

    async def locate(self, db: AsyncSession, lon: float, lat: float) -> str | None:
        """The deepest living territory that covers the point (WGS-84, degrees), or none; one statement unless some changed."""
        edition = (await db.execute(select(_EDITION.c.edition))).scalar_one()
        if edition > self._edition:
            async with self._one_at_a_time:
                if edition > self._edition:
                    await self._take_over(db, edition)
        return self._index.locate(lon, lat)

    async def _take_over(self, db: AsyncSession, edition: int) -> None:
        """Read what came after the last edition; a later one may be among it and is read again then, to no harm."""
        changed = select(_BOUNDS.c.code, cast(_BOUNDS.c.boundary, Text).label("text"), _BOUNDS.c.retired_at)
        rows = await db.execute(changed.where(_BOUNDS.c.boundary_edition > self._edition))
        texts = {row.code: None if row.retired_at is not None else row.text for row in rows}
        self._index = await asyncio.to_thread(self._index.with_changes, texts)
        self._edition = edition


async def locate(db: AsyncSession, lon: float, lat: float) -> str | None:
    """The deepest territory that covers the point, by the locator that every session of the grid carries."""
    locator: Locator = db.info["locator"]
    return await locator.locate(db, lon, lat)
