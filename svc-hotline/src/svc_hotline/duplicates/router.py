"""Path of a ticket's likely duplicates."""

from typing import Annotated
from uuid import UUID

from chassis import clock
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.duplicates import service
from svc_hotline.duplicates.schemas import LikelyDuplicates, LikelyDuplicateView
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.errors import TicketUnknown

router = domain_router("/v1/tickets", "tickets")


@router.get("/{ticket_id}/likely-duplicates", summary="Look for likely duplicates", responses=problems(TicketUnknown))
async def list_likely_duplicates(
    ticket_id: UUID, actor: Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)], db: Db
) -> LikelyDuplicates:
    """Tickets that are likely about the same matter, with reasons; whether they are merged is for the desk to say."""
    ticket = await tickets.get_ticket(db, actor, ticket_id)
    found = await service.likely_duplicates(db, actor, ticket)
    return LikelyDuplicates(items=[LikelyDuplicateView.model_validate(each) for each in found], as_of=clock.now())
