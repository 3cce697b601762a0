"""Paths of patrol plans and their checkpoints."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion, TooLarge, Unsupported
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.calendar.service import calendar_of
from svc_grid.codes import Code, TerritoryCode
from svc_grid.patrols import checkpoints, planning, repository
from svc_grid.patrols.errors import (
    CheckpointsUnsound,
    CheckpointUnknown,
    CoverageSpanWrong,
    PlanRetired,
    PlanUnknown,
    PlanUnsound,
)
from svc_grid.patrols.models import PatrolCheckpoint, PatrolPlan
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.repository import PlanFilter
from svc_grid.patrols.rules import due_days
from svc_grid.patrols.schemas import CheckpointImport, CheckpointRetirement, PlanEntry, PlanPatch, Retirement
from svc_grid.patrols.terms import PlanStatus
from svc_grid.patrols.views import CheckpointImportReport, CheckpointView, DueDays, PlanVersionView, PlanView
from svc_grid.sheets import SheetTooLarge, SheetUnreadable, read_sheet

router = domain_router("/v1/patrol-plans", "patrols")

STAFF = (Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)
Keeper = Annotated[Principal, require(Role.GRID_DESK)]
Reader = Annotated[Principal, require(*STAFF)]
_CHANGED = (PlanUnknown, StaleVersion, PlanRetired)
_CSV: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string", "description": f"Headings, of: {', '.join(checkpoints.CSV_HEADINGS)}."},
                "example": "code,name,lon,lat,items\ncp-03,活动室,82.07,44.85,exit=消防通道畅通=community.safety_hazard\n",
            }
        },
    }
}


async def _filter(
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    status: Annotated[PlanStatus | None, Query(description="Only active, or only retired ones.")] = None,
    unit_code: Annotated[Code | None, Query(description="Only assigned to this unit.", examples=["84-03"])] = None,
) -> PlanFilter:
    return PlanFilter(territory_code, status, unit_code)


def _shown(plan: PatrolPlan, response: Response) -> PlanView:
    tag_version(response, plan.version)
    return PlanView.model_validate(plan)


@router.post("", status_code=201, summary="Make a patrol plan 制定巡查计划", responses=problems(PlanUnsound))
async def create_plan(body: PlanEntry, actor: Keeper, db: Db, response: Response) -> PlanView:
    """What is looked at where and how often; the tasks of today and before are there at once."""
    return _shown(await planning.create_plan(db, actor, body), response)


@router.get("", summary="List patrol plans", responses=problems(CursorBroken))
async def list_plans(
    actor: Reader,
    db: Db,
    params: PageParams,
    wanted: Annotated[PlanFilter, Depends(_filter)],
    request: Request,
    response: Response,
) -> Page[PlanView]:
    """Plans, the newest first."""
    found, following = await fetch_page(db, repository.list_plans(actor, wanted), (PatrolPlan.id,), params)
    link_next(response, request, following)
    return Page(items=[PlanView.model_validate(each) for each in found], next=following)


@router.get("/{plan_id}", summary="Show a patrol plan", responses=problems(PlanUnknown))
async def get_plan(plan_id: UUID, actor: Reader, db: Db, response: Response) -> PlanView:
    """One plan; its ETag is what If-Match takes."""
    return _shown(await repository.get_plan(db, actor, plan_id), response)


@router.get("/{plan_id}/versions", summary="Show how a plan read before", responses=problems(PlanUnknown))
async def list_versions(plan_id: UUID, actor: Reader, db: Db) -> Page[PlanVersionView]:
    """Every version with its checkpoints, the first first."""
    await repository.get_plan(db, actor, plan_id)
    return Page(items=[PlanVersionView.model_validate(each) for each in await repository.list_plan_versions(db, plan_id)])


@router.get("/{plan_id}/due-days", summary="Show on which days a plan is due", responses=problems(PlanUnknown, CoverageSpanWrong))
async def show_due_days(
    plan_id: UUID, actor: Reader, db: Db,
    start_on: Annotated[date, Query(alias="from", ge=date(2000, 1, 1), lt=date(2200, 1, 1), description="The first day.")],
    end_on: Annotated[date, Query(alias="to", ge=date(2000, 1, 1), lt=date(2200, 1, 1), description="The day after the last.")],
) -> DueDays:  # fmt: skip
    """As it reads now, and by the calendar as it is known."""
    plan = await repository.get_plan(db, actor, plan_id)
    if not timedelta() < end_on - start_on <= timedelta(days=POLICY.most_days_previewed):
        raise CoverageSpanWrong(f"at least a day, at most {POLICY.most_days_previewed}")
    calendar, day = await calendar_of(db), timedelta(days=1)
    return DueDays(days=list(due_days(plan.recurrence, start_on - day, end_on - day, calendar.is_working)))


@router.patch("/{plan_id}", summary="Change a patrol plan", responses=problems(*_CHANGED, PlanUnsound))
async def change_plan(plan_id: UUID, body: PlanPatch, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> PlanView:
    """From tomorrow on; tasks that are made already stay as they are."""
    return _shown(await planning.change_plan(db, actor, plan_id, if_match, body), response)


@router.post("/{plan_id}/retirements", status_code=201, summary="Retire a patrol plan 停用", responses=problems(*_CHANGED))
async def retire_plan(plan_id: UUID, body: Retirement, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> PlanView:
    """No more tasks are made; those not begun are cancelled."""
    return _shown(await planning.retire_plan(db, actor, plan_id, if_match, body.reason), response)


@router.get("/{plan_id}/checkpoints", summary="List a plan's checkpoints", responses=problems(PlanUnknown, CursorBroken))
async def list_checkpoints(
    plan_id: UUID, actor: Reader, db: Db, params: PageParams, request: Request, response: Response
) -> Page[CheckpointView]:
    """By code, those out of use too."""
    await repository.get_plan(db, actor, plan_id)
    order = (PatrolCheckpoint.code,)
    found, following = await fetch_page(db, repository.list_checkpoints(plan_id), order, params, descending=False)
    link_next(response, request, following)
    return Page(items=[CheckpointView.model_validate(each) for each in found], next=following)


@router.post(
    "/{plan_id}/checkpoint-imports", status_code=201, summary="Import checkpoints 导入巡查点",
    responses=problems(*_CHANGED, CheckpointsUnsound),
)  # fmt: skip
async def import_checkpoints(
    plan_id: UUID, body: CheckpointImport, actor: Keeper, db: Db, if_match: IfMatch
) -> CheckpointImportReport:
    """As rows or as GeoJSON; all of them or, where one has a fault, none. They count from tomorrow on."""
    entries = body.rows if body.rows is not None else checkpoints.of_geojson(body.geojson or {}, body.crs)
    return await checkpoints.import_checkpoints(
        db, actor, plan_id, if_match, entries, reason=body.reason, is_dry_run=body.is_dry_run
    )


@router.post(
    "/{plan_id}/checkpoint-imports/csv", status_code=201, summary="Import checkpoints from a CSV file", openapi_extra=_CSV,
    responses=problems(*_CHANGED, CheckpointsUnsound, SheetUnreadable, SheetTooLarge, TooLarge, Unsupported),
)  # fmt: skip
async def import_csv(
    plan_id: UUID, request: Request, actor: Keeper, db: Db, if_match: IfMatch,
    reason: Annotated[str, Query(min_length=1, max_length=1000, description="Why.", examples=["普查后补充"])],
    is_dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
) -> CheckpointImportReport:  # fmt: skip
    """The same from a file in UTF-8 or GB 18030; a fault names row, line and heading."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "text/csv":
        raise Unsupported("send the file as text/csv")
    content = await request.body()
    if len(content) > POLICY.most_csv_bytes:
        raise TooLarge(f"at most {POLICY.most_csv_bytes} bytes", limit_bytes=POLICY.most_csv_bytes)
    entries = checkpoints.of_sheet(read_sheet(content, checkpoints.CSV_HEADINGS, POLICY.most_checkpoints))
    return await checkpoints.import_checkpoints(db, actor, plan_id, if_match, entries, reason=reason, is_dry_run=is_dry_run)


@router.post(
    "/{plan_id}/checkpoint-retirements", status_code=201, summary="Take checkpoints out of use",
    responses=problems(*_CHANGED, CheckpointUnknown),
)  # fmt: skip
async def retire_checkpoints(
    plan_id: UUID, body: CheckpointRetirement, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> PlanView:
    """From tomorrow on; brought in again they begin anew."""
    return _shown(await checkpoints.retire_checkpoints(db, actor, plan_id, if_match, body.codes, body.reason), response)
