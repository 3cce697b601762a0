"""Follows the grid case that a dispatched ticket has become; what no longer fits is passed over, and said."""

from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts import grid
from svc_hotline.tickets.case_links import CaseEvent, follow
from svc_hotline.tickets.handling import resolve
from svc_hotline.tickets.lifecycle import is_possible
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.returning import GRID, ask_where_it_goes, refuse_return
from svc_hotline.tickets.steps import take
from svc_hotline.tickets.terms import Action, ReturnReason, Status

_log = structlog.get_logger(__name__)

# The steps by which a case that is further on than its ticket brings the ticket after it.
_ONWARD = {
    Status.DISPATCHED: Action.SIGN,
    Status.SIGNED: Action.START_HANDLING,
    Status.REOPENED: Action.START_HANDLING,
    Status.AWAITING_CALLER: Action.RESUME,
    Status.SUSPENDED: Action.RESUME,
}

_WITHDRAWN = "网格案件已结案，退单申请撤回"


async def on_reported(db: AsyncSession, event: grid.CaseReportedV1, envelope: Envelope) -> None:
    """The ticket has a case now. This is a link, not a change of the ticket: its version stays."""
    if await follow(db, event, envelope) is None:
        _pass_over(envelope, event, None)


async def on_assigned(db: AsyncSession, event: grid.CaseAssignedV1, envelope: Envelope) -> None:
    """Somebody in the grid has it: the ticket is signed for."""
    ticket = await follow(db, event, envelope)
    if ticket is not None:
        ticket.case_end_code = None
    if ticket is None or not is_possible(ticket.situation, Action.SIGN):
        _pass_over(envelope, event, ticket)
        return
    await _bring(db, ticket, Status.SIGNED)


async def on_handling_started(db: AsyncSession, event: grid.CaseHandlingStartedV1, envelope: Envelope) -> None:
    ticket = await follow(db, event, envelope)
    if ticket is not None:
        ticket.case_end_code = None
    if ticket is None or ticket.status not in _ONWARD:
        _pass_over(envelope, event, ticket)
        return
    await _bring(db, ticket, Status.HANDLING)


async def on_closed(db: AsyncSession, event: grid.CaseClosedV1, envelope: Envelope) -> None:
    """The grid has handled and verified it: its result is the answer, and the caller can be called back.

    Whether the unit should have had it is no question any more: a return that waits is withdrawn.
    """
    ticket = await follow(db, event, envelope)
    if ticket is None or ticket.status not in (*_ONWARD, Status.HANDLING, Status.RETURNED):
        _pass_over(envelope, event, ticket)
        return
    ticket.case_end_code = None
    if ticket.status is Status.RETURNED:
        await refuse_return(db, GRID, ticket, _WITHDRAWN)
    await _bring(db, ticket, Status.HANDLING)
    await resolve(db, GRID, ticket, event.result)


async def on_dismissed(db: AsyncSession, event: grid.CaseDismissedV1, envelope: Envelope) -> None:
    await _came_to_nothing(db, event, envelope, ReturnReason.CASE_DISMISSED)


async def on_returned(db: AsyncSession, event: grid.CaseReturnedV1, envelope: Envelope) -> None:
    await _came_to_nothing(db, event, envelope, ReturnReason.CASE_RETURNED)


async def on_voided(db: AsyncSession, event: grid.CaseVoidedV1, envelope: Envelope) -> None:
    await _came_to_nothing(db, event, envelope, ReturnReason.CASE_VOIDED)


async def _came_to_nothing(
    db: AsyncSession,
    event: grid.CaseDismissedV1 | grid.CaseReturnedV1 | grid.CaseVoidedV1,
    envelope: Envelope,
    reason: ReturnReason,
) -> None:
    """The desk decides where the ticket goes: now, or once its clock goes on or its reply has been sent back."""
    ticket = await follow(db, event, envelope)
    if ticket is None:
        _pass_over(envelope, event, ticket)
        return
    ticket.case_end_code, ticket.case_end_basis = reason, str(event.reason_code)
    await ask_where_it_goes(db, ticket)


async def _bring(db: AsyncSession, ticket: Ticket, to: Status) -> None:
    """Step by step to `to`, each step with its own event."""
    while ticket.status is not to:
        action = _ONWARD[ticket.status]
        changes: dict[str, Any] = {"signed_at": clock.now()} if action is Action.SIGN else {}
        await take(db, GRID, ticket, action, **changes)


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
