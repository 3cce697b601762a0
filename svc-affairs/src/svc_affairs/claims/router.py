"""Paths of the claims."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.centres.errors import CentreTakesNoCases, CentreUnknown
from svc_affairs.centres.schemas import CentreCode
from svc_affairs.claims import moving, service
from svc_affairs.claims.errors import (
    AlreadyClaimed,
    ClaimActionNotPossible,
    ClaimUnknown,
    ItemNotOpenToCentres,
    NotYourCentre,
    WindowUnknown,
)
from svc_affairs.claims.models import Claim
from svc_affairs.claims.repository import Filter
from svc_affairs.claims.schemas import ClaimEntry, ClaimReason, LocalDetails
from svc_affairs.claims.terms import ClaimStatus, GroupBy
from svc_affairs.claims.views import ClaimCountView, ClaimView, WithdrawalView
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.errors import ItemNotInForce, ItemUnknown
from svc_affairs.items.schemas import ItemCode

router = domain_router("/v1/claims", "claims")
figures = domain_router("/v1/affairs/claim-figures", "claims")

Everybody = Annotated[Principal, anyone()]
Claimant = Annotated[Principal, require(Role.CENTRE, Role.ITEM_EDITOR)]
_CLAIMING = (
    CentreUnknown, ItemUnknown, NotYourCentre, AlreadyClaimed, CentreTakesNoCases, ItemNotInForce,
    ItemNotOpenToCentres, WindowUnknown,
)  # fmt: skip
_MOVING = (ClaimUnknown, NotYourCentre, ClaimActionNotPossible, StaleVersion)


async def _filter(
    item_code: Annotated[ItemCode | None, Query(description="Only of this item.", examples=["000117001000"])] = None,
    centre_code: Annotated[CentreCode | None, Query(description="Only of this centre.", examples=["centre-84-03"])] = None,
    department_code: Annotated[
        DepartmentCode | None, Query(description="Only of items that were this department's.", examples=["dept-07"])
    ] = None,
    status: Annotated[ClaimStatus | None, Query(description="Only in this state.", examples=["active"])] = None,
) -> Filter:
    return Filter(item_code, centre_code, department_code, status)


def _shown(claim: Claim, response: Response) -> ClaimView:
    tag_version(response, claim.version)
    return ClaimView.model_validate(claim)


@router.post("", status_code=201, summary="Claim an item 认领", responses=problems(*_CLAIMING))
async def claim_item(body: ClaimEntry, actor: Claimant, db: Db, response: Response) -> ClaimView:
    """A centre takes on an item that is open to centres; by its own account, or by an item editor for it."""
    claim = await service.claim_item(db, actor, body)
    response.headers["Location"] = f"/v1/claims/{claim.id}"
    return _shown(claim, response)


@router.get("", summary="List claims 认领清单")
async def list_claims(
    actor: Everybody,
    db: Db,
    wanted: Annotated[Filter, Depends(_filter)],
    params: PageParams,
    request: Request,
    response: Response,
) -> Page[ClaimView]:
    """Claims, the newest first, with those that were given back: the history of an item at a centre."""
    claims, following = await service.list_claims(db, wanted, params)
    link_next(response, request, following)
    return Page(items=[ClaimView.model_validate(each) for each in claims], next=following)


@router.get("/{claim_id}", summary="Show a claim", responses=problems(ClaimUnknown))
async def get_claim(claim_id: UUID, actor: Everybody, db: Db, response: Response) -> ClaimView:
    """One claim; its ETag is what If-Match takes."""
    return _shown(await service.get_claim(db, claim_id), response)


@router.patch("/{claim_id}", summary="Change how a claim is served 修改", responses=problems(*_MOVING, WindowUnknown))
async def change_claim(
    claim_id: UUID, body: LocalDetails, actor: Claimant, db: Db, if_match: IfMatch, response: Response
) -> ClaimView:
    """Another window, hours or telephone; what is not named stays, and what is null is as the centre has it."""
    return _shown(await moving.change_claim(db, actor, claim_id, if_match, body), response)


@router.post("/{claim_id}/suspensions", status_code=201, summary="Suspend a claim 暂停", responses=problems(*_MOVING))
async def suspend_claim(
    claim_id: UUID, body: ClaimReason, actor: Claimant, db: Db, if_match: IfMatch, response: Response
) -> ClaimView:
    """No new cases are taken in until it is resumed; those that run go on."""
    return _shown(await moving.suspend_claim(db, actor, claim_id, if_match, body.reason), response)


@router.post("/{claim_id}/resumptions", status_code=201, summary="Resume a claim 恢复", responses=problems(*_MOVING))
async def resume_claim(claim_id: UUID, actor: Claimant, db: Db, if_match: IfMatch, response: Response) -> ClaimView:
    """New cases are taken in again."""
    return _shown(await moving.resume_claim(db, actor, claim_id, if_match), response)


@router.post("/{claim_id}/withdrawals", status_code=201, summary="Give an item back 退回认领", responses=problems(*_MOVING))
async def withdraw_claim(
    claim_id: UUID, body: ClaimReason, actor: Claimant, db: Db, if_match: IfMatch, response: Response
) -> WithdrawalView:
    """No new cases; those that run go on at the centre, and the answer says how many. Taken on again it is another claim."""
    claim, running = await moving.withdraw_claim(db, actor, claim_id, if_match, body.reason)
    tag_version(response, claim.version)
    return WithdrawalView(**ClaimView.model_validate(claim).model_dump(), running_cases=running)


@figures.get("", summary="Count claims 认领统计")
async def show_figures(
    actor: Everybody,
    db: Db,
    params: PageParams,
    request: Request,
    response: Response,
    by: Annotated[GroupBy, Query(description="By what they are counted.", examples=["centre"])] = GroupBy.CENTRE,
) -> Page[ClaimCountView]:
    """How many claims each centre, item or department has and ever had, by code."""
    counted, following = await service.count_claims_by(db, by, params)
    link_next(response, request, following)
    return Page(items=counted, next=following)
