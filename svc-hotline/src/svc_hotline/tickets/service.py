"""Use cases of opening tickets and looking at them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.contact import Contact, ContactBox
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from svc_hotline.calendar.deadlines import due_at
from svc_hotline.calendar.service import CalendarBook
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.tickets import contacts, repository, rules
from svc_hotline.tickets.errors import CategoryUnknown, ChannelNotOpen, TerritoryUnknown, TicketUnknown
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.repository import Filter, Place
from svc_hotline.tickets.schemas import TicketOpen
from svc_hotline.tickets.steps import record, record_all
from svc_hotline.tickets.terms import Action, Channel, Status

_PUBLIC_CHANNELS = frozenset({Channel.WEB, Channel.APP, Channel.WECHAT})


async def open_ticket(
    db: AsyncSession, actor: Principal, body: TicketOpen, book: CalendarBook, box: ContactBox
) -> tuple[Ticket, str]:
    """Accept a request; returns the ticket and the caller's query code, which is kept only as a hash.

    Raises ChannelNotOpen, CategoryUnknown, TerritoryUnknown.
    """
    if actor.kind == "public" and body.channel not in _PUBLIC_CHANNELS:
        raise ChannelNotOpen(channel=str(body.channel))
    territory_code = body.territory_code or actor.territory_code
    running, limit_days = await _check_and_number(db, actor, body.category_code, territory_code)
    now, ticket_id, query_code = clock.now(), uuid7(), rules.new_query_code()
    limit = rules.handling_limit(body.kind, limit_days)
    due = due_at(now, limit, await book.current(db))
    ticket = Ticket(
        **body.model_dump(exclude={"territory_code", "location", "contact"}),
        id=ticket_id,
        number=rules.number_for(now, running),
        version=1,
        status=Status.ACCEPTED,
        query_code_hash=rules.hash_query_code(ticket_id, query_code),
        territory_code=territory_code,
        lon=body.location.lon if body.location else None,
        lat=body.location.lat if body.location else None,
        accepted_at=now,
        limit_days=limit.amount,
        due_at=due.at,
        is_due_provisional=due.is_provisional,
        calendar_version=due.calendar_version,
    )
    db.add(ticket)
    if body.contact is not None:
        db.add(contacts.contact_row(box, ticket, Contact(body.contact.name, body.contact.phone)))
    await record(db, actor, ticket, Action.OPEN)
    return ticket, query_code


async def _check_and_number(
    db: AsyncSession, actor: Principal, category_code: str, territory_code: str | None
) -> tuple[int, int | None]:
    """One round trip for all that opening must know: the running number and the category's limit in days."""
    row = (
        await db.execute(
            select(
                func.nextval("ticket_numbers").label("running"),
                categories.is_known(category_code).label("has_category"),
                categories.limit_of(category_code).label("limit_days"),
                directory.is_known_territory(territory_code).label("has_territory"),
            )
        )
    ).one()
    if not row.has_category:
        raise CategoryUnknown(f"no category {category_code}", category_code=category_code)
    if territory_code is not None and not (row.has_territory and actor.sees(territory_code)):
        raise TerritoryUnknown(f"no territory {territory_code}", territory_code=territory_code)
    return row.running, row.limit_days


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
    chosen = repository.list_tickets(actor, wanted, clock.now())
    return await fetch_page(db, chosen, (Ticket.accepted_at, Ticket.id), params)


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
    """Keep tickets that were made elsewhere; each gets a number of the day it was opened on."""
    drawn = await db.execute(select(func.nextval("ticket_numbers")).select_from(func.generate_series(1, len(tickets))))
    for ticket, running in zip(tickets, drawn.scalars(), strict=True):
        ticket.number = rules.number_for(ticket.accepted_at, running)
    db.add_all(tickets)
    await record_all(db, actor, tickets, Action.IMPORT)


async def references_of(db: AsyncSession, source: str, references: Iterable[str]) -> dict[str, Ticket]:
    """The tickets already imported from `source`, by their reference there."""
    return {str(ticket.reference): ticket for ticket in await repository.list_imported(db, source, references)}


async def tickets_near(db: AsyncSession, places: Sequence[Place]) -> dict[int, list[Ticket]]:
    """For each place, by its index: tickets at about that place and time."""
    return await repository.list_near(db, places)


async def count_accepted(db: AsyncSession, start: datetime, end: datetime, as_of: datetime) -> dict[str, Any]:
    """What the figures count, over the tickets accepted in [start, end)."""
    return await repository.count_accepted(db, start, end, as_of)
