"""What a ticket counts for, and how a change of that is written down: in the change's own transaction, added, never updated.

No row is shared by two writers, so counting makes nobody wait; `folding` brings the deltas into the cells afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.figures.measures import MEASURES
from svc_hotline.figures.models import figure_deltas
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.terms import CallbackOutcome, Rating, Status

_SECOND = timedelta(seconds=1)
_LOW = frozenset({Rating.DISSATISFIED, Rating.VERY_DISSATISFIED})


class Key(NamedTuple):
    """Where a ticket is counted; empty where it belongs nowhere."""

    accepted_on: date
    territory_code: str
    lead_unit_code: str
    category_code: str
    channel: str
    origin_line: str
    kind: str


@dataclass(frozen=True)
class Counted:
    """What one ticket counts for: where, and the measures in the order of MEASURES."""

    key: Key
    measures: tuple[int, ...]


def counted(ticket: Ticket) -> Counted:
    """What the ticket counts for now."""
    key = Key(
        clock.local_day(ticket.accepted_at), ticket.territory_code or "", ticket.lead_unit_code or "", ticket.category_code,
        ticket.channel.value, ticket.origin_line, ticket.kind.value,
    )  # fmt: skip
    if ticket.source is not None:
        told = {"imported": 1}
    elif ticket.status is Status.REJECTED:
        told = {"rejected": 1}
    else:
        told = {**_progress(ticket), **_incidents(ticket), **_caller(ticket), **_durations(ticket)}
    return Counted(key, tuple(int(told.get(name, 0)) for name in MEASURES))


def _progress(ticket: Ticket) -> dict[str, int]:
    """How far it has come, and whether in time. `due` and `to_...` are what the rates divide by."""
    resolved, overdue = ticket.resolved_at is not None, bool(ticket.was_overdue)
    signed, sign_overdue = ticket.signed_at is not None, bool(ticket.was_sign_overdue)
    return {
        "accepted": 1,
        "closed": ticket.status is Status.CLOSED,
        "resolved": resolved,
        "due": resolved or overdue,
        "on_time": resolved and not overdue,
        "overdue": overdue,
        "dispatched": ticket.first_dispatched_at is not None,
        "signed": signed,
        "to_sign": signed or sign_overdue,
        "signed_on_time": signed and not sign_overdue,
        "first_contact": resolved and not ticket.dispatch_no and ticket.merged_into is None,
    }


def _incidents(ticket: Ticket) -> dict[str, int]:
    """What ever happened to it."""
    return {
        "returned": bool(ticket.returned_times),
        "reopened": bool(ticket.reopened_times),
        "urged": bool(ticket.urged_times),
        "extended": bool(ticket.extended_times),
        "merged": ticket.merged_into is not None,
        "supervised": bool(ticket.is_supervised),
        "handed_over": ticket.handed_over_to is not None,
        "through_cases": ticket.case_id is not None,
    }


def _caller(ticket: Ticket) -> dict[str, int]:
    """What its caller got, and says of it."""
    replied_at = _replied_at(ticket)
    in_time = not ticket.was_overdue or (
        replied_at is not None and ticket.overdue_at is not None and replied_at < ticket.overdue_at
    )
    told: dict[str, int] = {
        "to_respond": replied_at is not None or bool(ticket.was_overdue),
        "responded": replied_at is not None and in_time,
        "settled": ticket.resolved_at is not None and not (ticket.rating in _LOW and _rated_since(ticket)),
        "called_back": ticket.callback_outcome is not None,
        "reached": ticket.callback_outcome is CallbackOutcome.REACHED,
    }
    if ticket.rating is not None:
        told[f"rated_{ticket.rating.value}"] = 1
    return told


def _replied_at(ticket: Ticket) -> datetime | None:
    """When the caller was first told something; an answer of the desk's or of a case's is told when it counts."""
    return ticket.first_replied_at or ticket.resolved_at


def _rated_since(ticket: Ticket) -> bool:
    """Whether the rating is of the present handling, not of one before it was reopened."""
    return ticket.rated_at is not None and (ticket.reopened_at is None or ticket.rated_at > ticket.reopened_at)


def _durations(ticket: Ticket) -> dict[str, int]:
    """How many whole seconds it took."""
    return {
        name: (at - ticket.accepted_at) // _SECOND
        for name, at in (("dispatch_seconds", ticket.first_dispatched_at), ("resolution_seconds", ticket.resolved_at))
        if at is not None
    }


async def note_change(db: AsyncSession, before: Counted | None, after: Counted | None) -> None:
    """Write down what a change of one ticket changes in the figures; nothing where it changes none."""
    if rows := deltas(before, after):
        await db.execute(insert(figure_deltas), rows)


async def note_new_many(db: AsyncSession, new: Sequence[Counted]) -> None:
    """Write down many new tickets at once, those of one place together."""
    sums: dict[Key, tuple[int, ...]] = {}
    for each in new:
        known = sums.get(each.key)
        sums[each.key] = each.measures if known is None else tuple(a + b for a, b in zip(known, each.measures, strict=True))
    if sums:
        await db.execute(insert(figure_deltas), [_row(key, measures) for key, measures in sums.items()])


def deltas(before: Counted | None, after: Counted | None) -> list[dict[str, object]]:
    """The rows that lead from `before` to `after`: one, or two where the ticket has moved to another place, or none."""
    if before == after:
        return []
    if before is not None and after is not None and before.key == after.key:
        return [_row(after.key, tuple(a - b for a, b in zip(after.measures, before.measures, strict=True)))]
    rows = [_row(before.key, tuple(-each for each in before.measures))] if before is not None else []
    return [*rows, _row(after.key, after.measures)] if after is not None else rows


def _row(key: Key, measures: tuple[int, ...]) -> dict[str, object]:
    return {**key._asdict(), **dict(zip(MEASURES, measures, strict=True))}
