"""Lets time pass for a held rectification: what its timers were set to do until now is done, each at its own instant."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.calendar.service import calendar_of
from svc_affairs.rectifications import clocks
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.steps import CLOCK, take
from svc_affairs.rectifications.terms import Outcome, RectificationAction

A = RectificationAction


async def catch_up(db: AsyncSession, task: Rectification) -> int:
    """Do what is due; returns how much that was."""
    with db.no_autoflush:
        clocks.recount(task, await calendar_of(db))
    done = 0
    while (timer := clocks.next_timer(task)) is not None and timer.at <= clock.now():
        with clock.declared(timer.at):
            await _fire(db, task, timer.action)
        done += 1
    return done


async def _fire(db: AsyncSession, task: Rectification, action: RectificationAction) -> None:
    now = clock.now()
    if action is A.MARK_CALL_OVERDUE:
        counts = () if task.was_call_overdue else ("call_overdue",)
        await take(db, CLOCK, task, action, counts=counts, call_overdue_at=now, was_call_overdue=True)
    elif action is A.MARK_OVERDUE:
        counts = () if task.was_overdue else ("overdue",)
        await take(db, CLOCK, task, action, counts=counts, overdue_at=now, was_overdue=True)
    else:
        await take(db, CLOCK, task, action, counts=("closed",), outcome=Outcome.NOT_RATED_AGAIN, closed_at=now)
