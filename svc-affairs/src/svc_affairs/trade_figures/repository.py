"""Every SELECT of the figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.trade_figures.cells import CELL

Cell = tuple[int, Decimal]
Groups = dict[str, dict[str, Cell]]


@dataclass(frozen=True)
class Where:
    """What is counted: the days [start, end), and of one dimension all keys or one of them."""

    start: date
    end: date
    dimension: str = "all"
    key: str | None = None

    def parameters(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "dimension": self.dimension, "key": self.key}


# What was folded and what was not, in one snapshot.
_LIVE = f"""(SELECT {CELL}, count, amount FROM trade_figure_cells UNION ALL
    SELECT {CELL}, count, amount FROM trade_figure_deltas) AS live"""
_HERE = "dimension = :dimension AND day >= :start AND day < :end AND (CAST(:key AS text) IS NULL OR key = :key)"


async def grouped(db: AsyncSession, where: Where, *, by_day: bool) -> Groups:
    """Measures by day, or by the dimension's keys."""
    part = "day::text" if by_day else "key"
    statement = text(
        f"SELECT {part} AS part, measure, sum(count)::bigint AS count, sum(amount) AS amount FROM {_LIVE} WHERE {_HERE} "
        "GROUP BY 1, 2 HAVING sum(count) <> 0 ORDER BY 1, 2"
    )
    groups: Groups = {}
    for part_, measure, count, amount in await db.execute(statement, where.parameters()):
        groups.setdefault(part_, {})[measure] = (count, amount)
    return groups


# Written without a look at the cells: from the declarations, their lists' lines and their mismatches.
_RECOUNT = """
WITH chosen AS (SELECT * FROM trade_declarations WHERE day >= :start AND day < :end),
worth AS (
    SELECT id, 'all' AS dimension, '' AS key, amount AS worth FROM chosen
    UNION ALL SELECT id, 'platform', platform_code, amount FROM chosen
    UNION ALL SELECT id, 'country', country, amount FROM chosen
    UNION ALL SELECT chosen.id, 'heading', coalesce(substr(l.goods_code, 1, 4), 'none'), sum(l.total_price)
        FROM chosen JOIN trade_list_lines AS l ON l.document_id = chosen.id GROUP BY 1, 3)
SELECT day, dimension, key, status AS measure, count(*) AS count, sum(worth) AS amount FROM chosen JOIN worth USING (id)
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT day, dimension, key, 'mismatch:' || m.field, count(DISTINCT chosen.id), 0 FROM chosen JOIN worth USING (id)
JOIN trade_mismatches AS m ON m.declaration_id = chosen.id GROUP BY 1, 2, 3, m.field"""
_DIFFERING = f"""
SELECT count(*) AS cells,
    count(*) FILTER (WHERE (kept.count, kept.amount) IS DISTINCT FROM (anew.count, anew.amount)) AS differing
FROM (SELECT {CELL}, sum(count)::bigint AS count, sum(amount) AS amount FROM {_LIVE} WHERE day >= :start AND day < :end
    GROUP BY {CELL} HAVING sum(count) <> 0 OR sum(amount) <> 0) AS kept
FULL JOIN ({_RECOUNT}) AS anew USING ({CELL})"""


async def differing(db: AsyncSession, start: date, end: date) -> tuple[int, int]:
    """How many cells the days have, and how many are not what a recount gives: by one statement, hence one snapshot."""
    row = (await db.execute(text(_DIFFERING), {"start": start, "end": end})).one()
    return row.cells, row.differing
