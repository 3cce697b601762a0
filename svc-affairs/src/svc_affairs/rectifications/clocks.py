"""The clocks of a rectification: to be called back, to be put right, to be rated anew; and when to look again. Pure."""

from datetime import datetime
from typing import NamedTuple

from contracts.worktime import Limit, WorkCalendar, due_at
from svc_affairs.rectifications.lifecycle import UNANSWERED
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.policy import POLICY
from svc_affairs.rectifications.terms import RectificationAction, RectificationStatus

A, S = RectificationAction, RectificationStatus
# What begins a round: each has clocks of its own, from its own begin.
_BEGINS = frozenset({A.OPEN, A.REOPEN, A.ESCALATE})


class Timer(NamedTuple):
    """Something that happens at an instant unless somebody acts before."""

    at: datetime
    action: RectificationAction


def settle(task: Rectification, action: RectificationAction, at: datetime, calendar: WorkCalendar) -> None:
    """Bring the clocks to what `action`, which led to the present status, made of them."""
    if action in _BEGINS:
        task.round_at, task.calls_missed = at, 0
        task.call_outcome = task.called_at = task.call_overdue_at = task.overdue_at = task.put_right_at = None
    _count_due(task, calendar)
    task.changed_at = at
    task.wake_at = wake_at(task)


def recount(task: Rectification, calendar: WorkCalendar) -> None:
    """Count anew what an older calendar counted, before it is held against anybody."""
    if task.calendar_version != calendar.version and task.status is not S.CLOSED:
        _count_due(task, calendar)
        task.wake_at = wake_at(task)


def next_timer(task: Rectification) -> Timer | None:
    """What time does to it next; never before what happened to it last."""
    timers = [Timer(max(at, task.changed_at), action) for at, action in _waits_for(task) if at is not None]
    return min(timers, key=lambda timer: timer.at, default=None)


def wake_at(task: Rectification) -> datetime | None:
    timer = next_timer(task)
    return timer.at if timer else None


def _count_due(task: Rectification, calendar: WorkCalendar) -> None:
    """The deadlines of the present state; one that has been met, or is told of as missed, stays as it was."""
    task.calendar_version = calendar.version
    if task.status is S.OPEN and task.call_overdue_at is None:
        task.call_due_at = due_at(task.round_at, POLICY.call_back, calendar).at
    if task.status in UNANSWERED and task.overdue_at is None:
        due = due_at(task.round_at, _limit(task), calendar)
        task.due_at, task.is_due_provisional = due.at, due.is_provisional
    if task.status is S.ESCALATED:
        task.call_due_at = None
    task.wait_until = None
    if task.status is S.PUT_RIGHT and task.put_right_at is not None:
        task.wait_until = due_at(task.put_right_at, POLICY.follow_up, calendar).at


def _limit(task: Rectification) -> Limit:
    return POLICY.conclusion if task.status is S.ESCALATED else POLICY.putting_right


def _waits_for(task: Rectification) -> list[tuple[datetime | None, RectificationAction]]:
    """What is waited for in the present state. What is late stays with whoever supervises, who was told."""
    waits: list[tuple[datetime | None, RectificationAction]] = []
    if task.status is S.OPEN and task.call_overdue_at is None:
        waits.append((task.call_due_at, A.MARK_CALL_OVERDUE))
    if task.status in UNANSWERED and task.overdue_at is None:
        waits.append((task.due_at, A.MARK_OVERDUE))
    if task.status is S.PUT_RIGHT:
        waits.append((task.wait_until, A.LAPSE))
    return waits
