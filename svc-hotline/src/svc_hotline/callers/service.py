"""The use case of finding a caller's earlier tickets."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit
from chassis.auth import Principal
from chassis.contact import ContactBox
from chassis.page import PageRequest, fetch_page
from svc_hotline.callers.schemas import CallerLookup
from svc_hotline.tickets import repository
from svc_hotline.tickets.models import Ticket, TicketContact
from svc_hotline.tickets.terms import Status

Found: TypeAlias = Row[UUID, str, Status, str, str, bool, datetime]


async def find_earlier(
    db: AsyncSession, actor: Principal, lookup: CallerLookup, box: ContactBox, params: PageRequest
) -> tuple[Sequence[Found], str | None]:
    """A page of the caller's tickets that the actor may see, the newest first, and where the next begins."""
    found, following = await fetch_page(
        db, earlier_tickets(actor, box.blind_index(lookup.phone)), (Ticket.accepted_at, Ticket.id), params
    )
    # The log says whose tickets were shown, and never by which number they were found.
    await audit.record(db, actor, "caller-looked-up", "tickets", purpose=lookup.purpose, tickets=[each.id for each in found])
    return found, following


def earlier_tickets(actor: Principal, contact_index: bytes) -> Select[UUID, str, Status, str, str, bool, datetime]:
    """The statement; it begins at the few rows of the contact's index and goes to their tickets by key."""
    shown = (
        Ticket.id, Ticket.number, Ticket.status, Ticket.category_code, Ticket.title, Ticket.is_confidential, Ticket.accepted_at,
    )  # fmt: skip
    joined = select(*shown).join(TicketContact, TicketContact.ticket_id == Ticket.id)
    return joined.where(TicketContact.contact_index == contact_index, repository.visible_to(actor))
