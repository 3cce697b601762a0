"""Every SELECT of the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.cases.models import Case
from svc_grid.cases.repository import lies_in
from svc_grid.figures.cells import COUNTED, DAY, LIVE
from svc_grid.figures.measures import LATE, MEASURES, OF_ACTION

Counts = dict[str, int]


@dataclass(frozen=True)
class Where:
    """What is counted: the days [start, end), a territory with all below it, and of it one class or one unit."""

    start: date
    end: date
    territory_code: str
    class_code: str | None = None
    unit_code: str | None = None

    @property
    def cell(self) -> dict[str, Any]:
        dimension, key = "all", ""
        if self.class_code is not None:
            dimension, key = "class", self.class_code
        elif self.unit_code is not None:
            dimension, key = "unit", self.unit_code
        return {"start": self.start, "end": self.end, "place": self.territory_code, "dimension": dimension, "key": key}


_SPAN = "day >= :start AND day < :end"
_HERE = f"territory_code = :place AND {_SPAN}"
_GROUPS: Mapping[str, tuple[str, str]] = {
    "day": ("day::text", f"{_HERE} AND dimension = :dimension AND key = :key"),
    "month": ("to_char(day, 'YYYY-MM')", f"{_HERE} AND dimension = :dimension AND key = :key"),
    "class": ("key", f"{_HERE} AND dimension = 'class' AND (:key = '' OR key = :key)"),
    "unit": ("key", f"{_HERE} AND dimension = 'unit' AND key <> '' AND (:key = '' OR key = :key)"),
    "territory": (
        "territory_code",
        f"territory_code >= :place || '/' AND territory_code < :place || '0' AND {_SPAN} AND dimension = :dimension "
        "AND key = :key AND cardinality(string_to_array(territory_code, '/')) = cardinality(string_to_array(:place, '/')) + 1",
    ),
}


async def total(db: AsyncSession, where: Where) -> Counts:
    """The measures of all of it together."""
    found = await grouped(db, where, "month")
    return {name: sum(counts[name] for counts in found.values()) for name in MEASURES}


async def grouped(db: AsyncSession, where: Where, by: str) -> dict[str, Counts]:
    """The measures by one property, in its order."""
    name, condition = _GROUPS[by]
    statement = (
        f"SELECT {name} AS part, measure, sum(count)::bigint AS steps FROM {LIVE} WHERE {condition} GROUP BY 1, 2 ORDER BY 1"
    )
    return _by_part(await db.execute(sa.text(statement), where.cell))


async def by_place(db: AsyncSession, where: Where, codes: list[str]) -> dict[str, Counts]:
    """The measures of each of some territories."""
    condition = f"territory_code = ANY(:codes) AND {_SPAN} AND dimension = :dimension AND key = :key"
    statement = f"SELECT territory_code AS part, measure, sum(count)::bigint AS steps FROM {LIVE} WHERE {condition} GROUP BY 1, 2"
    return _by_part(await db.execute(sa.text(statement), where.cell | {"codes": codes}))


def _by_part(rows: sa.Result[Any]) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for row in rows:
        found.setdefault(row.part, dict.fromkeys(MEASURES, 0))[row.measure] = row.steps
    return found


async def open_now(db: AsyncSession, where: Where, now: datetime) -> list[tuple[str, str | None, int]]:
    """How many open cases stand at each stage, with each light: (stage, colour, count)."""
    late, soon = Case.stage_due_at < now, Case.stage_warn_at <= now
    light = sa.case((Case.stage_due_at.is_(None), None), (late, "red"), (soon, "amber"), else_="green")
    chosen = sa.select(Case.stage, light.label("colour"), sa.func.count()).where(
        Case.stage.is_not(None), lies_in(where.territory_code)
    )
    if where.class_code is not None:
        chosen = chosen.where(Case.class_code == where.class_code)
    if where.unit_code is not None:
        chosen = chosen.where(Case.unit_code == where.unit_code)
    found = await db.execute(chosen.group_by(Case.stage, sa.text("colour")).order_by(Case.stage, sa.text("colour")))
    return [(str(stage), colour, count) for stage, colour, count in found]


# Written without a look at the cells: of each step its own measures, of each place what lies at it or below it.
_RECOUNT = " ".join(
    f", count(*) FILTER (WHERE action = '{action}') AS {measure}" for action, measure in OF_ACTION.items()
) + " ".join(f", count(*) FILTER (WHERE action = '{action}' AND is_late) AS {measure}" for action, measure in LATE.items())


async def proved(db: AsyncSession, where: Where) -> tuple[Counts, Counts]:
    """The measures as kept, and as counted from the steps themselves: by one statement, so that both see the same steps."""
    condition = f"(territory_code = :place OR starts_with(territory_code, :place || '/')) AND {DAY} >= :start AND {DAY} < :end"
    if where.class_code is not None:
        condition += " AND class_code = :key"
    elif where.unit_code is not None:
        condition += " AND unit_code = :key"
    cells = f"FROM {LIVE} WHERE {_HERE} AND dimension = :dimension AND key = :key GROUP BY 1"
    kept = f"SELECT measure, sum(count)::bigint AS steps {cells}"
    anew = f"SELECT {_RECOUNT.lstrip(', ')} FROM case_steps WHERE action = ANY(:actions) AND {condition}"
    statement = sa.text(
        f"SELECT (SELECT json_object_agg(measure, steps) FROM ({kept}) AS cells) AS kept, "
        f"(SELECT row_to_json(counted) FROM ({anew}) AS counted) AS anew"
    )
    row = (await db.execute(statement, where.cell | {"actions": COUNTED})).one()
    nothing = dict.fromkeys(MEASURES, 0)
    return nothing | (row.kept or {}), nothing | row.anew
