"""Every SELECT of territories, and the counts of the whole organisation."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contracts.grid import TerritoryLevel
from svc_grid.organisation.models import Territory
from svc_grid.organisation.trees import within


def list_territories(level: TerritoryLevel | None, parent_code: str | None, inside: str | None) -> Select[Territory]:
    chosen = select(Territory)
    if level is not None:
        chosen = chosen.where(Territory.level == level)
    if parent_code is not None:
        chosen = chosen.where(Territory.parent_code == parent_code)
    return chosen if inside is None else chosen.where(within(Territory.code, inside))


async def count_by(
    db: AsyncSession,
    *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    where: ColumnElement[bool] | None = None,
) -> dict[tuple[str, ...], int]:
    """How many rows there are for each combination of the columns' values."""
    chosen = select(*columns, func.count()).group_by(*columns)
    found = await db.execute(chosen if where is None else chosen.where(where))
    return {tuple(map(str, row[:-1])): int(row[-1] or 0) for row in found}
