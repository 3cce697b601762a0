"""Paths to open tickets and to look at them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.duplicates import service as duplicates
from svc_hotline.duplicates.schemas import LikelyDuplicateView
from svc_hotline.tickets import service
from svc_hotline.tickets.contacts import Box
from svc_hotline.tickets.errors import CategoryUnknown, ChannelNotOpen, NoContact, TerritoryUnknown, TicketUnknown
from svc_hotline.tickets.repository import Filter
from svc_hotline.tickets.schemas import ContactDisclosure, Instant, QueryCode, TerritoryCode, TicketOpen
from svc_hotline.tickets.terms import Channel, Kind, Status
from svc_hotline.tickets.views import ContactView, PublicTicket, StepView, TicketOpened, TicketView

router = domain_router("/v1/tickets", "tickets")
lookups_router = domain_router("/v1/ticket-lookups", "tickets")

Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT, Role.ANALYST)]
Desk = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]


@router.post("", status_code=201, summary="Open a ticket", responses=problems(CategoryUnknown, TerritoryUnknown, ChannelNotOpen))
async def open_ticket(body: TicketOpen, actor: Everybody, db: Db, box: Box, response: Response) -> TicketOpened:
    """Accept a citizen's request; the reply alone carries the query code by which its caller can follow it.

    To staff it also offers the tickets that are likely about the same matter.
    """
    ticket, query_code = await service.open_ticket(db, actor, body, box)
    tag_version(response, ticket.version)
    response.headers["Location"] = f"/v1/tickets/{ticket.id}"
    likely = await duplicates.likely_duplicates(db, actor, ticket)
    return TicketOpened.model_construct(
        **dict(TicketView.model_validate(ticket)), query_code=query_code,
        likely_duplicates=[LikelyDuplicateView.model_validate(each) for each in likely],
    )  # fmt: skip


async def _filter(
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    channel: Annotated[Channel | None, Query(description="Only by this channel.")] = None,
    category_code: Annotated[str | None, Query(max_length=64, description="Only of this category.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    lead_unit_code: Annotated[str | None, Query(max_length=64, description="Only with this lead unit.")] = None,
    accepted_from: Annotated[Instant | None, Query(description="Only accepted at or after this instant.")] = None,
    accepted_to: Annotated[Instant | None, Query(description="Only accepted before this instant.")] = None,
    is_overdue: Annotated[bool | None, Query(description="Only those that are or were past due, or only the others.")] = None,
    q: Annotated[
        str | None, Query(min_length=2, max_length=100, description="Only with all these words.", examples=["路灯 不亮"])
    ] = None,
    number: Annotated[str | None, Query(max_length=32, description="Only the one with this number.")] = None,
) -> Filter:
    return Filter(
        status, kind, channel, category_code, territory_code, lead_unit_code, accepted_from, accepted_to, is_overdue, q, number
    )  # fmt: skip


@router.get("", summary="List tickets")
async def list_tickets(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[TicketView]:
    """Tickets the caller may see, the newest first."""
    tickets, following = await service.list_tickets(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[TicketView.model_validate(ticket) for ticket in tickets], next=following)


@router.get("/{ticket_id}", summary="Show a ticket", responses=problems(TicketUnknown))
async def get_ticket(ticket_id: UUID, actor: Reader, db: Db, response: Response) -> TicketView:
    """One ticket with its contact masked; its ETag is what If-Match takes."""
    ticket = await service.get_ticket(db, actor, ticket_id)
    tag_version(response, ticket.version)
    return TicketView.model_validate(ticket)


@router.get("/{ticket_id}/history", summary="Show what happened to a ticket", responses=problems(TicketUnknown))
async def get_history(ticket_id: UUID, actor: Reader, db: Db) -> Page[StepView]:
    """Every step with who made it, the oldest first."""
    steps = await service.get_history(db, actor, ticket_id)
    return Page(items=[StepView.model_validate(step) for step in steps], next=None)


@router.post(
    "/{ticket_id}/contact-disclosures",
    status_code=201,
    summary="Show a caller's contact",
    responses=problems(TicketUnknown, NoContact),
)
async def disclose_contact(
    ticket_id: UUID, body: ContactDisclosure, actor: Desk, db: Db, box: Box, response: Response
) -> ContactView:
    """The contact in clear, for a stated purpose; each look is written into the audit log, and none is stored for another."""
    response.headers["Cache-Control"] = "no-store"
    return ContactView.model_validate(await service.disclose_contact(db, actor, ticket_id, body.purpose, box))


@lookups_router.get("", summary="Follow one's own ticket", responses=problems(TicketUnknown))
async def look_up(
    actor: Everybody,
    db: Db,
    number: Annotated[str, Query(max_length=32, description="The ticket's number.", examples=["12345-20250314-000017"])],
    query_code: Annotated[QueryCode, Query(description="The code given when it was opened.", examples=["7K2M-Q9TX-04FD"])],
) -> PublicTicket:
    """What the caller may see of the ticket: its way and its answer, no contact and no name."""
    ticket, steps = await service.look_up(db, number, query_code)
    return PublicTicket.of(ticket, steps)
