"""Every SELECT of the organisation."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contracts.grid import FacilityKind, TerritoryLevel, UnitKind
from svc_grid.organisation.models import Facility, Territory, Unit


async def levels_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """The level of each territory that is there."""
    found = await db.execute(select(Territory.code, Territory.level).where(Territory.code.in_(set(codes))))
    return {row.code: row.level for row in found}


async def known_units(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    return set((await db.execute(select(Unit.code).where(Unit.code.in_(set(codes))))).scalars())


def within(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    return or_(column == code, and_(column >= f"{code}/", column < f"{code}0"))


def list_territories(level: TerritoryLevel | None, parent_code: str | None, inside: str | None) -> Select[Territory]:
    chosen = select(Territory)
    if level is not None:
        chosen = chosen.where(Territory.level == level)
    if parent_code is not None:
        chosen = chosen.where(Territory.parent_code == parent_code)
    return chosen if inside is None else chosen.where(within(Territory.code, inside))


def list_units(kind: UnitKind | None, territory_code: str | None) -> Select[Unit]:
    chosen = select(Unit)
    if kind is not None:
        chosen = chosen.where(Unit.kind == kind)
    return chosen if territory_code is None else chosen.where(within(Unit.territory_code, territory_code))


def list_facilities(kind: FacilityKind | None, level: str | None) -> Select[Facility]:
    chosen = select(Facility)
    if kind is not None:
        chosen = chosen.where(Facility.kind == kind)
    return chosen if level is None else chosen.where(Facility.level == level)


async def count_by(
    db: AsyncSession, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> dict[tuple[str, ...], int]:
    """How many rows there are for each combination of the columns' values."""
    found = await db.execute(select(*columns, func.count()).group_by(*columns))
    return {tuple(map(str, row[:-1])): int(row[-1] or 0) for row in found}


async def territory_of_unit(db: AsyncSession, unit_code: str) -> str | None:
    return (await db.execute(select(Unit.territory_code).where(Unit.code == unit_code))).scalar_one_or_none()


async def units_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """The unit that answers for each of some territories."""
    found = await db.execute(select(Territory.code, Territory.unit_code).where(Territory.code.in_(set(codes))))
    return {row.code: row.unit_code for row in found}
