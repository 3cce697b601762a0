"""Looks units and territories up in the copies, and keeps the copies."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Text, any_, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped

from svc_affairs.directory.models import TerritoryCopy, UnitCopy


async def unit_of(db: AsyncSession, code: str) -> UnitCopy | None:
    """The unit, also one that is retired, as `retired_at` tells; none: the grid has told of no such unit."""
    return await db.get(UnitCopy, code)


async def units_of(db: AsyncSession, codes: Iterable[str]) -> list[UnitCopy]:
    """The units among `codes` that the grid has told of, also those that are retired."""
    return list((await db.execute(select(UnitCopy).where(is_among(UnitCopy.code, codes)))).scalars())


async def known_territories(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are territories and not retired."""
    living = select(TerritoryCopy.code).where(is_among(TerritoryCopy.code, codes), TerritoryCopy.retired_at.is_(None))
    return set((await db.execute(living)).scalars())


def territory_of(unit_code: Mapped[str]) -> ColumnElement[str | None]:
    """For another's statement: where the unit lies, by what the grid told last."""
    return select(UnitCopy.territory_code).where(UnitCopy.code == unit_code).scalar_subquery()


def is_living(unit_code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether the unit exists and is not retired."""
    return select(UnitCopy.code).where(UnitCopy.code == unit_code, UnitCopy.retired_at.is_(None)).exists()


def is_among(column: InstrumentedAttribute[str], codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column holds one of `codes`: one parameter however many they are."""
    return column == any_(cast(sorted(set(codes)), ARRAY(Text)))


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
