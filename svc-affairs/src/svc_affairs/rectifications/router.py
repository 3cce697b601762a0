"""Paths of rectifications."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime

from chassis.errors import Problem, StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.schemas import ItemCode
from svc_affairs.online_cases.schemas import Code
from svc_affairs.rated_side import READING, RESPONSIBLE, SUPERVISING
from svc_affairs.rectifications import errors, service
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.repository import Filter
from svc_affairs.rectifications.schemas import CallBack, Putting, UnfoundedDecision, UnfoundedProposal
from svc_affairs.rectifications.terms import RectificationStatus
from svc_affairs.rectifications.views import RectificationStepView, RectificationView

router = domain_router("/v1/rectifications", "rectifications")

Reader = Annotated[Principal, require(*READING)]
Responsible = Annotated[Principal, require(*RESPONSIBLE)]
Supervisor = Annotated[Principal, require(*SUPERVISING)]
Caller = Annotated[Principal, require(*RESPONSIBLE, *SUPERVISING)]


def _faults(*more: type[Problem]) -> dict[int | str, dict[str, Any]]:
    return problems(errors.RectificationUnknown, errors.RectificationActionNotPossible, StaleVersion, *more)


def _view(task: Rectification, actor: Principal) -> RectificationView:
    # Who is an analyst too sees more than what the own unit has to answer.
    is_responsible = actor.has(*RESPONSIBLE) and Role.ANALYST not in actor.roles
    return RectificationView.of(task, supervises=actor.has(*SUPERVISING), is_responsible=is_responsible)


def _shown(task: Rectification, actor: Principal, response: Response) -> RectificationView:
    tag_version(response, task.version)
    return _view(task, actor)


async def _filter(
    status: Annotated[RectificationStatus | None, Query(description="Only in this state.")] = None,
    item_code: Annotated[ItemCode | None, Query(description="Only of this item.")] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department's items.")] = None,
    centre_code: Annotated[Code | None, Query(description="Only of this town centre.")] = None,
    window_code: Annotated[Code | None, Query(description="Only of the windows with this code.")] = None,
    is_overdue: Annotated[bool | None, Query(description="Only those that are, or were, late; or are not.")] = None,
    due_before: Annotated[AwareDatetime | None, Query(description="Only unanswered ones that are due before this.")] = None,
) -> Filter:
    return Filter(status, item_code, department_code, centre_code, window_code, is_overdue, due_before)


@router.get("", summary="List rectifications")
async def list_rectifications(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[RectificationView]:
    """Those that the caller may see, the newest first."""
    found, following = await service.list_rectifications(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[_view(task, actor) for task in found], next=following)


@router.get("/{task_id}", summary="Show a rectification", responses=problems(errors.RectificationUnknown))
async def get_rectification(task_id: UUID, actor: Reader, db: Db, response: Response) -> RectificationView:
    """One rectification; its ETag is what If-Match takes."""
    return _shown(await service.get_rectification(db, actor, task_id), actor, response)


@router.get("/{task_id}/history", summary="Show what was done", responses=problems(errors.RectificationUnknown))
async def get_history(task_id: UUID, actor: Reader, db: Db) -> Page[RectificationStepView]:
    """Every step, the oldest first."""
    return Page(items=[RectificationStepView.model_validate(each) for each in await service.get_history(db, actor, task_id)])


@router.post("/{task_id}/calls", status_code=201, summary="Write down a call back 回访", responses=_faults())
async def call_back(
    task_id: UUID, body: CallBack, actor: Caller, db: Db, if_match: IfMatch, response: Response
) -> RectificationView:
    """Within one working day. Who is not reached is called again, three times in all."""
    return _shown(await service.call_back(db, actor, task_id, if_match, body), actor, response)


@router.post("/{task_id}/answers", status_code=201, summary="Answer with what was done 整改答复", responses=_faults())
async def put_right(
    task_id: UUID, body: Putting, actor: Responsible, db: Db, if_match: IfMatch, response: Response
) -> RectificationView:
    """Within fifteen working days, by the department or the centre; whoever rated may then rate anew."""
    return _shown(await service.put_right(db, actor, task_id, if_match, body), actor, response)


@router.post(
    "/{task_id}/unfounded-proposals", status_code=201, summary="Say that a rating is unfounded 申请认定不实",
    responses=_faults(errors.ProposedAlready),
)  # fmt: skip
async def propose_unfounded(
    task_id: UUID, body: UnfoundedProposal, actor: Responsible, db: Db, if_match: IfMatch, response: Response
) -> RectificationView:
    """Once, after the call back; the clock runs on until a second person has decided."""
    return _shown(await service.propose_unfounded(db, actor, task_id, if_match, body), actor, response)


@router.post(
    "/{task_id}/unfounded-decisions", status_code=201, summary="Decide whether a rating is unfounded 认定",
    responses=_faults(errors.SecondPersonNeeded, errors.NotOverYourself),
)  # fmt: skip
async def decide_unfounded(
    task_id: UUID, body: UnfoundedDecision, actor: Supervisor, db: Db, if_match: IfMatch, response: Response
) -> RectificationView:
    """By somebody of the government-affairs office who did not propose it, and who is not of the unit that was rated."""
    return _shown(await service.decide_unfounded(db, actor, task_id, if_match, body), actor, response)


@router.post(
    "/{task_id}/conclusions", status_code=201, summary="Settle what was escalated 督办办结",
    responses=_faults(errors.NotOverYourself),
)  # fmt: skip
async def conclude(
    task_id: UUID, body: Putting, actor: Supervisor, db: Db, if_match: IfMatch, response: Response
) -> RectificationView:
    """By the government-affairs office, in words; nobody settles a rating of their own unit."""
    return _shown(await service.conclude(db, actor, task_id, if_match, body), actor, response)
