"""Every SELECT of the units."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import UnitKind
from svc_grid.units.models import Unit
from svc_grid.within import within


async def known_units(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    return set((await db.execute(select(Unit.code).where(Unit.code.in_(set(codes))))).scalars())


async def territory_of_unit(db: AsyncSession, unit_code: str) -> str | None:
    return (await db.execute(select(Unit.territory_code).where(Unit.code == unit_code))).scalar_one_or_none()


def list_units(kind: UnitKind | None, territory_code: str | None) -> Select[Unit]:
    chosen = select(Unit)
    if kind is not None:
        chosen = chosen.where(Unit.kind == kind)
    return chosen if territory_code is None else chosen.where(within(Unit.territory_code, territory_code))
