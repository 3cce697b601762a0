"""The counters of coverage: of places and days, kept in the transactions of the tasks, and proved against what was seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.patrols.task_models import PatrolCounter, PatrolFinding, PatrolTask, PatrolTaskPoint
from svc_grid.patrols.terms import PointState, TaskStatus

POINTS = ("points_planned", "points_visited", "points_not_reachable", "findings")
MEASURES = ("tasks_planned", "tasks_done", "tasks_missed", "tasks_cancelled", *POINTS)
Cell = tuple[date, str]


class Tally:
    """Gathers what tasks count before and after they change, to be written at the end of the transaction's work."""

    def __init__(self) -> None:
        self._cells: dict[Cell, Counter[str]] = {}

    def take(self, task: PatrolTask) -> None:
        """It counts so no more."""
        self._add(task, -1)

    def give(self, task: PatrolTask) -> None:
        """It counts so from now on."""
        self._add(task, 1)

    def _add(self, task: PatrolTask, sign: int) -> None:
        cell = self._cells.setdefault((task.due_on, task.territory_code), Counter())
        for name, value in counted(task).items():
            cell[name] += sign * value

    def add(self, other: "Tally") -> None:
        """What another has gathered, too."""
        for cell, counts in other._cells.items():
            mine = self._cells.setdefault(cell, Counter())
            for name, value in counts.items():
                mine[name] += value

    async def write(self, db: AsyncSession) -> None:
        """Cells in one order, so that none wait in a circle."""
        rows = [_row(cell, self._cells[cell]) for cell in sorted(self._cells) if any(self._cells[cell].values())]
        if rows:
            upsert = insert(PatrolCounter)
            kept = {name: getattr(PatrolCounter, name) + upsert.excluded[name] for name in MEASURES}
            await db.execute(upsert.on_conflict_do_update(index_elements=["due_on", "territory_code"], set_=kept), rows)


def counted(task: PatrolTask) -> dict[str, int]:
    """What one task counts."""
    by_status = {"tasks_done": TaskStatus.DONE, "tasks_missed": TaskStatus.MISSED, "tasks_cancelled": TaskStatus.CANCELLED}
    counts = {"tasks_planned": 1} | {name: int(task.status is status) for name, status in by_status.items()}
    return counts | {name: getattr(task, name) for name in POINTS}


def _row(cell: Cell, counts: Mapping[str, int]) -> dict[str, Any]:
    return {"due_on": cell[0], "territory_code": cell[1]} | {name: counts.get(name, 0) for name in MEASURES}


async def differing(db: AsyncSession, start_on: date, end_on: date) -> tuple[int, dict[Cell, tuple[Any, Any]]]:
    """How many cells the days have, and those that are not what a recount gives: (kept, recounted)."""
    measures = (getattr(PatrolCounter, name) for name in MEASURES)
    days = (PatrolCounter.due_on >= start_on, PatrolCounter.due_on < end_on)
    found = await db.execute(select(PatrolCounter.due_on, PatrolCounter.territory_code, *measures).where(*days))
    kept: dict[Any, Any] = {tuple(row[:2]): tuple(row[2:]) for row in found if any(row[2:])}
    recounted = await _recounted(db, start_on, end_on)
    cells: Iterable[Any] = kept.keys() | recounted.keys()
    unlike = {each: (kept.get(each), recounted.get(each)) for each in cells if kept.get(each) != recounted.get(each)}
    return len(kept.keys() | recounted.keys()), unlike


async def _recounted(db: AsyncSession, start_on: date, end_on: date) -> dict[Any, tuple[int, ...]]:
    """From the tasks, the points and the findings themselves."""
    cell = (PatrolTask.due_on, PatrolTask.territory_code)
    days = (PatrolTask.due_on >= start_on, PatrolTask.due_on < end_on)
    ended = (TaskStatus.DONE, TaskStatus.MISSED, TaskStatus.CANCELLED)
    tasks = select(*cell, func.count(), *(func.count().filter(PatrolTask.status == each) for each in ended))
    sums = {tuple(row[:2]): [*row[2:]] for row in await db.execute(tasks.where(*days).group_by(*cell))}
    state = PatrolTaskPoint.state
    wanted = (state != PointState.DROPPED, state == PointState.VISITED, state == PointState.NOT_REACHABLE)
    points = select(*cell, *(func.count().filter(each) for each in wanted)).join(
        PatrolTaskPoint, PatrolTaskPoint.task_id == PatrolTask.id
    )
    for row in await db.execute(points.where(*days).group_by(*cell)):
        sums[tuple(row[:2])] += row[2:]
    findings = select(*cell, func.count()).join(PatrolFinding, PatrolFinding.task_id == PatrolTask.id)
    found = {tuple(row[:2]): row[2] for row in await db.execute(findings.where(*days).group_by(*cell))}
    return {key: tuple(map(int, [*(values + [0] * 3)[:7], found.get(key, 0)])) for key, values in sums.items()}
