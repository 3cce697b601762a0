"""Every SELECT of the territories."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import TerritoryLevel
from svc_grid.territories.models import Territory
from svc_grid.territories.schemas import TerritoryItem
from svc_grid.within import within


async def levels_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """The level of each territory that is there."""
    found = await db.execute(select(Territory.code, Territory.level).where(Territory.code.in_(set(codes))))
    return {row.code: row.level for row in found}


async def units_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """The unit that answers for each of some territories."""
    found = await db.execute(select(Territory.code, Territory.unit_code).where(Territory.code.in_(set(codes))))
    return {row.code: row.unit_code for row in found}


def list_territories(level: TerritoryLevel | None, parent_code: str | None, inside: str | None) -> Select[Territory]:
    chosen = select(Territory)
    if level is not None:
        chosen = chosen.where(Territory.level == level)
    if parent_code is not None:
        chosen = chosen.where(Territory.parent_code == parent_code)
    return chosen if inside is None else chosen.where(within(Territory.code, inside))


def as_items(chosen: Select[Any], *, with_boundary: bool, table: Any = Territory) -> Select[str, Any]:
    """The columns of a list's items. Bounds can be a hundred kilobytes each, so they are read only if they are wanted."""
    columns: dict[str, Any] = dict(table.__mapper__.c.items())
    kept = [column for name, column in columns.items() if name in TerritoryItem.model_fields and name != "boundary"]
    boundary = table.boundary if with_boundary else null().label("boundary")
    return chosen.with_only_columns(*kept, boundary, table.boundary.is_not(None).label("is_surveyed"))
