"""Paths of the territories."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy import Select

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.grid import TerritoryLevel
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation import service as organisation
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.territories import keeping, repository, versions
from svc_grid.territories.errors import TerritoryRetired
from svc_grid.territories.models import Territory, TerritoryVersion
from svc_grid.territories.schemas import TerritoryCorrection, TerritoryEntry, TerritoryItem, TerritoryView

router = domain_router("/v1/territories", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
AsOf = Annotated[
    date | None,
    Query(ge=date(1970, 1, 1), le=date(2199, 12, 31), description="As it stood at the end of this day.", examples=[None]),
]


@router.get("", summary="List territories")
async def list_territories(
    actor: Everybody, db: Db, params: PageParams, request: Request, response: Response,
    level: Annotated[TerritoryLevel | None, Query(description="Only of this level.")] = None,
    parent_code: Annotated[TerritoryCode | None, Query(description="Only directly in this one.")] = None,
    within: Annotated[TerritoryCode | None, Query(description="Only this one and what is below it.")] = None,
    with_boundary: Annotated[bool, Query(description="With the bounds of each.", examples=[False])] = False,
    with_retired: Annotated[bool, Query(description="Those too that are no more.")] = False,
    as_of: AsOf = None,
) -> Page[TerritoryItem]:  # fmt: skip
    """The tree, in the order of its paths; a territory's bounds are in it if they are asked for."""
    table: type[Territory | TerritoryVersion] = Territory if as_of is None else TerritoryVersion
    if as_of is None:
        chosen: Select[Any] = repository.list_territories(level, parent_code, within, with_retired=with_retired)
    else:
        chosen = versions.list_as_of(as_of, level, parent_code, within, with_retired=with_retired)
    items = repository.as_items(chosen, with_boundary=with_boundary, table=table)
    found, following = await fetch_page(db, items, (table.code,), params, descending=False)
    link_next(response, request, following)
    return Page(items=[TerritoryItem.model_validate(each) for each in found], next=following)


@router.post("", status_code=201, summary="Enter a territory", responses=problems(CodeTaken, OrganisationUnsound))
async def register_territory(body: TerritoryEntry, actor: Keeper, db: Db, response: Response) -> TerritoryView:
    """Its path goes on from its parent's."""
    territory = await organisation.register(db, Territory, body, actor.subject)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)


@router.get("/{code:path}", summary="Show a territory", responses=problems(CodeUnknown))
async def get_territory(code: str, actor: Everybody, db: Db, response: Response, as_of: AsOf = None) -> TerritoryView:
    """One territory, by its whole path; its ETag is what If-Match takes."""
    territory = await keeping.show(db, code, as_of)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)


@router.patch(
    "/{code:path}", summary="Call or lead a territory otherwise",
    responses=problems(CodeUnknown, StaleVersion, TerritoryRetired, OrganisationUnsound),
)  # fmt: skip
async def correct_territory(
    code: str, body: TerritoryCorrection, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> TerritoryView:
    """Its name, its unit; where it lies and what it bounds is changed by a change of the territories 辖区调整."""
    territory = await keeping.correct(db, actor, code, if_match, body)
    tag_version(response, territory.version)
    return TerritoryView.model_validate(territory)
