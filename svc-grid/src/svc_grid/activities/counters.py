"""The counters of service activities: kept in the transactions of the records, and proved against these."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import case, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.activities.models import Activity, ActivityCounter
from svc_grid.activities.terms import ActivityKind, Status

Facts = Mapping[str, Any]
Cell = tuple[date, str, str]

MEASURE_OF: Mapping[ActivityKind, str] = MappingProxyType(
    {
        ActivityKind.RESEARCH_VISIT: "research_visits",
        ActivityKind.HOME_OUTREACH_VISIT: "home_outreach_visits",
        ActivityKind.PROBLEM_COLLECTED: "problems_collected",
        ActivityKind.PROBLEM_SOLVED: "problems_solved",
        ActivityKind.GOOD_DEED: "good_deeds",
    }
)
MEASURES = (*MEASURE_OF.values(), "asked_count", "satisfied_count")


async def count(db: AsyncSession, added: Iterable[Facts] = (), taken: Iterable[Facts] = ()) -> None:
    """Add what `added` records count and take away what `taken` ones did; cells in one order, so that none wait in a circle."""
    changes: dict[Cell, Counter[str]] = {}
    for sign, records in ((1, added), (-1, taken)):
        for facts in records:
            cell = changes.setdefault((facts["held_on"], facts["unit_code"], facts["territory_code"]), Counter())
            cell[MEASURE_OF[facts["kind"]]] += sign * facts["count"]
            cell["asked_count"] += sign * facts["asked_count"]
            cell["satisfied_count"] += sign * facts["satisfied_count"]
    rows = [_row(cell, changes[cell]) for cell in sorted(changes) if any(changes[cell].values())]
    if rows:
        upsert = insert(ActivityCounter)
        kept = {name: getattr(ActivityCounter, name) + upsert.excluded[name] for name in MEASURES}
        await db.execute(upsert.on_conflict_do_update(index_elements=["held_on", "unit_code", "territory_code"], set_=kept), rows)


def _row(cell: Cell, measures: Mapping[str, int]) -> dict[str, Any]:
    held_on, unit_code, territory_code = cell
    key = {"held_on": held_on, "unit_code": unit_code, "territory_code": territory_code}
    return key | {name: measures.get(name, 0) for name in MEASURES}


async def differing(db: AsyncSession, start_on: date, end_on: date) -> tuple[int, dict[Cell, tuple[Any, Any]]]:
    """How many cells the days have, and those that are not what a recount gives: (kept, recounted)."""
    recounted = await _recounted(db, start_on, end_on)
    columns = (ActivityCounter.held_on, ActivityCounter.unit_code, ActivityCounter.territory_code)
    measures = (getattr(ActivityCounter, name) for name in MEASURES)
    found = await db.execute(select(*columns, *measures).where(columns[0] >= start_on, columns[0] < end_on))
    kept = {tuple(row[:3]): tuple(row[3:]) for row in found if any(row[3:])}
    cells = kept.keys() | recounted.keys()
    return len(cells), {each: (kept.get(each), recounted.get(each)) for each in cells if kept.get(each) != recounted.get(each)}


async def hold_still(db: AsyncSession) -> None:
    """Let nobody count until the transaction ends."""
    await db.execute(text("LOCK TABLE activities, activity_counters IN SHARE ROW EXCLUSIVE MODE"))


async def repair(db: AsyncSession, start_on: date, end_on: date) -> None:
    """Make the counters of these days anew."""
    await db.execute(delete(ActivityCounter).where(ActivityCounter.held_on >= start_on, ActivityCounter.held_on < end_on))
    recounted = await _recounted(db, start_on, end_on)
    rows = [_row(cell, dict(zip(MEASURES, values, strict=True))) for cell, values in sorted(recounted.items())]
    if rows:
        await db.execute(insert(ActivityCounter), rows)


async def _recounted(db: AsyncSession, start_on: date, end_on: date) -> dict[Any, tuple[int, ...]]:
    cell = (Activity.held_on, Activity.unit_code, Activity.territory_code)
    sums = [func.sum(case((Activity.kind == kind, Activity.count), else_=0)) for kind in MEASURE_OF]
    sums += [func.sum(Activity.asked_count), func.sum(Activity.satisfied_count)]
    standing = (Activity.status == Status.REGISTERED, Activity.held_on >= start_on, Activity.held_on < end_on)
    found = await db.execute(select(*cell, *sums).where(*standing).group_by(*cell))
    return {tuple(row[:3]): tuple(map(int, row[3:])) for row in found}
