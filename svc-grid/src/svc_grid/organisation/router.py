"""Paths of territories, units, facilities, and the organisation's figures."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import FacilityKind, TerritoryLevel, UnitKind
from contracts.roles import Role
from svc_grid.organisation import repository, service
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.organisation.models import Facility, Territory, Unit
from svc_grid.organisation.schemas import (
    FacilityEntry,
    FacilityView,
    OrganisationFigures,
    TerritoryCode,
    TerritoryEntry,
    TerritoryView,
    UnitEntry,
    UnitView,
)

territories = domain_router("/v1/territories", "organisation")
units = domain_router("/v1/units", "organisation")
facilities = domain_router("/v1/facilities", "organisation")
figures = domain_router("/v1/grid/organisation-figures", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]
_ENTERED = problems(CodeTaken, OrganisationUnsound)
_SHOWN = problems(CodeUnknown)


@territories.get("", summary="List territories")
async def list_territories(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    level: Annotated[TerritoryLevel | None, Query(description="Only of this level.")] = None,
    parent_code: Annotated[TerritoryCode | None, Query(description="Only directly in this one.")] = None,
    within: Annotated[TerritoryCode | None, Query(description="Only this one and what is below it.")] = None,
) -> Page[TerritoryView]:  # fmt: skip
    """The tree, in the order of its paths."""
    chosen = repository.list_territories(level, parent_code, within)
    found, following = await fetch_page(db, chosen, (Territory.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[TerritoryView.model_validate(each) for each in found], next=following)


@territories.post("", status_code=201, summary="Enter a territory", responses=_ENTERED)
async def register_territory(body: TerritoryEntry, actor: Keeper, db: Db, response: Response) -> TerritoryView:
    """Its path goes on from its parent's."""
    territory = await service.register(db, Territory, body)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)


@territories.get("/{code:path}", summary="Show a territory", responses=_SHOWN)
async def get_territory(code: str, actor: Everybody, db: Db, response: Response) -> TerritoryView:
    """One territory, by its whole path."""
    territory = await service.get(db, Territory, code)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)


@units.get("", summary="List units")
async def list_units(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    kind: Annotated[UnitKind | None, Query(description="Only of this kind.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
) -> Page[UnitView]:  # fmt: skip
    """Units by code."""
    chosen = repository.list_units(kind, territory_code)
    found, following = await fetch_page(db, chosen, (Unit.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[UnitView.model_validate(each) for each in found], next=following)


@units.post("", status_code=201, summary="Enter a unit", responses=_ENTERED)
async def register_unit(body: UnitEntry, actor: Keeper, db: Db, response: Response) -> UnitView:
    """A department, a regiment, a community, a special group, a service centre."""
    unit = await service.register(db, Unit, body)
    tag_version(response, unit.version)
    return UnitView.model_validate(unit)


@units.get("/{code}", summary="Show a unit", responses=_SHOWN)
async def get_unit(code: str, actor: Everybody, db: Db, response: Response) -> UnitView:
    """One unit."""
    unit = await service.get(db, Unit, code)
    tag_version(response, unit.version)
    return UnitView.model_validate(unit)


@facilities.get("", summary="List facilities")
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


@facilities.post("", status_code=201, summary="Enter a facility", responses=_ENTERED)
async def register_facility(body: FacilityEntry, actor: Keeper, db: Db, response: Response) -> FacilityView:
    """A place that serves people."""
    facility = await service.register(db, Facility, body)
    tag_version(response, facility.version)
    return FacilityView.model_validate(facility)


@facilities.get("/{code}", summary="Show a facility", responses=_SHOWN)
async def get_facility(code: str, actor: Everybody, db: Db, response: Response) -> FacilityView:
    """One facility."""
    facility = await service.get(db, Facility, code)
    tag_version(response, facility.version)
    return FacilityView.model_validate(facility)


@figures.get("", summary="Show the organisation in numbers")
async def show_figures(actor: Everybody, db: Db) -> OrganisationFigures:
    """Counted now, keyed as the city publishes them."""
    return await service.count_figures(db)
