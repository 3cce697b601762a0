"""Paths by which the counter invites to rate."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.repository import COUNTER
from svc_affairs.ratings import inviting
from svc_affairs.ratings.errors import AlreadyRated, InvitationLapsed, NothingToRate
from svc_affairs.ratings.schemas import InvitationAsked
from svc_affairs.ratings.sealing import Sealing
from svc_affairs.ratings.views import InvitationReceipt, InvitationView

router = domain_router("/v1/rating-invitations", "ratings")

Counter = Annotated[Principal, require(*COUNTER)]


@router.post(
    "", status_code=201, summary="Hand out an invitation to rate 邀请评价",
    responses=problems(CaseUnknown, NothingToRate, AlreadyRated, InvitationLapsed),
)  # fmt: skip
async def hand_out(body: InvitationAsked, actor: Counter, db: Db, seals: Sealing, response: Response) -> InvitationReceipt:
    """For one visit to the counter, or for the case's result; asked for again, it is the same one with the same code."""
    response.headers["Cache-Control"] = "no-store"
    rating = await inviting.hand_out(db, actor, body)
    return InvitationReceipt(
        **InvitationView.model_validate(rating).model_dump(), invitation_code=seals.codes.draw(rating.id)
    )  # fmt: skip


@router.get("", summary="List what may be rated of a case", responses=problems(CaseUnknown))
async def list_invitations(
    actor: Counter,
    db: Db,
    params: PageParams,
    request: Request,
    response: Response,
    case_id: Annotated[UUID, Query(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000007"])],
) -> Page[InvitationView]:
    """Its visits, the first one first; not whether they were rated, nor how."""
    found, following = await inviting.list_invitations(db, actor, case_id, params)
    link_next(response, request, following)
    return Page(items=[InvitationView.model_validate(each) for each in found], next=following)
