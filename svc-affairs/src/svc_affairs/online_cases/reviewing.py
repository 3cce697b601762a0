"""What approvers do with a held case: the steps of its review, and the decision."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import ADMINISTRATOR, Principal
from svc_affairs.online_cases import papers, repository, tasks
from svc_affairs.online_cases.errors import NotYourDecision, NotYourStep, ReviewNotDone, StepNotOpen, StepToBeNamed
from svc_affairs.online_cases.models import CaseTask, OnlineCase
from svc_affairs.online_cases.policy import POLICY
from svc_affairs.online_cases.schemas import CaseDecision, Review
from svc_affairs.online_cases.steps import check_possible, take
from svc_affairs.online_cases.terms import Action, Opinion, Status, TaskStatus

_BY_OPINION = {Opinion.AGREED: TaskStatus.AGREED, Opinion.OBJECTED: TaskStatus.OBJECTED}


async def review(db: AsyncSession, actor: Principal, case: OnlineCase, body: Review) -> None:
    """A department does its step; with the last of a stage the next begins, or the case is ready to be decided.

    Raises StepNotOpen, NotYourStep, StepToBeNamed.
    """
    check_possible(case, Action.REVIEW)
    everything = await repository.list_tasks(db, case.id)
    task = _own_task(actor, everything, body.step_code)
    tasks.finish(task, _BY_OPINION[body.opinion], body.text, actor.subject)
    is_ready = await tasks.settle_stage(db, everything)
    told = {
        "step_code": task.step_code, "step_department_code": task.department_code,
        "is_agreed": body.opinion is Opinion.AGREED, "is_late": task.is_late,
    }  # fmt: skip
    await take(
        db, actor, case, Action.REVIEW, note=body.text, told=told, ready_at=clock.now() if is_ready else None
    )  # fmt: skip


async def decide(db: AsyncSession, actor: Principal, case: OnlineCase, body: CaseDecision) -> None:
    """The item's own department decides, once every step is done; a step that the item does not name is done with it.

    Raises NotYourDecision, ReviewNotDone.
    """
    action = Action.APPROVE if body.is_approved else Action.DENY
    check_possible(case, action)
    check_decider(actor, case)
    everything = await repository.list_tasks(db, case.id)
    waiting = [task for task in everything if task.status in (TaskStatus.OPEN, TaskStatus.PENDING)]
    if any(not task.is_implied for task in waiting):
        raise ReviewNotDone(open=[task.step_code for task in waiting])
    for task in waiting:
        opinion = TaskStatus.AGREED if body.is_approved else TaskStatus.OBJECTED
        tasks.finish(task, opinion, body.text, actor.subject)
    now = clock.now()
    result = Status.APPROVED if body.is_approved else Status.DENIED
    await take(
        db, actor, case, action, note=body.text, ready_at=case.ready_at or now, decided_at=now, decided_by=actor.subject,
        result=result, denial_reason=body.reason, result_text=body.text,
        appeal_text=None if body.is_approved else body.appeal_text or POLICY.appeal_text,
    )  # fmt: skip
    await papers.issue_decision(db, actor, case)


def check_decider(actor: Principal, case: OnlineCase) -> None:
    """Raise NotYourDecision where the actor is not of the item's own department."""
    if not decides(actor, case.department_code):
        raise NotYourDecision(department_code=case.department_code)


def decides(actor: Principal, department_code: str) -> bool:
    """Whether an approver is of the department."""
    return actor.unit_code == department_code or ADMINISTRATOR in actor.roles


def _own_task(actor: Principal, everything: Sequence[CaseTask], step_code: str | None) -> CaseTask:
    open_now = [task for task in everything if task.status is TaskStatus.OPEN]
    if step_code is not None:
        open_now = [task for task in open_now if task.step_code == step_code]
    if not open_now:
        raise StepNotOpen(step_code=step_code)
    own = [task for task in open_now if task.department_code == actor.unit_code or ADMINISTRATOR in actor.roles]
    if not own:
        raise NotYourStep(departments=[*{task.department_code for task in open_now}])
    if len(own) > 1:
        raise StepToBeNamed(open=[task.step_code for task in own])
    return own[0]
