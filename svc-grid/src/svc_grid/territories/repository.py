"""Every SELECT of the territories."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import TerritoryLevel
from svc_grid.territories.models import Territory
from svc_grid.territories.schemas import TerritoryItem
from svc_grid.within import is_among, within


async def levels_of(db: AsyncSession, codes: Iterable[str], *, with_retired: bool = False) -> dict[str, str]:
    """The level of each territory that is there and, unless that does not matter, not retired."""
    chosen = select(Territory.code, Territory.level).where(is_among(Territory.code, codes))
    found = await db.execute(chosen if with_retired else chosen.where(Territory.retired_at.is_(None)))
    return {row.code: row.level for row in found}


async def units_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """The unit that answers for each of some territories."""
    found = await db.execute(select(Territory.code, Territory.unit_code).where(is_among(Territory.code, codes)))
    return {row.code: row.unit_code for row in found}


async def hold_living(db: AsyncSession, code: str) -> bool:
    """Whether it is there and not retired; nor will it be before this transaction has ended."""
    held = select(Territory.code).where(Territory.code == code, Territory.retired_at.is_(None)).with_for_update(read=True)
    return (await db.execute(held)).first() is not None


async def successor_of(db: AsyncSession, code: str) -> str:
    """The living territory that a retired one became, over however many changes; the code itself of any other."""
    first = select(Territory.successor_code).where(Territory.code == code, Territory.retired_at.is_not(None))
    followed = first.cte("followed", recursive=True)
    further = select(Territory.successor_code).where(
        Territory.code == followed.c.successor_code, Territory.retired_at.is_not(None)
    )
    followed = followed.union(further)
    living = select(Territory.code).join(followed, followed.c.successor_code == Territory.code)
    found = (await db.execute(living.where(Territory.retired_at.is_(None)))).scalar_one_or_none()
    return code if found is None else found


def list_territories(
    level: TerritoryLevel | None, parent_code: str | None, inside: str | None, *, with_retired: bool = False
) -> Select[Territory]:
    chosen = select(Territory)
    if not with_retired:
        chosen = chosen.where(Territory.retired_at.is_(None))
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
