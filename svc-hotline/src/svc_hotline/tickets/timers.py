"""What time itself does to a ticket: every waiting state has a timer and a way out. Pure; the sweeper carries it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from contracts.worktime import WorkCalendar
from svc_hotline.tickets.lifecycle import RUNNING
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Action, EscalationReason, Status

R = EscalationReason

# Who waits in vain goes up, ...
_GOES_UP: Mapping[Status, EscalationReason] = MappingProxyType(
    {
        Status.ACCEPTED: R.UNASSIGNED,
        Status.REOPENED: R.UNASSIGNED,
        Status.DISPATCHED: R.NOT_SIGNED,
        Status.SIGNED: R.NOT_STARTED,
        Status.HANDLING: R.REPLY_NOT_REVIEWED,
        Status.RESOLVED: R.CALLBACK_LATE,
        Status.ANSWERED: R.CALLBACK_LATE,
    }
)
# ... except where silence itself has a meaning.
_SILENCE: Mapping[Status, Action] = MappingProxyType(
    {Status.RETURNED: Action.REFUSE_RETURN, Status.AWAITING_CALLER: Action.RESUME, Status.SUSPENDED: Action.RESUME}
)
_CALLED_BACK = frozenset({Status.RESOLVED, Status.ANSWERED})


@dataclass(frozen=True)
class Timer:
    """Something that happens at an instant unless somebody acts before."""

    at: datetime
    action: Action
    reason: EscalationReason | None = None


def next_timer(ticket: Ticket) -> Timer | None:
    """The first of the ticket's timers; never before what happened to it last."""
    first = min(_timers(ticket), key=lambda timer: timer.at, default=None)
    if first is None or first.at >= ticket.changed_at:
        return first
    return Timer(ticket.changed_at, first.action, first.reason)


def is_outdated(ticket: Ticket, calendar: WorkCalendar) -> bool:
    """Whether its deadline runs by another version of the calendar; what no calendar has counted is left as it is."""
    is_counted = ticket.status in RUNNING and ticket.due_at is not None and ticket.calendar_version is not None
    return is_counted and ticket.calendar_version != calendar.version


def recount_timer(ticket: Ticket, calendar: WorkCalendar) -> Timer | None:
    """The deadline is counted anew at the instant the calendar was published, however late somebody comes to it."""
    if not is_outdated(ticket, calendar):
        return None
    return Timer(max(calendar.since or ticket.changed_at, ticket.changed_at), Action.RECOMPUTE_DUE)


def wake_at(ticket: Ticket) -> datetime | None:
    """When to look at the ticket again."""
    timer = next_timer(ticket)
    return timer.at if timer else None


def _timers(ticket: Ticket) -> Iterator[Timer]:
    yield from _of_deadline(ticket)
    yield from _of_wait(ticket)
    if ticket.extension_due_at is not None:
        yield Timer(ticket.extension_due_at, Action.REFUSE_EXTENSION)
    if ticket.is_rating_unanswered and ticket.rating_answer_due_at is not None:
        yield Timer(ticket.rating_answer_due_at, Action.ESCALATE, R.RATING_UNANSWERED)
    yield from _of_supervision(ticket)


def _of_deadline(ticket: Ticket) -> Iterator[Timer]:
    if ticket.status not in RUNNING or ticket.due_at is None:
        return
    if ticket.overdue_at is not None:
        if ticket.supervise_at is not None and ticket.supervised_due_at is None:
            yield Timer(ticket.supervise_at, Action.SUPERVISE)
        return
    if ticket.warned_at is None and ticket.warn_at is not None:
        yield Timer(ticket.warn_at, Action.WARN)
    yield Timer(ticket.due_at, Action.MARK_OVERDUE)


def _of_supervision(ticket: Ticket) -> Iterator[Timer]:
    """Until its answer, a supervised ticket goes up at the supervision's deadline, and then again and again."""
    is_over = ticket.status is Status.REJECTED or (ticket.status is Status.CLOSED and not ticket.is_rating_unanswered)
    at = ticket.supervise_at if ticket.is_supervision_late else ticket.supervised_due_at
    if ticket.supervised_due_at is not None and at is not None and not is_over:
        yield Timer(at, Action.ESCALATE, R.SUPERVISION_LATE)


def _of_wait(ticket: Ticket) -> Iterator[Timer]:
    if ticket.wait_until is None:
        return
    if ticket.status in _SILENCE:
        yield Timer(ticket.wait_until, _SILENCE[ticket.status])
    elif ticket.status in _CALLED_BACK and ticket.is_rating_unanswered:
        return  # it is not the caller who is waited for
    elif ticket.status in _CALLED_BACK and ticket.wait_escalations and ticket.reply is not None:
        yield Timer(ticket.wait_until, Action.CLOSE)
    elif ticket.wait_escalations < POLICY.escalations_soon or ticket.supervised_due_at is None:
        yield Timer(ticket.wait_until, Action.ESCALATE, _GOES_UP[ticket.status])  # later on the supervision goes up instead
