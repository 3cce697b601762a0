"""The steps that departments take in the review of a held case: stage after stage, those of one stage side by side."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.calendar.service import calendar_of
from svc_affairs.items.models import Item
from svc_affairs.online_cases import clocks, repository
from svc_affairs.online_cases.models import CaseTask, OnlineCase
from svc_affairs.online_cases.terms import TaskStatus

_DECISION_STEP = ("review", "审查")
T = TaskStatus


def laid_out(case: OnlineCase, item: Item) -> list[CaseTask]:
    """The steps of the item for this case; where it names none, one of its own department's."""
    if not item.steps:
        code, name = _DECISION_STEP
        return [_task(case, code, name, 1, None, None, is_implied=True)]
    return [_task(case, step["code"], step["name"], step["stage"], step["department_code"], step["days"]) for step in item.steps]


def departments_of(item: Item) -> list[str]:
    """Its own department and all that take a step."""
    return sorted({item.department_code, *(step["department_code"] or item.department_code for step in item.steps)})


async def open_first(db: AsyncSession, cases: Sequence[OnlineCase]) -> None:
    """The cases were accepted: the first stage of each begins."""
    for _, tasks in groupby(await repository.list_tasks_of(db, [case.id for case in cases]), lambda task: task.case_id):
        await _open_stage(db, list(tasks), clock.now())


async def settle_stage(db: AsyncSession, tasks: Sequence[CaseTask]) -> bool:
    """Open the next stage where one is done; True: nothing is left, and somebody has to decide.

    An objection ends the review with its stage: it goes to who decides, and no further department is asked.
    """
    if any(task.status is T.OPEN for task in tasks):
        return False
    if any(task.status is T.OBJECTED for task in tasks):
        _drop(tasks)
        return True
    return not await _open_stage(db, tasks, clock.now())


async def recount(db: AsyncSession, case: OnlineCase) -> None:
    """The clock runs again, or by a newer calendar: what is open has so much more time."""
    calendar = await calendar_of(db)
    for task in await repository.list_tasks(db, case.id):
        if task.status is T.OPEN and task.days is not None and task.opened_at is not None:
            turns = clocks.turns_since(case, task.opened_at)
            task.due_at = clocks.deadline(task.opened_at, task.days, calendar, turns).at


async def drop(db: AsyncSession, case: OnlineCase) -> None:
    """Nobody needs to do what is not done yet."""
    _drop(await repository.list_tasks(db, case.id))


def finish(task: CaseTask, status: TaskStatus, opinion: str | None, by: str) -> None:
    """A department has done its step; whether it was late is a fact that stays."""
    now = clock.now()
    task.status, task.opinion, task.done_at, task.done_by = status, opinion, now, by
    task.is_late = task.due_at is not None and now > task.due_at


async def _open_stage(db: AsyncSession, tasks: Sequence[CaseTask], now: datetime) -> bool:
    """Open the first stage that is not begun; False: there is none."""
    stage = min((task.stage for task in tasks if task.status is T.PENDING), default=None)
    calendar = await calendar_of(db)
    for task in tasks:
        if task.stage == stage and task.status is T.PENDING:
            task.status, task.opened_at = T.OPEN, now
            task.due_at = None if task.days is None else clocks.deadline(now, task.days, calendar).at
    return stage is not None


def _drop(tasks: Sequence[CaseTask]) -> None:
    for task in tasks:
        if task.status in (T.PENDING, T.OPEN):
            task.status = T.DROPPED


def _task(
    case: OnlineCase, code: str, name: str, stage: int, department_code: str | None, days: int | None, *, is_implied: bool = False
) -> CaseTask:  # fmt: skip
    return CaseTask(
        case_id=case.id, step_code=code, name=name, stage=stage, department_code=department_code or case.department_code,
        is_implied=is_implied, days=days, status=T.PENDING, is_late=False,
    )  # fmt: skip
