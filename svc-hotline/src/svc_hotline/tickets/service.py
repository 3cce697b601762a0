"""Use cases of looking at tickets, and of keeping those that come in bulk."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.contact import Contact, ContactBox
from chassis.page import PageRequest, fetch_page, gather_page
from chassis.words import said_in, spans_back, week_of, words_of
from svc_hotline.calendar.service import calendar_of
from svc_hotline.tickets import clocks, contacts, repository, rules
from svc_hotline.tickets.errors import TicketUnknown
from svc_hotline.tickets.intake import open_ticket
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.repository import Filter, Place
from svc_hotline.tickets.steps import record_all
from svc_hotline.tickets.terms import Action

__all__ = [
    "add_imported", "disclose_contact", "get_history", "get_ticket", "list_tickets", "look_up", "open_ticket",
    "references_of", "tickets_near",
]  # fmt: skip


async def get_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID) -> Ticket:
    return await repository.get(db, actor, ticket_id)


async def get_history(db: AsyncSession, actor: Principal, ticket_id: UUID) -> Sequence[TicketStep]:
    """What happened to the ticket, for staff; raises TicketUnknown."""
    await repository.get(db, actor, ticket_id)
    return await repository.list_steps(db, ticket_id)


async def list_tickets(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Ticket], str | None]:
    """A page of tickets, the newest first, and where the next begins."""
    if wanted.q is not None:
        return await _search(db, actor, wanted, wanted.q, params)
    chosen = repository.list_tickets(actor, wanted, clock.now())
    return await fetch_page(db, chosen, (Ticket.accepted_at, Ticket.id), params)


async def _search(
    db: AsyncSession, actor: Principal, wanted: Filter, q: str, params: PageRequest
) -> tuple[Sequence[Ticket], str | None]:
    """Week after week back from the newest, until the page is full and one more is known."""
    words, span = words_of(q), await repository.accepted_span(db)
    if not words or span is None:
        return [], None
    (oldest, newest), now = span, clock.now()
    first, last = max(wanted.accepted_from or oldest, oldest), min(wanted.accepted_to or newest, newest)
    spans = spans_back(week_of(last), week_of(first))
    return await gather_page(db, (repository.search_tickets(actor, wanted, now, weeks, words) for weeks in spans), params)


async def look_up(db: AsyncSession, number: str, query_code: str) -> tuple[Ticket, Sequence[TicketStep]]:
    """The ticket of a caller who has its number and query code; raises TicketUnknown for either being wrong."""
    ticket = await repository.get_by_number(db, number)
    if not rules.fits_query_code(ticket.id, query_code, ticket.query_code_hash):
        raise TicketUnknown()
    return ticket, await repository.list_steps(db, ticket.id)


async def disclose_contact(db: AsyncSession, actor: Principal, ticket_id: UUID, purpose: str, box: ContactBox) -> Contact:
    """The caller's contact in clear, for a stated purpose; every look is written down. Raises NoContact."""
    ticket = await repository.get(db, actor, ticket_id)
    contact = await contacts.open_contact(db, box, ticket.id)
    await audit.record(db, actor, "contact-disclosed", str(ticket.id), purpose=purpose)
    return contact


async def add_imported(db: AsyncSession, actor: Principal, tickets: Sequence[Ticket]) -> None:
    """Keep tickets that were made elsewhere; each gets a number of the day it was opened on, and the open ones their clocks."""
    calendar = await calendar_of(db)
    drawn = await db.execute(select(func.nextval("ticket_numbers")).select_from(func.generate_series(1, len(tickets))))
    for ticket, running in zip(tickets, drawn.scalars(), strict=True):
        words = words_of(ticket.title, ticket.description, ticket.address)
        ticket.words = said_in(week_of(ticket.accepted_at), words)
        ticket.number = rules.number_for(ticket.accepted_at, running)
        clocks.settle(ticket, Action.IMPORT, ticket.status, clock.now(), calendar)
    db.add_all(tickets)
    await record_all(db, actor, tickets, Action.IMPORT)


async def references_of(db: AsyncSession, source: str, references: Iterable[str]) -> dict[str, Ticket]:
    """The tickets already imported from `source`, by their reference there."""
    return {str(ticket.reference): ticket for ticket in await repository.list_imported(db, source, references)}


async def tickets_near(db: AsyncSession, places: Sequence[Place]) -> dict[int, list[Ticket]]:
    """For each place, by its index: tickets at about that place and time."""
    return await repository.list_near(db, places)
