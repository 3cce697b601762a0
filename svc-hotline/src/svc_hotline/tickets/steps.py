"""How a ticket is held and moved on: its row locked, each step with one version, one history row and one event."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.routing import check_version
from svc_hotline.tickets import events, repository, rules
from svc_hotline.tickets.errors import ActionNotPossible, TicketUnknown
from svc_hotline.tickets.lifecycle import IllegalMove, move
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.terms import Action, Status

CALLER = Principal(subject="caller", kind="public")


async def hold(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None) -> Ticket:
    """Lock the ticket for this transaction; raises TicketUnknown, StaleVersion."""
    ticket = await repository.get_for_update(db, actor, ticket_id)
    check_version(if_match, ticket.version)
    return ticket


async def hold_for_caller(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, query_code: str | None, roles: tuple[str, ...]
) -> tuple[Ticket, Principal]:
    """Lock the ticket for its caller, who shows the query code, or for staff with one of `roles`; says who acts.

    Raises Forbidden, TicketUnknown (a wrong code too), StaleVersion.
    """
    if query_code is None:
        if not actor.has(*roles):
            raise Forbidden("the ticket's query code is needed")
        return await hold(db, actor, ticket_id, if_match), actor
    ticket = await repository.find_for_update(db, ticket_id)
    if ticket is None or not rules.fits_query_code(ticket.id, query_code, ticket.query_code_hash):
        raise TicketUnknown()
    check_version(if_match, ticket.version)
    return ticket, CALLER


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
    **changes: object,
) -> None:
    """Move the held ticket by one step: `changes` are written to it, `told` goes into the event besides.

    Raises ActionNotPossible, and then nothing has changed.
    """
    before, after, at = ticket.status, next_status(ticket, action), clock.now()
    if ticket.is_late(at):
        ticket.was_overdue = True
    ticket.status = after
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.version += 1
    await record(db, actor, ticket, action, from_status=before, note=note, told=told)


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
