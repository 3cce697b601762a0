"""Paths of the facilities."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import FacilityKind
from contracts.roles import Role
from svc_grid.facilities import repository
from svc_grid.facilities.models import Facility
from svc_grid.facilities.schemas import FacilityEntry, FacilityView
from svc_grid.organisation import service
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound

router = domain_router("/v1/facilities", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]


@router.get("", summary="List facilities")
async def list_facilities(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    kind: Annotated[FacilityKind | None, Query(description="Only of this kind.")] = None,
    level: Annotated[str | None, Query(max_length=20, description="Only of this level.")] = None,
) -> Page[FacilityView]:  # fmt: skip
    """Facilities by code."""
    chosen = repository.list_facilities(kind, level)
    found, following = await fetch_page(db, chosen, (Facility.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[FacilityView.model_validate(each) for each in found], next=following)


@router.post("", status_code=201, summary="Enter a facility", responses=problems(CodeTaken, OrganisationUnsound))
async def register_facility(body: FacilityEntry, actor: Keeper, db: Db, response: Response) -> FacilityView:
    """A place that serves people."""
    facility = await service.register(db, Facility, body)
    tag_version(response, facility.version)
    return FacilityView.model_validate(facility)


@router.get("/{code}", summary="Show a facility", responses=problems(CodeUnknown))
async def get_facility(code: str, actor: Everybody, db: Db, response: Response) -> FacilityView:
    """One facility."""
    facility = await service.get(db, Facility, code)
    tag_version(response, facility.version)
    return FacilityView.model_validate(facility)
