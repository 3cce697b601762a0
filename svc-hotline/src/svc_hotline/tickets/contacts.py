"""A ticket's caller: sealed in a row of its own, masked on the ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.contact import Contact, ContactBox, mask_name, mask_phone
from svc_hotline.tickets.errors import NoContact
from svc_hotline.tickets.models import Ticket, TicketContact

_TABLE = TicketContact.__tablename__


def contact_row(box: ContactBox, ticket: Ticket, contact: Contact) -> TicketContact:
    """The sealed contact to store beside the ticket; the ticket itself gets the masked one."""
    ticket.masked_name = mask_name(contact.name) if contact.name else None
    ticket.masked_phone = mask_phone(contact.phone)
    row = TicketContact(ticket_id=ticket.id)
    row.sealed_contact = box.seal(_TABLE, ticket.id, contact)
    return row


async def open_contact(db: AsyncSession, box: ContactBox, ticket_id: UUID) -> Contact:
    """The contact in clear; raises NoContact, ContactErased."""
    row = await db.get(TicketContact, ticket_id)
    if row is None or row.sealed_contact is None:
        raise NoContact()
    return box.open(_TABLE, ticket_id, row.sealed_contact)


async def find_contact(db: AsyncSession, box: ContactBox, ticket_id: UUID) -> Contact | None:
    """The contact in clear, to be sealed anew for a ticket of the same call; none where there is none any more."""
    row = await db.get(TicketContact, ticket_id)
    if row is None or row.sealed_contact is None or row.sealed_contact.contact_key is None:
        return None
    return box.open(_TABLE, ticket_id, row.sealed_contact)


async def _box(request: Request) -> ContactBox:
    box: ContactBox = request.app.state.contact_box
    return box


Box = Annotated[ContactBox, Depends(_box)]
