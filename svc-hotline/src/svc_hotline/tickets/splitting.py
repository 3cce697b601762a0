"""Use case of splitting 拆单: many matters told in one call."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.contact import ContactBox
from svc_hotline.tickets import contacts, intake
from svc_hotline.tickets.holding import hold
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import Matter, Split
from svc_hotline.tickets.steps import next_status, take
from svc_hotline.tickets.terms import Action


async def split_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Split, box: ContactBox
) -> tuple[Ticket, Sequence[tuple[Ticket, str]]]:
    """Make a ticket of each further matter of the same call, of the same caller and the same time; returns their query codes."""
    ticket = await hold(db, actor, ticket_id, if_match)
    next_status(ticket, Action.SPLIT)
    contact = await contacts.find_contact(db, box, ticket.id)
    made = []
    for matter in body.matters:
        made.append(await intake.add_ticket(db, actor, _like(ticket, matter), contact, box))
    await take(db, actor, ticket, Action.SPLIT, note=body.note, told={"into": [each.id for each, _ in made]})
    return ticket, made


def _like(ticket: Ticket, matter: Matter) -> intake.NewTicket:
    """A further matter of the call that `ticket` was made from."""
    return intake.NewTicket(
        kind=matter.kind, urgency=matter.urgency, channel=ticket.channel, origin_line=ticket.origin_line,
        category_code=matter.category_code, title=matter.title, description=matter.description,
        territory_code=matter.territory_code or ticket.territory_code, lon=ticket.lon, lat=ticket.lat, address=ticket.address,
        is_anonymous=ticket.is_anonymous, is_confidential=ticket.is_confidential, split_from=ticket.id,
        accepted_at=ticket.accepted_at,
    )  # fmt: skip
