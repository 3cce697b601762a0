"""Paths by which supervisors keep the services of Open311, and staff read what was answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.categories.errors import CategoryNotFound
from svc_hotline.open311 import offering, reading
from svc_hotline.open311.models import OfferedService
from svc_hotline.open311.schemas import ServiceOffer
from svc_hotline.open311.views import ReportView, ServiceOfferView
from svc_hotline.tickets.errors import TicketUnknown

router = domain_router("/v1/open311-services", "open311")
of_ticket_router = domain_router("/v1/tickets/{ticket_id}", "open311")

Staff = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT, Role.ANALYST)]
Keeper = Annotated[Principal, require(Role.SUPERVISOR, unbound=True)]
CategoryCode = Annotated[str, Path(max_length=64, description="Code of a category.", examples=["urban.lighting"])]


def _tagged(response: Response, offer: OfferedService) -> ServiceOfferView:
    tag_version(response, offer.version)
    return ServiceOfferView.model_validate(offer)


@router.get("/{category_code}", summary="Show a category as a service", responses=problems(CategoryNotFound))
async def show_offer(category_code: CategoryCode, actor: Staff, db: Db, response: Response) -> ServiceOfferView:
    """Whether the public may report it, and what is asked besides; its ETag is what If-Match takes."""
    return _tagged(response, await offering.get_offer(db, category_code))


@router.put("/{category_code}", summary="Keep a category as a service", responses=problems(CategoryNotFound, StaleVersion))
async def keep_offer(
    category_code: CategoryCode, body: ServiceOffer, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> ServiceOfferView:
    """Say anew what is asked besides; it is written into the audit log."""
    return _tagged(response, await offering.keep_offer(db, actor, category_code, if_match, body))


@of_ticket_router.get("/open311-answers", summary="Show what a request answered", responses=problems(TicketUnknown))
async def show_report(ticket_id: UUID, actor: Staff, db: Db) -> ReportView:
    """What came with the request besides its ticket; nothing where it came otherwise."""
    return await reading.get_report(db, actor, ticket_id)
