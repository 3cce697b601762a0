"""Cells of figures: raised and lowered in the transaction of what they count, so that they equal a recount at any time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

Counts = Mapping[str, int]
Counted = tuple[tuple[Any, ...], Counts]
"""Where something is counted, by the key columns in their order, and what it counts for there."""


async def note_change(db: AsyncSession, cells: Table, before: Counted | None, after: Counted | None) -> None:
    """Take away what something counted for, and add what it counts for now; cells in one order, so that none deadlock."""
    deltas: dict[tuple[Any, ...], dict[str, int]] = {}
    for counted, sign in ((before, -1), (after, 1)):
        if counted is not None:
            cell = deltas.setdefault(counted[0], {})
            for name, value in counted[1].items():
                cell[name] = cell.get(name, 0) + sign * value
    for key in sorted(deltas):
        changed = {name: value for name, value in deltas[key].items() if value}
        if changed:
            await _add(db, cells, key, changed)


async def _add(db: AsyncSession, cells: Table, key: tuple[Any, ...], deltas: Counts) -> None:
    names = [column.name for column in cells.primary_key.columns]
    upsert = insert(cells).values(dict(zip(names, key, strict=True)) | dict(deltas))
    raised = {name: cells.c[name] + upsert.excluded[name] for name in deltas}
    await db.execute(upsert.on_conflict_do_update(index_elements=names, set_=raised))
