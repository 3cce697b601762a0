"""Paths of the component register."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from chassis.errors import Forbidden, StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.classes.schemas import CLASS_CODE
from svc_grid.codes import TerritoryCode
from svc_grid.components import repository, service
from svc_grid.components.errors import ComponentActionNotPossible, ComponentTaken, ComponentUnknown, ComponentUnsound
from svc_grid.components.models import Component
from svc_grid.components.policy import POLICY
from svc_grid.components.repository import Filter
from svc_grid.components.schemas import (
    COMPONENT_CODE,
    ComponentEntry,
    ComponentPatch,
    ComponentStepView,
    ComponentView,
    Crs,
    Latitude,
    Longitude,
    NearComponent,
    StateChange,
    wgs84,
)
from svc_grid.components.terms import Action, State

router = domain_router("/v1/components", "components")

_STAFF = (Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR)
Keeper = Annotated[Principal, require(Role.GRID_DESK)]
Field = Annotated[Principal, require(*_STAFF)]
Reader = Annotated[Principal, require(*_STAFF, Role.DESK, Role.SUPERVISOR, Role.ANALYST)]
Code = Annotated[
    str, Path(pattern=COMPONENT_CODE, max_length=40, description="Code of a component.", examples=["6590070118000042"])
]
OfClass = Annotated[str | None, Query(pattern=CLASS_CODE, max_length=64, description="Only of this class.")]


@router.post("", status_code=201, summary="Enter a component 登记部件", responses=problems(ComponentTaken, ComponentUnsound))
async def register_component(body: ComponentEntry, actor: Keeper, db: Db, response: Response) -> ComponentView:
    """Something the city has put up; it is in order until somebody says otherwise."""
    response.headers["Location"] = f"/v1/components/{body.code}"
    return _shown(await service.register(db, actor, body), response)


async def _filter(
    class_code: OfClass = None,
    owner_unit_code: Annotated[str | None, Query(max_length=64, pattern=r"^[^\x00]+$", description="Only of this owner.")] = None,
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
) -> Filter:
    return Filter(class_code, owner_unit_code, state, territory_code)


@router.get("", summary="List components 部件列表")
async def list_components(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[ComponentView]:
    """Components the caller may see, by territory and code."""
    found, following = await service.list_components(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[ComponentView.model_validate(each) for each in found], next=following)


@router.get("/near", summary="List components near a point 附近部件")
async def list_near(
    actor: Reader, db: Db,
    lon: Annotated[Longitude, Query(description="Longitude, degrees.", examples=[82.05])],
    lat: Annotated[Latitude, Query(description="Latitude, degrees.", examples=[44.85])],
    crs: Annotated[Crs, Query(description="What they are in.", examples=["WGS-84"])] = "WGS-84",
    radius_m: Annotated[
        int, Query(ge=1, le=POLICY.furthest_m, description="How far to look, metres.", examples=[200])
    ] = POLICY.near_m,
    class_code: OfClass = None,
    limit: Annotated[int, Query(ge=1, le=POLICY.most_near, description="At most so many.", examples=[50])] = 50,
) -> Page[NearComponent]:  # fmt: skip
    """Components in use, the nearest first, in one page."""
    found = await repository.list_near(db, actor, *wgs84(lon, lat, crs), radius_m, class_code, limit)
    items = [NearComponent(distance_m=round(metres, 1), component=ComponentView.model_validate(each)) for each, metres in found]
    return Page(items=items, next=None)


@router.get("/{code}", summary="Show a component", responses=problems(ComponentUnknown))
async def get_component(code: Code, actor: Reader, db: Db, response: Response) -> ComponentView:
    """One component; its ETag is what If-Match takes."""
    return _shown(await service.get(db, actor, code), response)


@router.get("/{code}/history", summary="Show what happened to a component", responses=problems(ComponentUnknown))
async def get_history(code: Code, actor: Reader, db: Db) -> Page[ComponentStepView]:
    """Every entry with who made it, the oldest first."""
    return Page(items=[ComponentStepView.model_validate(each) for each in await service.get_history(db, actor, code)])


@router.patch(
    "/{code}",
    summary="Change a component's entry 变更部件",
    responses=problems(ComponentUnknown, StaleVersion, ComponentActionNotPossible, ComponentUnsound),
)
async def change_component(
    code: Code, body: ComponentPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> ComponentView:
    """Change what is named; the same again changes nothing."""
    return _shown(await service.change(db, actor, code, if_match, body), response)


@router.post(
    "/{code}/state-changes",
    status_code=201,
    summary="Say what happened to a component 部件状态变更",
    responses=problems(ComponentUnknown, StaleVersion, ComponentActionNotPossible),
)
async def change_state(
    code: Code, body: StateChange, actor: Field, db: Db, if_match: IfMatch, response: Response
) -> ComponentView:
    """Damaged, missing, restored; or, by the desk alone, retired."""
    if body.action is Action.RETIRE and not actor.has(Role.GRID_DESK):
        raise Forbidden(needed=[str(Role.GRID_DESK)])
    return _shown(await service.change_state(db, actor, code, if_match, body), response)


def _shown(component: Component, response: Response) -> ComponentView:
    tag_version(response, component.version)
    return ComponentView.model_validate(component)
