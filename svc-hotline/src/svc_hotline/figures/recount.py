"""Counts the figures anew from the tickets, by SQL of its own, and says where what is kept differs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.figures.cubes import FINEST
from svc_hotline.figures.measures import PLACE
from svc_hotline.figures.models import figure_cells, figure_deltas
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.terms import Rating, Status

_KEY = ("accepted_on", *PLACE)
_OWN = sa.and_(Ticket.source.is_(None), Ticket.status != Status.REJECTED)
# Each measure once more, as a condition that a ticket meets.
_CONDITIONS: Mapping[str, sa.ColumnElement[bool]] = {
    "accepted": _OWN,
    "closed": sa.and_(_OWN, Ticket.status == Status.CLOSED),
    "rejected": sa.and_(Ticket.source.is_(None), Ticket.status == Status.REJECTED),
    "imported": Ticket.source.is_not(None),
    "resolved": sa.and_(_OWN, Ticket.resolved_at.is_not(None)),
    "overdue": sa.and_(_OWN, Ticket.was_overdue),
    "on_time": sa.and_(_OWN, Ticket.resolved_at.is_not(None), ~Ticket.was_overdue),
    "dispatched": sa.and_(_OWN, Ticket.first_dispatched_at.is_not(None)),
    "signed": sa.and_(_OWN, Ticket.signed_at.is_not(None)),
    "signed_on_time": sa.and_(_OWN, Ticket.signed_at.is_not(None), ~Ticket.was_sign_overdue),
    "returned": sa.and_(_OWN, Ticket.returned_times > 0),
    "reopened": sa.and_(_OWN, Ticket.reopened_times > 0),
    "urged": sa.and_(_OWN, Ticket.urged_times > 0),
    "extended": sa.and_(_OWN, Ticket.extended_times > 0),
    "merged": sa.and_(_OWN, Ticket.merged_into.is_not(None)),
    "supervised": sa.and_(_OWN, Ticket.is_supervised),
    "handed_over": sa.and_(_OWN, Ticket.handed_over_to.is_not(None)),
    "through_cases": sa.and_(_OWN, Ticket.case_id.is_not(None)),
    **{f"rated_{each.value}": sa.and_(_OWN, Ticket.rating == each) for each in Rating},
}


async def compare(db: AsyncSession, start: date, end: date) -> tuple[int, Sequence[Mapping[str, Any]]]:
    """How many places and days of [start, end) were compared, and some of those that differ: key, measure, kept, recounted.

    Both sides are read from one snapshot; the transaction must not have read anything before.
    """
    await db.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    await db.execute(sa.text("SET LOCAL statement_timeout = '60s'"))
    kept, recounted = await _read(db, _kept(start, end)), await _read(db, _recounted(start, end))
    differing = []
    for key in sorted(kept.keys() | recounted.keys()):
        for name in _CONDITIONS:
            was, is_ = (int(side[key][name]) if key in side else 0 for side in (kept, recounted))
            if was != is_:
                differing.append({"key": dict(zip(_KEY, key, strict=True)), "measure": name, "kept": was, "recounted": is_})
    return len(recounted), differing


async def _read(db: AsyncSession, chosen: sa.Select[*tuple[Any, ...]]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    return {tuple(row[name] for name in _KEY): dict(row) for row in (await db.execute(chosen)).mappings()}


def _kept(start: date, end: date) -> sa.Select[*tuple[Any, ...]]:
    def side(table: sa.Table, day: sa.Column[date]) -> sa.Select[*tuple[Any, ...]]:
        columns = [day.label("accepted_on"), *(table.c[name] for name in (*PLACE, *_CONDITIONS))]
        return sa.select(*columns).where(day >= start, day < end)

    every = sa.union_all(
        side(figure_cells, figure_cells.c.period).where(figure_cells.c.cube == FINEST.id),
        side(figure_deltas, figure_deltas.c.accepted_on),
    ).subquery()
    keys = [every.c[name] for name in _KEY]
    return sa.select(*keys, *(sa.func.sum(every.c[name]).label(name) for name in _CONDITIONS)).group_by(*keys)


def _recounted(start: date, end: date) -> sa.Select[*tuple[Any, ...]]:
    day = sa.cast(sa.func.timezone("Asia/Shanghai", Ticket.accepted_at), sa.Date)
    places = [sa.func.coalesce(sa.cast(getattr(Ticket, name), sa.Text), "").label(name) for name in PLACE]
    counts = [sa.func.count().filter(condition).label(name) for name, condition in _CONDITIONS.items()]
    within = sa.and_(Ticket.accepted_at >= clock.day_start(start), Ticket.accepted_at < clock.day_start(end))
    keys = sa.text(", ".join(str(at) for at in range(1, len(_KEY) + 1)))
    return sa.select(day.label("accepted_on"), *places, *counts).where(within).group_by(keys)
