"""Paths of the changes of territories."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.territory_changes import repository, service
from svc_grid.territory_changes.errors import ChangeSettled, ChangeUnknown, ChangeUnsound
from svc_grid.territory_changes.models import TerritoryChange
from svc_grid.territory_changes.schemas import Cancellation, ChangeRequest
from svc_grid.territory_changes.terms import Kind, Status
from svc_grid.territory_changes.views import TerritoryChangeDetail, TerritoryChangeView

router = domain_router("/v1/territory-changes", "territory changes")

Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
Reader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.SUPERVISOR, Role.ANALYST)]


@router.post("", status_code=201, summary="Change the territories 辖区调整", responses=problems(ChangeUnsound, StaleVersion))
async def order_change(
    body: Annotated[ChangeRequest, Body()], actor: Keeper, db: Db, response: Response
) -> TerritoryChangeDetail:
    """All of it or nothing, at once or on its day; a dry run says what would be done and stores nothing."""
    change = await service.order(db, actor, body)
    if body.is_dry_run:
        shown = TerritoryChangeDetail.model_validate(change)
        return shown.model_copy(update={"id": None, "status": None, "is_dry_run": True})
    tag_version(response, change.version)
    response.headers["Location"] = f"/v1/territory-changes/{change.id}"
    return TerritoryChangeDetail.model_validate(change)


@router.get("", summary="List changes of the territories")
async def list_changes(
    actor: Reader, db: Db, params: PageParams, request: Request, response: Response,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    status: Annotated[Status | None, Query(description="Only where it stands so.")] = None,
) -> Page[TerritoryChangeView]:  # fmt: skip
    """The newest first."""
    order = (TerritoryChange.requested_at, TerritoryChange.id)
    found, following = await fetch_page(db, repository.list_changes(kind, status), order, params)
    link_next(response, request, following)
    return Page(items=[TerritoryChangeView.model_validate(each) for each in found], next=following)


@router.get("/{change_id}", summary="Show a change of the territories", responses=problems(ChangeUnknown))
async def get_change(change_id: UUID, actor: Reader, db: Db, response: Response) -> TerritoryChangeDetail:
    """With all that was ordered, and what it does or did."""
    change = await repository.get(db, change_id)
    tag_version(response, change.version)
    return TerritoryChangeDetail.model_validate(change)


@router.post(
    "/{change_id}/cancellations", status_code=201, summary="Cancel a planned change",
    responses=problems(ChangeUnknown, ChangeSettled, StaleVersion),
)  # fmt: skip
async def cancel_change(
    change_id: UUID, body: Cancellation, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> TerritoryChangeView:
    """Before its day."""
    change = await service.cancel(db, actor, change_id, if_match, body)
    tag_version(response, change.version)
    return TerritoryChangeView.model_validate(change)
