"""Follows the grid case that a dispatched ticket has become; what no longer fits is passed over, and said."""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.consumers import Consumer, TooEarly
from chassis.envelope import Envelope
from contracts import grid
from svc_hotline.figures.ledger import counted, note_change
from svc_hotline.tickets.handling import give_back, resolve
from svc_hotline.tickets.holding import find_held
from svc_hotline.tickets.lifecycle import is_possible
from svc_hotline.tickets.models import Ticket, TicketCase
from svc_hotline.tickets.steps import take
from svc_hotline.tickets.terms import Action, ReturnReason, Status

_log = structlog.get_logger(__name__)

GRID = Principal(subject="svc-grid", kind="service")

# The steps by which a case that is further on than its ticket brings the ticket after it.
_ONWARD = {
    Status.DISPATCHED: Action.SIGN,
    Status.SIGNED: Action.START_HANDLING,
    Status.REOPENED: Action.START_HANDLING,
    Status.AWAITING_CALLER: Action.RESUME,
    Status.SUSPENDED: Action.RESUME,
}

CaseEvent = (
    grid.CaseReportedV1 | grid.CaseAssignedV1 | grid.CaseHandlingStartedV1 | grid.CaseClosedV1
    | grid.CaseDismissedV1 | grid.CaseReturnedV1 | grid.CaseVoidedV1
)  # fmt: skip


async def on_reported(db: AsyncSession, event: grid.CaseReportedV1, envelope: Envelope) -> None:
    """The ticket has a case now. This is a link, not a change of the ticket: its version stays."""
    ticket = await _ticket(db, event.ticket_id)
    if ticket is not None:
        known = insert(TicketCase).values(case_id=event.case_id, ticket_id=ticket.id)
        await db.execute(known.on_conflict_do_nothing())
    if ticket is None or ticket.status not in (Status.DISPATCHED, Status.REOPENED):
        _pass_over(envelope, event, ticket)
        return
    before = counted(ticket)
    ticket.case_id = event.case_id
    await db.flush()
    await note_change(db, before, counted(ticket))


async def on_assigned(db: AsyncSession, event: grid.CaseAssignedV1, envelope: Envelope) -> None:
    """Somebody in the grid has it: the ticket is signed for."""
    ticket = await _ticket_of_case(db, event)
    if ticket is None or not is_possible(ticket.situation, Action.SIGN):
        _pass_over(envelope, event, ticket)
        return
    await _bring(db, ticket, Status.SIGNED)


async def on_handling_started(db: AsyncSession, event: grid.CaseHandlingStartedV1, envelope: Envelope) -> None:
    ticket = await _ticket_of_case(db, event)
    if ticket is None or ticket.status not in _ONWARD:
        _pass_over(envelope, event, ticket)
        return
    await _bring(db, ticket, Status.HANDLING)


async def on_closed(db: AsyncSession, event: grid.CaseClosedV1, envelope: Envelope) -> None:
    """The grid has handled and verified it: its result is the answer, and the caller can be called back."""
    ticket = await _ticket_of_case(db, event)
    if ticket is None or ticket.status not in (*_ONWARD, Status.HANDLING):
        _pass_over(envelope, event, ticket)
        return
    await _bring(db, ticket, Status.HANDLING)
    await resolve(db, GRID, ticket, event.result)


async def on_dismissed(db: AsyncSession, event: grid.CaseDismissedV1, envelope: Envelope) -> None:
    await _request_return(db, event, envelope, ReturnReason.CASE_DISMISSED)


async def on_returned(db: AsyncSession, event: grid.CaseReturnedV1, envelope: Envelope) -> None:
    await _request_return(db, event, envelope, ReturnReason.CASE_RETURNED)


async def on_voided(db: AsyncSession, event: grid.CaseVoidedV1, envelope: Envelope) -> None:
    await _request_return(db, event, envelope, ReturnReason.CASE_VOIDED)


async def _request_return(
    db: AsyncSession,
    event: grid.CaseDismissedV1 | grid.CaseReturnedV1 | grid.CaseVoidedV1,
    envelope: Envelope,
    reason: ReturnReason,
) -> None:
    """The case came to nothing: the desk decides where the ticket goes."""
    ticket = await _ticket_of_case(db, event)
    if ticket is None or not is_possible(ticket.situation, Action.REQUEST_RETURN):
        _pass_over(envelope, event, ticket)
        return
    await give_back(db, GRID, ticket, reason, str(event.reason_code))


async def _bring(db: AsyncSession, ticket: Ticket, to: Status) -> None:
    """Step by step to `to`, each step with its own event."""
    while ticket.status is not to:
        action = _ONWARD[ticket.status]
        changes: dict[str, Any] = {"signed_at": clock.now()} if action is Action.SIGN else {}
        await take(db, GRID, ticket, action, **changes)


async def _ticket(db: AsyncSession, ticket_id: UUID | None) -> Ticket | None:
    return None if ticket_id is None else await find_held(db, ticket_id)


async def _ticket_of_case(db: AsyncSession, event: CaseEvent) -> Ticket | None:
    """The ticket, if this is the case it is handled by now and not one of an earlier dispatch.

    Raises TooEarly for a case whose report is still to come.
    """
    ticket = await _ticket(db, event.ticket_id)
    if ticket is None or ticket.case_id == event.case_id:
        return ticket
    if await db.get(TicketCase, event.case_id) is None:
        raise TooEarly(f"case {event.case_id} of ticket {ticket.id} is not known yet")
    return None


def _pass_over(envelope: Envelope, event: CaseEvent, ticket: Ticket | None) -> None:
    if event.ticket_id is None:
        return  # a case that began in the grid
    status = ticket.status if ticket is not None else None
    _log.info("case event passed over", type=envelope.type, ticket=str(event.ticket_id), case=str(event.case_id), status=status)


follow_case = Consumer(
    name="hotline-follow-case",
    handlers={
        grid.CaseReportedV1: on_reported,
        grid.CaseAssignedV1: on_assigned,
        grid.CaseHandlingStartedV1: on_handling_started,
        grid.CaseClosedV1: on_closed,
        grid.CaseDismissedV1: on_dismissed,
        grid.CaseReturnedV1: on_returned,
        grid.CaseVoidedV1: on_voided,
    },
)
