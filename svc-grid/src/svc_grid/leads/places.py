"""What the posts need to know of territories."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contracts.grid import TerritoryLevel
from svc_grid.organisation.models import Territory
from svc_grid.organisation.trees import keep_still, levels_of, within

__all__ = ["divided", "keep_still", "levels_of", "wanting_grid_leads"]


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
