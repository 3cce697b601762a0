"""Path of a caller's earlier tickets."""

from typing import Annotated

from fastapi import Request, Response

from chassis.contact import PhoneNotValid
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.callers import service
from svc_hotline.callers.schemas import CallerLookup, EarlierTicket
from svc_hotline.tickets.contacts import Box

router = domain_router("/v1/caller-lookups", "callers")
Desk = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]


@router.post("", summary="Find a caller's earlier tickets", responses=problems(PhoneNotValid, CursorBroken))
async def find_earlier(
    body: CallerLookup, actor: Desk, db: Db, box: Box, params: PageParams, request: Request, response: Response
) -> Page[EarlierTicket]:
    """The tickets of whoever has this telephone, the newest first; each look is written into the audit log."""
    response.headers["Cache-Control"] = "no-store"
    found, following = await service.find_earlier(db, actor, body, box, params)
    link_next(response, request, following)
    return Page(items=[EarlierTicket.model_validate(each) for each in found], next=following)
