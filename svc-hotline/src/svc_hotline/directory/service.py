"""Looks units and territories up in the copies, and keeps the copies."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.base import is_among
from svc_hotline.directory.boundaries import BoundaryIndex
from svc_hotline.directory.models import BoundaryEdition, TerritoryCopy, UnitCopy


async def kinds_of_units(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """The kind of each unit among `codes` that is known and not retired."""
    living = select(UnitCopy.code, UnitCopy.kind).where(is_among(UnitCopy.code, codes), UnitCopy.retired_at.is_(None))
    found = await db.execute(living)
    return {row.code: row.kind for row in found}


async def known_territories(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are territories and not retired."""
    living = select(TerritoryCopy.code).where(is_among(TerritoryCopy.code, codes), TerritoryCopy.retired_at.is_(None))
    return set((await db.execute(living)).scalars())


async def names_of(db: AsyncSession, table: type[UnitCopy] | type[TerritoryCopy], codes: Iterable[str]) -> dict[str, str]:
    """The name of each unit, or territory, known among `codes`."""
    found = await db.execute(select(table.code, table.name).where(is_among(table.code, codes)))
    return {row.code: row.name for row in found}


def is_known_territory(code: str | None) -> ColumnElement[bool]:
    """For another's statement: whether the territory exists and is not retired."""
    return exists().where(TerritoryCopy.code == code, TerritoryCopy.retired_at.is_(None))


async def count(db: AsyncSession) -> tuple[int, int]:
    """How many units and territories that are not retired have arrived."""
    units = select(func.count()).where(UnitCopy.retired_at.is_(None)).scalar_subquery()
    territories = select(func.count()).where(TerritoryCopy.retired_at.is_(None)).scalar_subquery()
    row = (await db.execute(select(units, territories))).one()
    return row[0], row[1]


async def keep(db: AsyncSession, table: type[UnitCopy] | type[TerritoryCopy], row: Mapping[str, object]) -> None:
    """Write the copy, unless a newer version of it is here already."""
    fresh = insert(table).values(**row)
    changed = {name: fresh.excluded[name] for name in row if name != "code"}
    await db.execute(
        fresh.on_conflict_do_update(index_elements=["code"], set_=changed, where=table.version < fresh.excluded.version)
    )


async def keep_boundary(db: AsyncSession, code: str, version: int, boundary: Mapping[str, Any] | None) -> None:
    """Write the boundary beside the copy of this version; if it differs, it comes with a new edition."""
    is_present = (TerritoryCopy.code == code, TerritoryCopy.version == version)
    found = (await db.execute(select(TerritoryCopy.boundary).where(*is_present))).one_or_none()
    if found is None or found.boundary == boundary:
        return
    raised = update(BoundaryEdition).values(edition=BoundaryEdition.edition + 1).returning(BoundaryEdition.edition)
    edition = (await db.execute(raised)).scalar_one()
    await db.execute(update(TerritoryCopy).where(*is_present).values(boundary=boundary, boundary_edition=edition))


async def locate(db: AsyncSession, lon: float, lat: float) -> str | None:
    """The deepest territory that covers the point, by the locator that every session of the hotline carries."""
    locator: Locator = db.info["locator"]
    return await locator.locate(db, lon, lat)


class Locator:
    """Finds the territory of a point. One process's index of the boundaries, which takes over what has changed since."""

    def __init__(self) -> None:
        self._index = BoundaryIndex()
        self._edition = -1
        self._one_at_a_time = asyncio.Lock()

    async def locate(self, db: AsyncSession, lon: float, lat: float) -> str | None:
        """The deepest territory that covers the point (WGS-84, degrees), or none; one statement unless one changed."""
        edition = await _edition(db)
        if edition > self._edition:
            async with self._one_at_a_time:
                if edition > self._edition:
                    await self._take_over(db, edition)
        return self._index.locate(lon, lat)

    async def _take_over(self, db: AsyncSession, edition: int) -> None:
        """Read what came after the last edition; a later one may be among it and is read again then, to no harm."""
        changed = TerritoryCopy.boundary_edition > self._edition
        rows = await db.execute(select(TerritoryCopy.code, cast(TerritoryCopy.boundary, Text).label("text")).where(changed))
        self._index = await asyncio.to_thread(self._index.with_changes, {row.code: row.text for row in rows})
        self._edition = edition


async def _edition(db: AsyncSession) -> int:
    return (await db.execute(select(BoundaryEdition.edition))).scalar_one()
