"""Reads the cells, and what has not been folded into them yet: both in one statement, so that nothing is missed or seen twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.figures import cubes
from svc_hotline.figures.measures import MEASURES

_SUMMED = ", ".join(f"sum({name})::bigint AS {name}" for name in MEASURES)
_NAMES = ", ".join(MEASURES)
Sums = Mapping[str, int]


@dataclass(frozen=True)
class Where:
    """What is counted: the tickets accepted in [start, end), of a subtree, a unit, a category."""

    start: date
    end: date
    territory_code: str | None = None
    unit_code: str | None = None
    category_code: str | None = None

    @property
    def needed(self) -> set[str]:
        given = {cubes.TERRITORY: self.territory_code, cubes.UNIT: self.unit_code, cubes.CATEGORY: self.category_code}
        return {name for name, value in given.items() if value is not None}

    @property
    def is_deep(self) -> bool:
        return self.territory_code is not None and self.territory_code.count("/") >= cubes.DEEPEST

    @property
    def values(self) -> dict[str, str]:
        given = {"territory": self.territory_code, "unit": self.unit_code, "category": self.category_code}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def sql(self) -> str:
        """Further conditions. Territories sort by bytes, where `0` follows `/`."""
        of_territory = (
            "(territory_code = :territory OR (territory_code >= :territory || '/' AND territory_code < :territory || '0'))"
        )
        of = {"territory": of_territory, "unit": "lead_unit_code = :unit", "category": "category_code = :category"}
        return "".join(f" AND {of[name]}" for name in self.values)


@dataclass(frozen=True)
class Grouping:
    """By what it is told apart: SQL of the key from a row whose day or month is in {period}, and what that needs."""

    sql: str
    needs: frozenset[str] = frozenset()
    by_day: bool = False
    is_deep: bool = False


WHOLE = Grouping("''")


async def sums(db: AsyncSession, where: Where, grouping: Grouping = WHOLE) -> dict[str, Sums]:
    """The measures of each key, by key."""
    found, values = _rows(where, grouping, f"{grouping.sql} AS key, {_NAMES}")
    rows = await db.execute(sa.text(f"SELECT key, {_SUMMED} FROM ({found}) AS found GROUP BY key ORDER BY key"), values)
    return {str(row["key"]): {name: int(row[name]) for name in MEASURES} for row in rows.mappings()}


@dataclass(frozen=True)
class Weeks:
    """A matter at a place: how many came in the last seven days, and how many in the weeks before."""

    category_code: str
    territory_code: str
    now: int
    before: int
    before_squared: int


async def weekly(db: AsyncSession, on: date, weeks: int, least: int, depth: int, territory_code: str | None) -> list[Weeks]:
    """Each matter at each place of `depth` with at least `least` in the seven days to `on`; a week without any counts as none.

    Places are cut to `depth` only once their days are added up to weeks: that is dearer than the adding.
    """
    where = Where(on - timedelta(days=7 * (weeks + 1) - 1), on + timedelta(days=1), territory_code)
    grouping = Grouping("''", frozenset({cubes.TERRITORY, cubes.CATEGORY}), by_day=True, is_deep=depth > cubes.DEEPEST)
    place = cubes.shortened("territory_code", depth)
    found, values = _rows(where, grouping, "category_code, territory_code, (:day - {period}) / 7 AS week, accepted AS n")
    added = f"SELECT category_code, territory_code, week, sum(n) AS n FROM ({found}) AS found GROUP BY 1, 2, 3"
    rows = await db.execute(
        sa.text(
            "SELECT category_code, place, coalesce(sum(n) FILTER (WHERE week = 0), 0) AS now, "
            "coalesce(sum(n) FILTER (WHERE week > 0), 0) AS before, coalesce(sum(n * n) FILTER (WHERE week > 0), 0) AS squared "
            f"FROM (SELECT category_code, {place} AS place, week, sum(n) AS n FROM ({added}) AS added GROUP BY 1, 2, 3) AS weeks "
            "GROUP BY 1, 2 HAVING sum(n) FILTER (WHERE week = 0) >= :least"
        ).bindparams(sa.bindparam("day", type_=sa.Date)),
        values | {"day": on, "least": least},
    )
    return [Weeks(row.category_code, row.place, int(row.now), int(row.before), int(row.squared)) for row in rows]


async def span(db: AsyncSession) -> tuple[date, date] | None:
    """The first and the last day that tickets were accepted on or figures are kept of; none where there are none."""
    day = "(accepted_at AT TIME ZONE INTERVAL '8 hours')::date"
    found = " UNION ALL ".join(
        f"(SELECT min({column}) AS first, max({column}) AS last FROM {table})"
        for column, table in (
            ("accepted_on", "figure_deltas"),
            ("period", "(SELECT period FROM figure_cells WHERE cube = 1) AS days"),
            ("day", f"(SELECT {day} AS day FROM tickets ORDER BY accepted_at LIMIT 1) AS first"),
            ("day", f"(SELECT {day} AS day FROM tickets ORDER BY accepted_at DESC LIMIT 1) AS last"),
        )
    )
    row = (await db.execute(sa.text(f"SELECT min(first) AS first, max(last) AS last FROM ({found}) AS found"))).one()
    return None if row.first is None else (row.first, row.last)


def _rows(where: Where, grouping: Grouping, selected: str) -> tuple[str, dict[str, object]]:
    """SQL of the rows to sum up, from the smallest cubes and from the deltas, and its values."""
    read = cubes.parts(
        where.start, where.end, where.needed | grouping.needs,
        by_day=grouping.by_day, deep=where.is_deep or grouping.is_deep,
    )  # fmt: skip
    values: dict[str, object] = {**where.values, "start": where.start, "end": where.end}
    pieces = []
    for at, part in enumerate(read):
        values |= {f"start_{at}": part.start, f"end_{at}": part.end}
        chosen = f"cube = {part.cube.id} AND period >= :start_{at} AND period < :end_{at}{where.sql}"
        pieces.append(f"SELECT {selected.format(period='period')} FROM figure_cells WHERE {chosen}")
    chosen = f"accepted_on >= :start AND accepted_on < :end{where.sql}"
    pieces.append(f"SELECT {selected.format(period='accepted_on')} FROM figure_deltas WHERE {chosen}")
    return " UNION ALL ".join(pieces), values
