"""Which grid case a ticket follows: the one of its present round, in whatever order the cases tell of themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.consumers import TooEarly
from chassis.envelope import Envelope
from contracts import grid
from svc_hotline.figures.ledger import counted, note_change
from svc_hotline.tickets.holding import find_held
from svc_hotline.tickets.models import Ticket, TicketCase
from svc_hotline.tickets.terms import Status

CaseEvent = (
    grid.CaseReportedV1 | grid.CaseAssignedV1 | grid.CaseHandlingStartedV1 | grid.CaseClosedV1
    | grid.CaseDismissedV1 | grid.CaseReturnedV1 | grid.CaseVoidedV1
)  # fmt: skip

_ENDED = frozenset({Status.CLOSED, Status.REJECTED})


async def follow(db: AsyncSession, event: CaseEvent, envelope: Envelope) -> Ticket | None:
    """The event's ticket, held and linked to its case; none where the case is another round's, or told of more before.

    Raises TooEarly for a case that does not say what it answers and whose report is still to come.
    """
    ticket = None if event.ticket_id is None else await find_held(db, event.ticket_id)
    if ticket is None or not await _is_news(db, ticket, event, envelope) or not _is_its_case(ticket, event):
        return None
    await _link(db, ticket, event)
    return ticket


async def _is_news(db: AsyncSession, ticket: Ticket, event: CaseEvent, envelope: Envelope) -> bool:
    """Whether the case has told of nothing later yet."""
    known = await db.get(TicketCase, event.case_id)
    if known is None:
        if not _says_what_it_answers(ticket, event) and not isinstance(event, grid.CaseReportedV1):
            raise TooEarly(f"case {event.case_id} of ticket {ticket.id} is not known yet")
        db.add(TicketCase(case_id=event.case_id, ticket_id=ticket.id, sequence=envelope.sequence))
        return True
    is_news = envelope.sequence > known.sequence
    known.sequence = max(envelope.sequence, known.sequence)
    return is_news


def _is_its_case(ticket: Ticket, event: CaseEvent) -> bool:
    if _says_what_it_answers(ticket, event):
        return event.ticket_sequence == ticket.round_from and ticket.status not in _ENDED
    if isinstance(event, grid.CaseReportedV1):
        return ticket.status in (Status.DISPATCHED, Status.REOPENED)
    return ticket.case_id == event.case_id


def _says_what_it_answers(ticket: Ticket, event: CaseEvent) -> bool:
    """Not where the case, or the ticket's round, began before rounds were told apart."""
    return event.ticket_sequence is not None and ticket.round_from is not None


async def _link(db: AsyncSession, ticket: Ticket, event: CaseEvent) -> None:
    """No change of the ticket, which keeps its version; but its figures tell of it."""
    before = counted(ticket)
    ticket.case_id = event.case_id
    await db.flush()
    await note_change(db, before, counted(ticket))
