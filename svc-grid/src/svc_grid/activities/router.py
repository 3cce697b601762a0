"""Paths to tell of service activities, to look at them and to put them right."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.activities import changing, registering, service
from svc_grid.activities.errors import (
    ActivitiesUnsound,
    ActivityNotChangeable,
    ActivityUnknown,
    ExternalNumberTaken,
    NotYourUnit,
    ProblemHasSolutions,
    ProblemNotToBeSolved,
)
from svc_grid.activities.models import Activity
from svc_grid.activities.repository import Filter
from svc_grid.activities.schemas import ActivityCorrection, ActivityEntry, ActivityWithdrawal
from svc_grid.activities.terms import ActivityKind, ProblemState, Status
from svc_grid.activities.views import ActivityVersionView, ActivityView
from svc_grid.codes import Code, TerritoryCode

router = domain_router("/v1/service-activities", "service activities")

TELLERS = (Role.UNIT, Role.GRID_LEAD, Role.GRID_DESK)
Teller = Annotated[Principal, require(*TELLERS)]
Reader = Annotated[Principal, require(*TELLERS, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)]
FromOn = Annotated[date | None, Query(alias="from", description="Held on this day or later.", examples=["2025-01-01"])]
ToOn = Annotated[date | None, Query(alias="to", description="Held before this day.", examples=["2026-01-01"])]
_CHANGED = (ActivityUnknown, StaleVersion, NotYourUnit, ActivityNotChangeable, ProblemHasSolutions)


async def _filter(
    kind: Annotated[ActivityKind | None, Query(description="Only of this kind.")] = None,
    unit_code: Annotated[Code | None, Query(description="Only of this unit.", examples=["84-03"])] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    start_on: FromOn = None,
    end_on: ToOn = None,
    problem_state: Annotated[ProblemState | None, Query(description="Only collected problems that stand so.")] = None,
    status: Annotated[Status | None, Query(description="Only records that hold, or only withdrawn ones.")] = None,
) -> Filter:
    return Filter(kind, unit_code, territory_code, start_on, end_on, problem_state, status)


def _shown(activity: Activity, response: Response) -> ActivityView:
    tag_version(response, activity.version)
    return ActivityView.model_validate(activity)


@router.post(
    "", status_code=201, summary="Register a service activity 登记",
    responses=problems(ActivitiesUnsound, ExternalNumberTaken),
)  # fmt: skip
async def register_activity(body: ActivityEntry, actor: Teller, db: Db, response: Response) -> ActivityView:
    """What a unit did on a day; told again under its own number it is the same record."""
    return _shown(await registering.register_activity(db, actor, body), response)


@router.get("", summary="List service activities", responses=problems(CursorBroken))
async def list_activities(
    actor: Reader, db: Db, params: PageParams, wanted: Annotated[Filter, Depends(_filter)], request: Request, response: Response
) -> Page[ActivityView]:
    """Records, the latest days first."""
    found, following = await service.list_activities(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[ActivityView.model_validate(each) for each in found], next=following)


@router.get("/{activity_id}", summary="Show a service activity", responses=problems(ActivityUnknown))
async def get_activity(activity_id: UUID, actor: Reader, db: Db, response: Response) -> ActivityView:
    """One record; its ETag is what If-Match takes."""
    return _shown(await service.get_activity(db, actor, activity_id), response)


@router.get("/{activity_id}/history", summary="Show how a record came to read so", responses=problems(ActivityUnknown))
async def get_history(activity_id: UUID, actor: Reader, db: Db) -> Page[ActivityVersionView]:
    """Every version with its reason, the first first."""
    return Page(items=[ActivityVersionView.model_validate(each) for each in await service.get_history(db, actor, activity_id)])


@router.patch(
    "/{activity_id}", summary="Correct a record 更正", responses=problems(*_CHANGED, ActivitiesUnsound, ProblemNotToBeSolved)
)
async def correct_activity(
    activity_id: UUID, body: ActivityCorrection, actor: Teller, db: Db, if_match: IfMatch, response: Response
) -> ActivityView:
    """It reads otherwise from now on; how it read stays in its history, and the figures follow at once."""
    return _shown(await changing.correct_activity(db, actor, activity_id, if_match, body), response)


@router.post("/{activity_id}/withdrawals", status_code=201, summary="Withdraw a record 撤销", responses=problems(*_CHANGED))
async def withdraw_activity(
    activity_id: UUID, body: ActivityWithdrawal, actor: Teller, db: Db, if_match: IfMatch, response: Response
) -> ActivityView:
    """It counts no more; a problem that it solved is open again."""
    return _shown(await changing.withdraw_activity(db, actor, activity_id, if_match, body), response)
