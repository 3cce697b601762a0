"""Paths of patrol tasks, of what is found in them, and of coverage."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.grid import TerritoryLevel
from contracts.roles import Role
from svc_grid.codes import Code, TerritoryCode
from svc_grid.patrols import acting, coverage, repository
from svc_grid.patrols.errors import (
    CheckpointSeen,
    CheckpointsLeft,
    CheckpointUnknown,
    CoverageSpanWrong,
    ItemUnknown,
    NotYourTask,
    OutsideWindow,
    TaskActionNotPossible,
    TaskUnknown,
    VisitIdReused,
)
from svc_grid.patrols.plan_router import Reader
from svc_grid.patrols.repository import FindingFilter, TaskFilter
from svc_grid.patrols.schemas import CoverageRecount, TaskCancellation, TaskCompletion, TaskStart, VisitEntry
from svc_grid.patrols.task_models import PatrolFinding, PatrolTask
from svc_grid.patrols.terms import CoverageBy, TaskStatus
from svc_grid.patrols.views import (
    CheckpointView,
    CoverageRecountView,
    CoverageView,
    FindingView,
    TaskPointView,
    TaskStepView,
    TaskView,
    VisitView,
)

router = domain_router("/v1/patrol-tasks", "patrols")
findings_router = domain_router("/v1/patrol-findings", "patrols")
coverage_router = domain_router("/v1/grid/patrol-coverage", "patrols")

Patroller = Annotated[Principal, require(Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK)]
Desk = Annotated[Principal, require(Role.GRID_DESK)]
Inside = Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")]
_ACTED = (TaskUnknown, NotYourTask, TaskActionNotPossible, OutsideWindow)


async def _tasks(
    territory_code: Inside = None,
    status: Annotated[TaskStatus | None, Query(description="Only those that stand so.")] = None,
    unit_code: Annotated[Code | None, Query(description="Only this unit's.", examples=["84-03"])] = None,
    plan_id: Annotated[UUID | None, Query(description="Only of this plan.")] = None,
    start_on: Annotated[date | None, Query(alias="from", description="Due on this day or later.")] = None,
    end_on: Annotated[date | None, Query(alias="to", description="Due before this day.")] = None,
) -> TaskFilter:
    return TaskFilter(territory_code, status, unit_code, plan_id, start_on, end_on)


async def _findings(
    territory_code: Inside = None,
    case_id: Annotated[UUID | None, Query(description="Only what this case follows.")] = None,
    plan_id: Annotated[UUID | None, Query(description="Only of this plan.")] = None,
    task_id: Annotated[UUID | None, Query(description="Only of this task.")] = None,
) -> FindingFilter:
    return FindingFilter(territory_code, case_id, plan_id, task_id)


def _shown(task: PatrolTask, response: Response) -> TaskView:
    tag_version(response, task.version)
    return TaskView.model_validate(task)


@router.get("", summary="List patrol tasks 巡查任务", responses=problems(CursorBroken))
async def list_tasks(
    actor: Reader,
    db: Db,
    params: PageParams,
    wanted: Annotated[TaskFilter, Depends(_tasks)],
    request: Request,
    response: Response,
) -> Page[TaskView]:
    """Tasks, the latest days first."""
    found, following = await fetch_page(db, repository.list_tasks(actor, wanted), (PatrolTask.due_on, PatrolTask.id), params)
    link_next(response, request, following)
    return Page(items=[TaskView.model_validate(each) for each in found], next=following)


@router.get("/{task_id}", summary="Show a patrol task", responses=problems(TaskUnknown))
async def get_task(task_id: UUID, actor: Reader, db: Db, response: Response) -> TaskView:
    """One task; its ETag is what If-Match takes."""
    return _shown(await repository.get_task(db, actor, task_id), response)


@router.get("/{task_id}/checkpoints", summary="Show a task's checkpoints", responses=problems(TaskUnknown))
async def list_points(task_id: UUID, actor: Reader, db: Db) -> Page[TaskPointView]:
    """By code, each with its last visit; in which order they were seen by whom is not told."""
    task = await repository.get_task(db, actor, task_id)
    return Page(items=[TaskPointView.model_validate(each) for each in await repository.list_seen(db, task)])


@router.get("/{task_id}/history", summary="Show what happened to a task", responses=problems(TaskUnknown))
async def get_history(task_id: UUID, actor: Reader, db: Db) -> Page[TaskStepView]:
    """Every step with the account that answers for it, the oldest first."""
    await repository.get_task(db, actor, task_id)
    return Page(items=[TaskStepView.model_validate(each) for each in await repository.list_steps(db, task_id)])


@router.post("/{task_id}/starts", status_code=201, summary="Start a patrol 开始巡查", responses=problems(*_ACTED, StaleVersion))
async def start(task_id: UUID, body: TaskStart, actor: Patroller, db: Db, if_match: IfMatch, response: Response) -> TaskView:
    """One that is under way stays so."""
    return _shown(await acting.start_task(db, actor, task_id, body.at, if_match=if_match), response)


@router.post(
    "/{task_id}/visits", status_code=201, summary="Tell of a checkpoint 到点登记",
    responses=problems(*_ACTED, CheckpointUnknown, CheckpointSeen, VisitIdReused, ItemUnknown),
)  # fmt: skip
async def visit(task_id: UUID, body: VisitEntry, actor: Patroller, db: Db) -> VisitView:
    """Fine, something found, or out of reach; in any order, and sent again it is the same visit. Findings become cases."""
    made = await acting.record_visit(
        db, actor, task_id, body.checkpoint_code, body.visit_id, body.at, body.result, reason_code=body.reason_code,
        findings=body.findings,
    )  # fmt: skip
    found = await repository.findings_of_visit(db, made.id, task_id)
    shown = VisitView.model_validate({name: getattr(made, name) for name in _OF_VISIT})
    return shown.model_copy(update={"findings": [FindingView.model_validate(each) for each in found]})


_OF_VISIT = ("id", "task_id", "code", "visited_at", "result", "reason_code")


@router.post(
    "/{task_id}/completions", status_code=201, summary="Finish a patrol 完成巡查",
    responses=problems(*_ACTED, StaleVersion, CheckpointsLeft),
)  # fmt: skip
async def finish(
    task_id: UUID, body: TaskCompletion, actor: Patroller, db: Db, if_match: IfMatch, response: Response
) -> TaskView:
    """When each checkpoint is told of."""
    return _shown(await acting.finish_task(db, actor, task_id, body.at, if_match=if_match), response)


@router.post(
    "/{task_id}/cancellations", status_code=201, summary="Call a patrol off 取消",
    responses=problems(TaskUnknown, StaleVersion, TaskActionNotPossible),
)  # fmt: skip
async def cancel(task_id: UUID, body: TaskCancellation, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> TaskView:
    """For a reason; what was not seen is planned no more."""
    return _shown(await acting.cancel_task(db, actor, task_id, if_match, body.reason_code, body.remark), response)


@findings_router.get("", summary="List what patrols found 巡查发现", responses=problems(CursorBroken))
async def list_findings(
    actor: Reader, db: Db, params: PageParams, wanted: Annotated[FindingFilter, Depends(_findings)], request: Request,
    response: Response,
) -> Page[FindingView]:  # fmt: skip
    """Findings, the newest first, each with its case; of a case those that it follows."""
    order = (PatrolFinding.found_at, PatrolFinding.id)
    found, following = await fetch_page(db, repository.list_findings(actor, wanted), order, params)
    link_next(response, request, following)
    return Page(items=[FindingView.model_validate(each) for each in found], next=following)


@coverage_router.get("", summary="Show the coverage of patrols 巡查覆盖率", responses=problems(CoverageSpanWrong))
async def show_coverage(
    actor: Reader, db: Db,
    start_on: Annotated[date, Query(alias="from", description="The first day.", examples=["2026-03-01"])],
    end_on: Annotated[date, Query(alias="to", description="The day after the last.", examples=["2026-04-01"])],
    territory_code: Inside = None,
    by: Annotated[CoverageBy | None, Query(description="Also by territory or month.")] = None,
    level: Annotated[
        TerritoryLevel, Query(description="By territory: the sums of the subtrees at this level.")
    ] = TerritoryLevel.REGIMENT,
) -> CoverageView:  # fmt: skip
    """Of places: how many checkpoints were to be seen, and how many were."""
    return await coverage.show_coverage(db, actor, start_on, end_on, territory_code, by, level)


@coverage_router.get("/places", summary="List places that were not seen", responses=problems(CursorBroken))
async def list_places(
    actor: Reader, db: Db, params: PageParams, request: Request, response: Response, territory_code: Inside = None,
    is_overdue: Annotated[bool, Query(description="Only those that are overdue.", examples=[True])] = False,
    unseen_days: Annotated[
        int | None, Query(ge=1, le=3660, description="Only those that nobody saw for so many days.", examples=[30])
    ] = None,
) -> Page[CheckpointView]:  # fmt: skip
    """Checkpoints in use, by plan and code."""
    found, following = await coverage.list_places(db, actor, territory_code, is_overdue, unseen_days, params)
    link_next(response, request, following)
    return Page(items=[CheckpointView.model_validate(each) for each in found], next=following)


@coverage_router.post("/recounts", status_code=201, summary="Prove coverage by a recount", responses=problems(CoverageSpanWrong))
async def recount(
    body: CoverageRecount, actor: Annotated[Principal, require(Role.SUPERVISOR, unbound=True)], db: Db
) -> CoverageRecountView:
    """Compare what is kept with the tasks, checkpoints and findings themselves."""
    return await coverage.recount(db, body.start_on, body.end_on)
