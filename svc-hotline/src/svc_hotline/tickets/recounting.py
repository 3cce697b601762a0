"""Tickets whose deadline another version of the calendar counted: which they are, and how many a new one would move."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.clock import day_start
from contracts.worktime import DAY, Limit, WorkCalendar, due_at
from svc_hotline.tickets.lifecycle import RUNNING
from svc_hotline.tickets.models import Ticket

# Written out, as the index of them has it: with parameters the planner could not be sure that it serves.
_STATUSES = ", ".join(f"'{status}'" for status in sorted(RUNNING))
_RUNNING = and_(Ticket.due_at.is_not(None), text(f"tickets.status IN ({_STATUSES})"))


async def hold_outdated(db: AsyncSession, version: str, now: datetime, most: int) -> Sequence[Ticket]:
    """Some running tickets that another version counted, locked; not those that rest, nor those that another holds."""
    is_awake = and_(or_(Ticket.sweep_after.is_(None), Ticket.sweep_after <= now), Ticket.changed_at <= now)
    held: list[Ticket] = []
    # One side after the other, each a short walk along the index.
    for is_other in (Ticket.calendar_version < version, Ticket.calendar_version > version):
        some = select(Ticket).where(_RUNNING, is_other, is_awake).order_by(Ticket.calendar_version).limit(most - len(held))
        held += (await db.execute(some.with_for_update(skip_locked=True))).scalars()
    return held


async def count_outdated(db: AsyncSession, version: str) -> int:
    """How many running tickets another version counted."""
    is_other = or_(Ticket.calendar_version < version, Ticket.calendar_version > version)
    return int((await db.execute(select(func.count()).select_from(Ticket).where(_RUNNING, is_other))).scalar_one())


async def count_moved(db: AsyncSession, coming: WorkCalendar, changed: Sequence[date]) -> tuple[int, int]:
    """Of how many running tickets a calendar with these days changed would move the deadline, and of how many make it firm."""
    columns = (
        Ticket.clock_from, Ticket.limit_days, Ticket.limit_unit, Ticket.clock_turns, Ticket.extension_days, Ticket.due_at,
        Ticket.is_due_provisional,
    )  # fmt: skip
    is_touched: ColumnElement[bool] = Ticket.is_due_provisional.is_(True)
    if changed:
        begins_before = Ticket.clock_from < day_start(max(changed) + DAY)
        is_touched = or_(is_touched, and_(begins_before, Ticket.due_at > day_start(min(changed))))
    counted = and_(_RUNNING, Ticket.clock_from.is_not(None), Ticket.limit_days.is_not(None))
    rows = (await db.execute(select(*columns).where(counted, is_touched))).all()
    # A city's running tickets may be many, and nobody else shall wait for their deadlines.
    return await asyncio.to_thread(_compare, rows, coming)


def _compare(rows: Sequence[Any], coming: WorkCalendar) -> tuple[int, int]:
    moved = settled = 0
    for row in rows:
        limit = Limit(row.limit_days, row.limit_unit)
        due = due_at(row.clock_from, limit, coming, row.clock_turns, extension_days=row.extension_days)
        moved += due.at != row.due_at
        settled += row.is_due_provisional and not due.is_provisional
    return moved, settled
