"""Paths of the units."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import UnitKind
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation import service
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.units import repository
from svc_grid.units.models import Unit
from svc_grid.units.schemas import UnitEntry, UnitView

router = domain_router("/v1/units", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]


@router.get("", summary="List units")
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


@router.post("", status_code=201, summary="Enter a unit", responses=problems(CodeTaken, OrganisationUnsound))
async def register_unit(body: UnitEntry, actor: Keeper, db: Db, response: Response) -> UnitView:
    """A department, a regiment, a community, a special group, a service centre."""
    unit = await service.register(db, Unit, body)
    tag_version(response, unit.version)
    return UnitView.model_validate(unit)


@router.get("/{code}", summary="Show a unit", responses=problems(CodeUnknown))
async def get_unit(code: str, actor: Everybody, db: Db, response: Response) -> UnitView:
    """One unit."""
    unit = await service.get(db, Unit, code)
    tag_version(response, unit.version)
    return UnitView.model_validate(unit)
