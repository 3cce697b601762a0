"""Looks units and territories up in the copies, and keeps the copies."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.directory.models import TerritoryCopy, UnitCopy


async def kinds_of_units(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """The kind of each unit known among `codes`."""
    found = await db.execute(select(UnitCopy.code, UnitCopy.kind).where(UnitCopy.code.in_(set(codes))))
    return {row.code: row.kind for row in found}


def is_known_territory(code: str | None) -> ColumnElement[bool]:
    """For another's statement: whether the territory exists."""
    return exists().where(TerritoryCopy.code == code)


async def count(db: AsyncSession) -> tuple[int, int]:
    """How many units and territories have arrived."""
    units = select(func.count()).select_from(UnitCopy).scalar_subquery()
    territories = select(func.count()).select_from(TerritoryCopy).scalar_subquery()
    row = (await db.execute(select(units, territories))).one()
    return row[0], row[1]


async def keep(db: AsyncSession, table: type[UnitCopy] | type[TerritoryCopy], row: Mapping[str, object]) -> None:
    """Write the copy, unless a newer version of it is here already."""
    fresh = insert(table).values(**row)
    changed = {name: fresh.excluded[name] for name in row if name != "code"}
    await db.execute(
        fresh.on_conflict_do_update(index_elements=["code"], set_=changed, where=table.version < fresh.excluded.version)
    )
