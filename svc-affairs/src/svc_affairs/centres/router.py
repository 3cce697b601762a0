"""Paths of the centres."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.centres import importing, service
from svc_affairs.centres.errors import CentreAlreadyThere, CentreOfUnitTaken, CentreUnitUnknown, CentreUnknown
from svc_affairs.centres.models import Centre
from svc_affairs.centres.repository import Filter
from svc_affairs.centres.schemas import CentreEntry, CentreImport, CentrePatch, TerritoryPath, UnitCode
from svc_affairs.centres.terms import CentreLevel, CentreStatus
from svc_affairs.centres.views import CentreImportReport, CentreView

router = domain_router("/v1/centres", "centres")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]


async def _filter(
    level: Annotated[CentreLevel | None, Query(description="Only of this level.", examples=["community"])] = None,
    status: Annotated[CentreStatus | None, Query(description="Only in this state.", examples=["open"])] = None,
    unit_code: Annotated[UnitCode | None, Query(description="Only of this unit.", examples=["84-03"])] = None,
    territory_code: Annotated[
        TerritoryPath | None, Query(description="Only in this territory or below it.", examples=["659007/84"])
    ] = None,
) -> Filter:
    return Filter(level, status, unit_code, territory_code)


def _shown(centre: Centre, response: Response) -> CentreView:
    tag_version(response, centre.version)
    return CentreView.model_validate(centre)


@router.post(
    "", status_code=201, summary="Enter a centre 登记便民服务中心",
    responses=problems(CentreAlreadyThere, CentreUnitUnknown, CentreOfUnitTaken),
)  # fmt: skip
async def register_centre(body: CentreEntry, actor: Editor, db: Db, response: Response) -> CentreView:
    """A unit of the grid takes cases in here; it has one centre."""
    response.headers["Location"] = f"/v1/centres/{body.code}"
    return _shown(await service.register_centre(db, actor, body), response)


@router.post("/imports", status_code=201, summary="Enter many centres 批量登记")
async def import_centres(body: CentreImport, actor: Editor, db: Db) -> CentreImportReport:
    """Each row is entered, changed or refused by itself; the same rows again change nothing."""
    return await importing.import_centres(db, actor, body.rows, is_dry_run=body.is_dry_run)


@router.get("", summary="List centres 便民服务中心")
async def list_centres(
    actor: Everybody,
    db: Db,
    wanted: Annotated[Filter, Depends(_filter)],
    params: PageParams,
    request: Request,
    response: Response,
) -> Page[CentreView]:
    """The centres by code."""
    centres, following = await service.list_centres(db, wanted, params)
    link_next(response, request, following)
    return Page(items=[CentreView.model_validate(each) for each in centres], next=following)


@router.get("/{code}", summary="Show a centre", responses=problems(CentreUnknown))
async def get_centre(code: str, actor: Everybody, db: Db, response: Response) -> CentreView:
    """One centre."""
    return _shown(await service.get_centre(db, code), response)


@router.patch(
    "/{code}",
    summary="Change a centre 修改",
    responses=problems(CentreUnknown, StaleVersion, CentreUnitUnknown, CentreOfUnitTaken),
)
async def change_centre(code: str, body: CentrePatch, actor: Editor, db: Db, if_match: IfMatch, response: Response) -> CentreView:
    """Another name, place, hours or windows; opened or closed. Cases in a centre that closes go on."""
    return _shown(await service.change_centre(db, actor, code, if_match, body), response)
