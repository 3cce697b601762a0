"""Carries out what time does to a held ticket, each thing at the instant it was set to."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.worktime import Limit, due_at
from svc_hotline.calendar.service import calendar_of, fresh_calendar
from svc_hotline.tickets import clocks
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.returning import ask_where_it_goes, refuse_return
from svc_hotline.tickets.steps import take
from svc_hotline.tickets.terms import Action, CloseOutcome, EscalationReason, Status
from svc_hotline.tickets.timers import Timer, is_outdated, next_timer, recount_timer

CLOCK = Principal(subject="clock", kind="service")

_NOTES: Mapping[Action, str] = MappingProxyType(
    {
        Action.REFUSE_RETURN: "逾期未审核，工单由原单位继续办理",
        Action.REFUSE_EXTENSION: "逾期未审核，延期申请失效",
        Action.RESUME: "等待期满，恢复办理",
        Action.SUPERVISE: "超期未办结",
        Action.CLOSE: "逾期未能回访，答复已可查询",
        Action.RECOMPUTE_DUE: "工作日历更新，期限重新计算",
    }
)


def supervision(due_at: datetime) -> dict[str, Any]:
    """What a supervision sets, with its own deadline."""
    return {"is_supervised": True, "is_supervision_late": False, "supervise_at": None, "supervised_due_at": due_at}


async def run_timers(db: AsyncSession, ticket: Ticket) -> int:
    """Do what the held ticket's timers were set to do until now, each at its own instant; returns how many there were."""
    now, done = clock.now(), 0
    while (timer := await _first_timer(db, ticket)) is not None and timer.at <= now:
        with clock.declared(timer.at):
            await _fire(db, ticket, timer)
        done += 1
    return done


async def _first_timer(db: AsyncSession, ticket: Ticket) -> Timer | None:
    """Its own next one, or that of a new calendar; what the old one was set to do before that, it still does."""
    own, calendar = next_timer(ticket), await calendar_of(db)
    if is_outdated(ticket, calendar) or (own is not None and own.at <= clock.now()):
        calendar = await fresh_calendar(db)  # it may as well be this process that still remembers an older one
    both = (recount_timer(ticket, calendar), own)
    return min((timer for timer in both if timer is not None), key=lambda timer: timer.at, default=None)


async def _fire(db: AsyncSession, ticket: Ticket, timer: Timer) -> None:
    if timer.action is Action.RECOMPUTE_DUE and not clocks.is_moved(ticket, calendar := await calendar_of(db)):
        clocks.confirm_due(ticket, calendar)
        return
    note = timer.reason.label_zh if timer.reason else _NOTES.get(timer.action)
    if timer.action is Action.REFUSE_RETURN:
        await refuse_return(db, CLOCK, ticket, note)
        return
    await take(db, CLOCK, ticket, timer.action, note=note, **await _changes(db, ticket, timer))
    if timer.action is Action.RESUME:
        await ask_where_it_goes(db, ticket)


async def _changes(db: AsyncSession, ticket: Ticket, timer: Timer) -> dict[str, Any]:
    """What a timer writes besides the step itself; each takes the timer away or sets it further on."""
    calendar = await calendar_of(db)

    def after(limit: Limit) -> Any:
        return due_at(timer.at, limit, calendar).at

    match timer.action:
        case Action.WARN:
            return {"warned_at": timer.at}
        case Action.MARK_OVERDUE:
            return {"was_overdue": True, "overdue_at": timer.at, "supervise_at": after(POLICY.supervised_after_overdue)}
        case Action.SUPERVISE:
            return supervision(after(POLICY.supervision_limit))
        case Action.REFUSE_EXTENSION:
            return {"extension_asked_days": None, "extension_due_at": None}
        case Action.CLOSE:
            outcome = CloseOutcome.ANSWERED if ticket.status is Status.ANSWERED else CloseOutcome.NO_CALLBACK
            return {"close_outcome": outcome, "closed_at": timer.at}
        case Action.ESCALATE:
            return _escalation(ticket, timer, after)
        case Action.RECOMPUTE_DUE:
            return {}
        case _:
            return {"question": None}


def _escalation(ticket: Ticket, timer: Timer, after: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {"escalated_times": ticket.escalated_times + 1, "escalation_reason": timer.reason}
    match timer.reason:
        case EscalationReason.SUPERVISION_LATE:
            return changes | {"is_supervision_late": True, "supervise_at": after(POLICY.escalation_rest)}
        case EscalationReason.RATING_UNANSWERED:
            return changes | {"rating_answer_due_at": after(POLICY.escalation_rest)}
        case EscalationReason.NOT_SIGNED:
            changes["was_sign_overdue"] = True
        case _:
            pass
    times = ticket.wait_escalations + 1
    further = POLICY.escalation_interval if times < POLICY.escalations_soon else POLICY.escalation_rest
    if timer.reason is EscalationReason.CALLBACK_LATE:
        further = POLICY.callback_silence
    return changes | {"wait_until": after(further), "wait_escalations": times}
