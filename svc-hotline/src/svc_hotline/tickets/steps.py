"""How a held ticket is moved on: each step with one version, one history row, one event, its clocks and its figures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.repeating import REPLAY_REST
from svc_hotline.calendar.service import calendar_of
from svc_hotline.figures.ledger import counted, note_change, note_new_many
from svc_hotline.tickets import clocks, events
from svc_hotline.tickets.errors import ActionNotPossible
from svc_hotline.tickets.lifecycle import IllegalMove, move
from svc_hotline.tickets.models import Ticket, TicketContact, TicketStep
from svc_hotline.tickets.terms import Action, Status


def next_status(ticket: Ticket, action: Action) -> Status:
    """The status after `action`; raises ActionNotPossible."""
    try:
        return move(ticket.situation, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{illegal.status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise ActionNotPossible(detail, state=str(illegal.status), action=str(action), possible=[*possible]) from None


async def take(
    db: AsyncSession,
    actor: Principal,
    ticket: Ticket,
    action: Action,
    *,
    note: str | None = None,
    told: dict[str, object] | None = None,
    **changes: Any,
) -> None:
    """Move the held ticket by one step: `changes` are written to it, `told` goes into the event besides.

    Raises ActionNotPossible, and then nothing has changed.
    """
    before, after, at = ticket.status, next_status(ticket, action), clock.now()
    calendar = await calendar_of(db)
    counted_before = counted(ticket)
    ticket.status = after
    for name, value in changes.items():
        setattr(ticket, name, value)
    clocks.settle(ticket, action, before, at, calendar)
    ticket.version += 1
    await record(db, actor, ticket, action, from_status=before, note=note, told=told)
    await note_change(db, counted_before, counted(ticket))


def new_round(ticket: Ticket) -> dict[str, Any]:
    """What the step that begins another round writes besides: cases that answer an earlier one are the ticket's no more."""
    return {"round_from": ticket.version + 1, "case_end_code": None, "case_end_basis": None}


def leave_to_replay(ticket: Ticket) -> None:
    """Where a replay declares the time, its tickets live in their own: the sweeper leaves them alone for a while."""
    if clock.is_declared():
        ticket.sweep_after = clock.system_now() + REPLAY_REST


async def begin(db: AsyncSession, actor: Principal, ticket: Ticket, contact: TicketContact | None) -> None:
    """Set a new ticket's clocks, keep it with its caller's contact, and announce it."""
    clocks.settle(ticket, Action.OPEN, ticket.status, ticket.accepted_at, await calendar_of(db))
    leave_to_replay(ticket)
    db.add(ticket)
    if contact is not None:
        db.add(contact)
    await record(db, actor, ticket, Action.OPEN)
    await note_change(db, None, counted(ticket))


async def record(
    db: AsyncSession,
    actor: Principal,
    ticket: Ticket,
    action: Action,
    *,
    from_status: Status | None = None,
    note: str | None = None,
    told: dict[str, object] | None = None,
) -> None:
    """Write the present version into the history and announce it."""
    at = clock.now()
    db.add(_history_row(actor, ticket, action, at, from_status, note))
    await db.flush()
    await _announce(db, ticket, action, at, told or {})


async def record_all(db: AsyncSession, actor: Principal, tickets: Sequence[Ticket], action: Action) -> None:
    """As `record`, for many new tickets at once."""
    at = clock.now()
    db.add_all([_history_row(actor, ticket, action, at) for ticket in tickets])
    await db.flush()
    for ticket in tickets:
        await _announce(db, ticket, action, at, {})
    await note_new_many(db, [counted(ticket) for ticket in tickets])


async def _announce(db: AsyncSession, ticket: Ticket, action: Action, at: datetime, told: dict[str, object]) -> None:
    event = events.of_step(action, ticket, at, **told)
    await outbox.publish(db, event, subject=str(ticket.id), sequence=ticket.version)


def _history_row(
    actor: Principal, ticket: Ticket, action: Action, at: datetime, from_status: Status | None = None, note: str | None = None
) -> TicketStep:
    return TicketStep(
        ticket_id=ticket.id, version=ticket.version, at=at, action=action, from_status=from_status, to_status=ticket.status,
        actor=actor.subject, actor_kind=actor.kind, unit_code=actor.unit_code, note=note,
    )  # fmt: skip
