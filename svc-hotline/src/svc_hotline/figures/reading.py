"""Reads sums of measures: the cells, and the deltas that are not folded into them yet, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.figures.cubes import CATEGORY, TERRITORY, UNIT, WAY, WAY_COLUMNS, parts
from svc_hotline.figures.measures import MEASURES
from svc_hotline.figures.models import figure_cells, figure_deltas

# What sums can be told apart by, besides a day and a month.
COLUMNS: Mapping[str, str] = {
    "unit": UNIT, "territory": TERRITORY, "category": CATEGORY,
    "channel": "channel", "origin_line": "origin_line", "kind": "kind",
}  # fmt: skip
MOST_ROWS = 1000


@dataclass(frozen=True)
class Wanted:
    """Sums over the tickets accepted in [start, end), told apart `by` one thing, within a territory."""

    start: date
    end: date
    by: str | None = None
    territory_code: str | None = None


async def sums(db: AsyncSession, wanted: Wanted) -> Sequence[Mapping[str, Any]]:
    """A row of MEASURES for each `key`, by key; without `by` one row, if anything is counted."""
    column = COLUMNS.get(wanted.by or "")
    needed = {WAY if column in WAY_COLUMNS else column} if column else set()
    if wanted.territory_code is not None:
        needed.add(TERRITORY)
    is_deep = wanted.territory_code is not None and wanted.territory_code.count("/") >= 3
    pieces = [
        _from(figure_cells, figure_cells.c.period, column, wanted, part.start, part.end).where(
            figure_cells.c.cube == part.cube.id
        )
        for part in parts(wanted.start, wanted.end, frozenset(needed), by_day=wanted.by == "day", deep=is_deep)
    ]
    pieces.append(_from(figure_deltas, figure_deltas.c.accepted_on, column, wanted, wanted.start, wanted.end))
    every = sa.union_all(*pieces).subquery()
    summed = [sa.func.coalesce(sa.func.sum(every.c[name]), 0).label(name) for name in MEASURES]
    chosen = sa.select(every.c.key, *summed).group_by(every.c.key).order_by(every.c.key).limit(MOST_ROWS)
    return [dict(row) for row in (await db.execute(chosen)).mappings()]


def _from(
    table: sa.Table, period: sa.Column[date], column: str | None, wanted: Wanted, start: date, end: date
) -> sa.Select[*tuple[Any, ...]]:
    chosen = sa.select(_key(table, period, column, wanted.by).label("key"), *(table.c[name] for name in MEASURES))
    chosen = chosen.where(period >= start, period < end)
    if wanted.territory_code is not None:
        place = table.c[TERRITORY]
        below = sa.and_(place >= f"{wanted.territory_code}/", place < f"{wanted.territory_code}0")
        chosen = chosen.where(sa.or_(place == wanted.territory_code, below))
    return chosen


def _key(table: sa.Table, period: sa.Column[date], column: str | None, by: str | None) -> sa.ColumnElement[str]:
    if column is not None:
        return table.c[column]
    if by == "day":
        return sa.func.to_char(period, "YYYY-MM-DD")
    return sa.func.to_char(period, "YYYY-MM") if by == "month" else sa.literal("")
