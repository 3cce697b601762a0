"""Paths of the territories."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import TerritoryLevel
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation import service
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.territories import repository
from svc_grid.territories.models import Territory
from svc_grid.territories.schemas import TerritoryEntry, TerritoryItem, TerritoryView

router = domain_router("/v1/territories", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK)]


@router.get("", summary="List territories")
async def list_territories(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    level: Annotated[TerritoryLevel | None, Query(description="Only of this level.")] = None,
    parent_code: Annotated[TerritoryCode | None, Query(description="Only directly in this one.")] = None,
    within: Annotated[TerritoryCode | None, Query(description="Only this one and what is below it.")] = None,
    with_boundary: Annotated[bool, Query(description="With the bounds of each.", examples=[False])] = False,
) -> Page[TerritoryItem]:  # fmt: skip
    """The tree, in the order of its paths; a territory's bounds are in it if they are asked for."""
    chosen = repository.as_items(repository.list_territories(level, parent_code, within), with_boundary=with_boundary)
    found, following = await fetch_page(db, chosen, (Territory.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[TerritoryItem.model_validate(each) for each in found], next=following)


@router.post("", status_code=201, summary="Enter a territory", responses=problems(CodeTaken, OrganisationUnsound))
async def register_territory(body: TerritoryEntry, actor: Keeper, db: Db, response: Response) -> TerritoryView:
    """Its path goes on from its parent's."""
    territory = await service.register(db, Territory, body)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)


@router.get("/{code:path}", summary="Show a territory", responses=problems(CodeUnknown))
async def get_territory(code: str, actor: Everybody, db: Db, response: Response) -> TerritoryView:
    """One territory, by its whole path."""
    territory = await service.get(db, Territory, code)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)
