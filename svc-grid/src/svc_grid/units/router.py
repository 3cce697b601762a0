"""Paths of units."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import UnitKind
from contracts.roles import Role
from svc_grid.codes import Code, TerritoryCode
from svc_grid.units import repository, retiring, service
from svc_grid.units.errors import UnitInUse, UnitRetired, UnitsInCircle, UnitTaken, UnitUnknown, UnitUnsound
from svc_grid.units.models import Unit
from svc_grid.units.schemas import UnitEntry, UnitPatch, UnitRetirement, UnitView

router = domain_router("/v1/units", "units")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]
_HELD = (UnitUnknown, StaleVersion, UnitRetired)


@router.get("", summary="List units 单位列表", responses=problems(CursorBroken))
async def list_units(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    kind: Annotated[UnitKind | None, Query(description="Only of this kind.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    parent_code: Annotated[Code | None, Query(description="Only right below this unit.")] = None,
    is_retired: Annotated[bool | None, Query(description="Only those that are no more, or only the others.")] = None,
) -> Page[UnitView]:  # fmt: skip
    """Units by code."""
    chosen = repository.list_units(kind, territory_code, parent_code, is_retired)
    found, following = await fetch_page(db, chosen, (Unit.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[UnitView.model_validate(each) for each in found], next=following)


@router.post("", status_code=201, summary="Enter a unit 登记单位", responses=problems(UnitTaken, UnitUnsound))
async def register_unit(body: UnitEntry, actor: Keeper, db: Db, response: Response) -> UnitView:
    """A department, a regiment, a community, a special group, a service centre; in one's own territory."""
    return _shown(await service.register(db, actor, body), response)


@router.get("/{code}", summary="Show a unit 单位详情", responses=problems(UnitUnknown))
async def get_unit(code: str, actor: Everybody, db: Db, response: Response) -> UnitView:
    """One unit, also one that is no more."""
    return _shown(await service.get_unit(db, code), response)


@router.patch("/{code}", summary="Change a unit 修改单位", responses=problems(*_HELD, UnitUnsound, UnitsInCircle))
async def change_unit(code: str, body: UnitPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> UnitView:
    """Another name, kind, territory, or unit above it."""
    return _shown(await service.change(db, actor, code, if_match, body), response)


@router.post("/{code}/retirements", status_code=201, summary="Retire a unit 撤销单位", responses=problems(*_HELD, UnitInUse))
async def retire_unit(code: str, body: UnitRetirement, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> UnitView:
    """It gets no more work; refused, with what stands in the way named, while open cases, units or territories rest on it."""
    return _shown(await retiring.retire(db, actor, code, if_match), response)


def _shown(unit: Unit, response: Response) -> UnitView:
    tag_version(response, unit.version)
    return UnitView.model_validate(unit)
