"""Paths of facilities and of the services that they offer."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from chassis import clock
from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import FacilityKind
from contracts.roles import Role
from svc_grid.accounts import Instant
from svc_grid.codes import TerritoryCode
from svc_grid.facilities import repository, service
from svc_grid.facilities.errors import FacilityClosed, FacilityServiceUnknown, FacilityTaken, FacilityUnknown, FacilityUnsound
from svc_grid.facilities.models import Facility
from svc_grid.facilities.policy import POLICY
from svc_grid.facilities.schemas import Crs, FacilityEntry, FacilityPatch, FacilityServiceEntry, Place, ServiceCode
from svc_grid.facilities.views import FacilityServiceView, FacilityView, NearbyFacility

router = domain_router("/v1/facilities", "facilities")
services_router = domain_router("/v1/facility-services", "facilities")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]
CityKeeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
_Kind = Annotated[FacilityKind | None, Query(description="Only of this kind.")]
_Service = Annotated[ServiceCode | None, Query(description="Only those that offer this.", examples=["reading"])]


@router.get("", summary="List facilities 阵地列表", responses=problems(CursorBroken))
async def list_facilities(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    kind: _Kind = None,
    level: Annotated[str | None, Query(max_length=20, description="Only of this level.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    service_code: _Service = None,
) -> Page[FacilityView]:  # fmt: skip
    """Facilities by code."""
    chosen = repository.list_facilities(kind, level, territory_code, service_code)
    found, following = await fetch_page(db, chosen, (Facility.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[FacilityView.model_validate(each) for each in found], next=following)


@router.post("", status_code=201, summary="Enter a facility 登记阵地", responses=problems(FacilityTaken, FacilityUnsound))
async def register_facility(body: FacilityEntry, actor: Keeper, db: Db, response: Response) -> FacilityView:
    """A place that serves people, in one's own territory."""
    return _shown(await service.register(db, actor, body), response)


async def _here(
    lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude in degrees.", examples=[82.07])],
    lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude in degrees.", examples=[44.89])],
    crs: Annotated[Crs, Query(description="What they are in; Chinese maps give GCJ-02.")] = "WGS-84",
) -> Place:
    return Place(lon=lon, lat=lat, crs=crs)


@router.get("/near", summary="Find facilities near a point 附近阵地")
async def list_near(
    actor: Everybody, db: Db, here: Annotated[Place, Depends(_here)],
    kind: _Kind = None,
    service_code: Annotated[ServiceCode | None, Query(alias="service", description="Only those that offer this.")] = None,
    open_at: Annotated[Instant | None, Query(description="Say whether each is open at this instant; none: now.")] = None,
    radius_m: Annotated[int, Query(ge=1, le=POLICY.farthest_m, description="Within so many metres.")] = 5_000,
    limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 20,
) -> Page[NearbyFacility]:  # fmt: skip
    """The nearest first, in one page; those closed for good are left out."""
    at: datetime = open_at or clock.now()
    return Page(items=await service.near(db, here, radius_m, kind, service_code, at, limit), next=None)


@router.get("/{code}", summary="Show a facility 阵地详情", responses=problems(FacilityUnknown))
async def get_facility(code: str, actor: Everybody, db: Db, response: Response) -> FacilityView:
    """One facility."""
    return _shown(await service.get_facility(db, code), response)


@router.patch(
    "/{code}",
    summary="Change a facility 修改阵地",
    responses=problems(FacilityUnknown, StaleVersion, FacilityClosed, FacilityUnsound),
)
async def change_facility(
    code: str, body: FacilityPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> FacilityView:
    """Another name, place, hours or services; closed for a time, or for good."""
    return _shown(await service.change(db, actor, code, if_match, body), response)


@services_router.get("", summary="List what facilities offer 服务项目")
async def list_services(actor: Everybody, db: Db) -> Page[FacilityServiceView]:
    """All of them by code, in one page."""
    return Page(items=[FacilityServiceView.model_validate(each) for each in await repository.list_services(db)], next=None)


@services_router.get("/{code}", summary="Show a service of facilities 服务项目详情", responses=problems(FacilityServiceUnknown))
async def get_service(code: str, actor: Everybody, db: Db, response: Response) -> FacilityServiceView:
    """One of them."""
    found = await service.get_service(db, code)
    tag_version(response, found.version)
    return FacilityServiceView.model_validate(found)


@services_router.put("/{code}", summary="Name a service of facilities 维护服务项目", responses=problems(StaleVersion))
async def keep_service(
    code: Annotated[ServiceCode, Path(description="Its code.", examples=["reading"])],
    body: FacilityServiceEntry, actor: CityKeeper, db: Db, if_match: IfMatch, response: Response,
) -> FacilityServiceView:  # fmt: skip
    """Enter it, or name it otherwise; for the whole city."""
    found, is_new = await service.keep_service(db, actor, code, if_match, body)
    response.status_code = 201 if is_new else 200
    tag_version(response, found.version)
    return FacilityServiceView.model_validate(found)


def _shown(facility: Facility, response: Response) -> FacilityView:
    tag_version(response, facility.version)
    return FacilityView.model_validate(facility)
