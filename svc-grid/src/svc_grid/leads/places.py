"""What the posts need to know of territories."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contracts.grid import TerritoryLevel
from svc_grid.organisation.service import keep_still
from svc_grid.organisation.service import levels_of as names_of_levels
from svc_grid.territories.models import Territory
from svc_grid.within import within

__all__ = ["divided", "keep_still", "levels_of", "wanting_grid_leads"]


async def levels_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, TerritoryLevel]:
    """The level of each territory that is there."""
    return {code: TerritoryLevel(level) for code, level in (await names_of_levels(db, codes)).items()}


async def divided(db: AsyncSession, communities: Iterable[str]) -> set[str]:
    """Those communities that have cells."""
    cells = select(Territory.parent_code).where(Territory.parent_code.in_(set(communities)), _is(TerritoryLevel.CELL))
    return {code for code in (await db.execute(cells.distinct())).scalars() if code is not None}


def wanting_grid_leads(inside: str | None) -> Select[Territory]:
    """Every cell, and every community that has none."""
    cell = aliased(Territory)
    has_cells = exists().where(cell.parent_code == Territory.code, cell.level == TerritoryLevel.CELL)
    undivided = _is(TerritoryLevel.COMMUNITY) & ~has_cells
    chosen = select(Territory).where(or_(_is(TerritoryLevel.CELL), undivided))
    return chosen if inside is None else chosen.where(within(Territory.code, inside))


def _is(level: TerritoryLevel) -> ColumnElement[bool]:
    return Territory.level == level
