"""Paths of the queues: what waits for the desk, a unit or a supervisor."""

from typing import Annotated

from fastapi import Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_hotline.queues import repository
from svc_hotline.queues.repository import LINES, MOST_COUNTED
from svc_hotline.queues.schemas import QueueView
from svc_hotline.queues.terms import Queue
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.views import TicketView

router = domain_router("/v1/hotline/queues", "queues")

Reader = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT)]


@router.get("", summary="Show what waits 待办")
async def list_queues(actor: Reader, db: Db) -> Page[QueueView]:
    """Every queue with the number of tickets in it that the caller may see."""
    counts = await repository.count_all(db, actor)
    views = [
        QueueView(
            queue=queue, label_zh=queue.label_zh, label_en=queue.label_en, count=counts[queue],
            has_more=counts[queue] == MOST_COUNTED,
        )
        for queue in Queue
    ]  # fmt: skip
    return Page(items=views, next=None)


@router.get("/{queue}", summary="List what waits in a queue")
async def list_queue(
    queue: Queue, actor: Reader, db: Db, params: PageParams, request: Request, response: Response
) -> Page[TicketView]:
    """Its tickets, those first whose time runs out first."""
    order = (LINES[queue].due, Ticket.id)
    tickets, following = await fetch_page(db, repository.in_queue(actor, queue), order, params, descending=False)
    link_next(response, request, following)
    return Page(items=[TicketView.model_validate(ticket) for ticket in tickets], next=following)
