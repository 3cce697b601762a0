"""Paths to report cases and to look at them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.cases import service
from svc_grid.cases.errors import CaseUnknown, ClassUnknown, ConditionUnknown, PlaceUnknown
from svc_grid.cases.repository import Filter
from svc_grid.cases.schemas import CaseFigures, CaseReport, CaseStepView, CaseView, ClockView
from svc_grid.cases.terms import Colour, Stage, Status
from svc_grid.codes import TerritoryCode

router = domain_router("/v1/cases", "cases")
figures_router = domain_router("/v1/grid/figures", "cases")

_STAFF = (Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.DESK, Role.SUPERVISOR)
Reporter = Annotated[Principal, require(*_STAFF)]
Reader = Annotated[Principal, require(*_STAFF, Role.ANALYST)]
Everybody = Annotated[Principal, anyone()]


@router.post("", status_code=201, summary="Report a case 上报", responses=problems(ClassUnknown, ConditionUnknown, PlaceUnknown))
async def report_case(body: CaseReport, actor: Reporter, db: Db, response: Response) -> CaseView:
    """Something seen on a place; the grid desk registers it, or says why not."""
    case = await service.report_case(db, actor, body)
    tag_version(response, case.version)
    response.headers["Location"] = f"/v1/cases/{case.id}"
    return CaseView.model_validate(case)


async def _filter(
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    class_code: Annotated[str | None, Query(max_length=64, description="Only of this class.")] = None,
    unit_code: Annotated[str | None, Query(max_length=64, description="Only with this unit.")] = None,
    ticket_id: Annotated[UUID | None, Query(description="Only of this hotline ticket.")] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    stage: Annotated[Stage | None, Query(description="Only where this stage's clock runs.")] = None,
    colour: Annotated[Colour | None, Query(description="Only of this light.")] = None,
    assignee: Annotated[str | None, Query(max_length=64, description="Only with this staff account.")] = None,
    component_code: Annotated[str | None, Query(max_length=64, description="Only of this component.")] = None,
    held_by: Annotated[TerritoryCode | None, Query(description="Only those this territory's desk decides on.")] = None,
    number: Annotated[str | None, Query(max_length=32, description="Only the one with this number.")] = None,
    q: Annotated[str | None, Query(min_length=1, max_length=64, description="Only with these words.", examples=["垃圾"])] = None,
    reported_from: Annotated[AwareDatetime | None, Query(description="Only reported at or after this.")] = None,
    reported_to: Annotated[AwareDatetime | None, Query(description="Only reported before this.")] = None,
) -> Filter:
    return Filter(
        status, class_code, unit_code, ticket_id, territory_code, stage, colour, assignee, component_code, held_by, number, q,
        reported_from, reported_to,
    )  # fmt: skip


@router.get("", summary="List cases")
async def list_cases(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[CaseView]:
    """Cases the caller may see, the newest first."""
    cases, following = await service.list_cases(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[CaseView.model_validate(case) for case in cases], next=following)


@router.get("/{case_id}", summary="Show a case", responses=problems(CaseUnknown))
async def get_case(case_id: UUID, actor: Reader, db: Db, response: Response) -> CaseView:
    """One case; its ETag is what If-Match takes."""
    case = await service.get_case(db, actor, case_id)
    tag_version(response, case.version)
    return CaseView.model_validate(case)


@router.get("/{case_id}/clocks", summary="Show the clocks of a case 亮灯", responses=problems(CaseUnknown))
async def get_clocks(case_id: UUID, actor: Reader, db: Db) -> Page[ClockView]:
    """Each stage with its limit and its light, the running one last."""
    return Page(items=await service.get_clocks(db, actor, case_id))


@router.get("/{case_id}/history", summary="Show what happened to a case", responses=problems(CaseUnknown))
async def get_history(case_id: UUID, actor: Reader, db: Db) -> Page[CaseStepView]:
    """Every step with who made it, the oldest first."""
    return Page(items=[CaseStepView.model_validate(each) for each in await service.get_history(db, actor, case_id)])


@figures_router.get("", summary="Show the cases of a year in numbers")
async def show_figures(
    actor: Everybody, db: Db, year: Annotated[int, Query(ge=2000, le=2199, description="A year.", examples=[2025])]
) -> CaseFigures:
    """Counted now over the cases reported in the year."""
    return await service.count_figures(db, year)
