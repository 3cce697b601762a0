"""Compares what is kept with what a recount of the tickets gives, and puts it right.

A ticket counts on the day it was accepted on, which never changes: so each day can be compared by itself. One statement reads
the cells, the deltas and the tickets, hence all three as of one instant, however busy the house is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.figures.cubes import CUBES, FINEST, Cube, months
from svc_hotline.figures.folding import LOCK, insert_cells, summed_by
from svc_hotline.figures.measures import MEASURES, PLACE
from svc_hotline.figures.recounting import MEASURED, RECOUNTED

_EXAMPLES = 20
_AT_ONCE = timedelta(days=4)
_PLACE = ", ".join(PLACE)
_SUMMED = ", ".join(f"sum({name})::bigint AS {name}" for name in MEASURES)


def _differs(name: str, one: str, other: str) -> str:
    return f"coalesce({one}.{name}, 0) <> coalesce({other}.{name}, 0)"


_KEPT = (
    f"SELECT accepted_on, {_PLACE}, {_SUMMED} FROM ("
    f"SELECT period AS accepted_on, {_PLACE}, {MEASURED} FROM figure_cells "
    f"WHERE cube = {FINEST.id} AND period >= :start AND period < :end UNION ALL "
    f"SELECT accepted_on, {_PLACE}, {MEASURED} FROM figure_deltas WHERE accepted_on >= :start AND accepted_on < :end"
    f") AS kept GROUP BY accepted_on, {_PLACE}"
)
_ANY = " OR ".join(_differs(name, "counted", "kept") for name in MEASURES)
_EACH = ", ".join(f"count(*) FILTER (WHERE {_differs(name, 'counted', 'kept')}) AS {name}" for name in MEASURES)
_LABEL = " || ' ' || ".join(("accepted_on::text", *PLACE))
_COMPARED = (
    f"SELECT count(*) AS cells, count(*) FILTER (WHERE {_ANY}) AS differing, {_EACH}, "
    f"(array_agg({_LABEL} ORDER BY accepted_on, {_PLACE}) FILTER (WHERE {_ANY}))[1:{_EXAMPLES}] AS examples "
    f"FROM ({RECOUNTED}) AS counted FULL JOIN ({_KEPT}) AS kept USING (accepted_on, {_PLACE})"
)


@dataclass
class Comparison:
    """How many of the finest cells there are and differ, by measure too, and how many of the sums over them do."""

    cells: int = 0
    differing: int = 0
    sums_differing: int = 0
    measures: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.differing and not self.sums_differing


async def compare(db: AsyncSession, start: date, end: date) -> Comparison:
    """Compare the days in [start, end), and the sums of the days and months they lie in."""
    found = Comparison()
    for piece_start, piece_end in _pieces(start, end):
        values = {"start": piece_start, "end": piece_end, **_instants(piece_start, piece_end)}
        row = (await db.execute(sa.text(_COMPARED), values)).mappings().one()
        found.cells += row["cells"]
        found.differing += row["differing"]
        found.measures.update({name: row[name] for name in MEASURES if row[name]})
        found.examples = [*found.examples, *(row["examples"] or [])][:_EXAMPLES]
    for cube, first, last in _summed_over(start, end):
        found.sums_differing += (await db.execute(sa.text(_sums_compared(cube)), {"start": first, "end": last})).scalar_one()
    return found


async def repair(db: AsyncSession, start: date, end: date) -> None:
    """Make the cells of the days in [start, end) anew from the tickets, with the sums over them.

    Whoever changes a ticket waits meanwhile: SHARE lets read and lets nobody write. Who had written before is waited for; so
    what is not seen here has not been written yet, and its deltas come on top. Whoever folds waits for the cells.
    """
    await db.execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    await db.execute(sa.text("LOCK TABLE tickets IN SHARE MODE"))
    span = {"start": start, "end": end}
    await db.execute(sa.text("DELETE FROM figure_deltas WHERE accepted_on >= :start AND accepted_on < :end"), span)
    finest = sa.text(f"DELETE FROM figure_cells WHERE cube = {FINEST.id} AND period >= :start AND period < :end")
    await db.execute(finest, span)
    counted = f"SELECT {FINEST.id}, accepted_on, {_PLACE}, {MEASURED} FROM ({RECOUNTED}) AS counted"
    for piece_start, piece_end in _pieces(start, end):
        await db.execute(sa.text(insert_cells(counted)), _instants(piece_start, piece_end))
    for cube, first, last in _summed_over(start, end):
        among = {"start": first, "end": last}
        cells = f"DELETE FROM figure_cells WHERE cube = {cube.id} AND period >= :start AND period < :end"
        await db.execute(sa.text(cells), among)
        await db.execute(sa.text(insert_cells(_made(cube))), among)


def _made(cube: Cube) -> str:
    """SQL of the cube's cells as they follow from the finest ones."""
    finest = f"(SELECT * FROM figure_cells WHERE cube = {FINEST.id} AND period >= :start AND period < :end) AS finest"
    return summed_by(cube, finest, "period")


def _sums_compared(cube: Cube) -> str:
    key = ", ".join(("period", *PLACE))
    kept = f"SELECT * FROM figure_cells WHERE cube = {cube.id} AND period >= :start AND period < :end"
    differs = " OR ".join(_differs(name, "made", "kept") for name in MEASURES)
    return f"SELECT count(*) FROM ({_made(cube)}) AS made FULL JOIN ({kept}) AS kept USING ({key}) WHERE {differs}"


def _summed_over(start: date, end: date) -> Iterator[tuple[Cube, date, date]]:
    """Every cube of sums, with the span of its cells that the days count in, in pieces."""
    for cube in CUBES:
        if cube is not FINEST:
            for first, last in months(start, end) if cube.by_month else _pieces(start, end):
                yield cube, first, last


def _pieces(start: date, end: date) -> Iterator[tuple[date, date]]:
    """A few days each: no statement takes long."""
    while start < end:
        yield start, (following := min(start + _AT_ONCE, end))
        start = following


def _instants(start: date, end: date) -> dict[str, Any]:
    return {"since": clock.day_start(start), "until": clock.day_start(end)}
