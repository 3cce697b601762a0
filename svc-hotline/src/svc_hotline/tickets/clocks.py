"""What a step does to the clocks of its ticket: its deadline, its pauses, what it waits for, when to look at it again."""

from datetime import datetime

from contracts.worktime import Deadline, WorkCalendar, due_at, warn_at
from svc_hotline.tickets import timers
from svc_hotline.tickets.lifecycle import PAUSED
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Action, Status, Urgency

# After these the deadline is counted anew, from where its clock began, with every pause kept.
_RECOUNTED = frozenset(
    {Action.OPEN, Action.IMPORT, Action.REOPEN, Action.RECLASSIFY, Action.GRANT_EXTENSION, Action.RECOMPUTE_DUE}
)

# After these a ticket begins to wait anew though its status stays.
_WAITS_ANEW = frozenset(
    {
        Action.OPEN, Action.IMPORT, Action.REPLY, Action.APPROVE_REPLY, Action.SEND_REPLY_BACK, Action.CALL_BACK,
        Action.ANSWER_RATING,
    }
)  # fmt: skip

_WITH_UNIT = frozenset({Status.DISPATCHED, Status.SIGNED, Status.HANDLING})


def settle(ticket: Ticket, action: Action, before: Status, at: datetime, calendar: WorkCalendar) -> None:
    """Bring the ticket's clocks to what `action`, which led from `before` to its present status, has made of it."""
    _turn(ticket, action, before, at)
    if action in _RECOUNTED or before in PAUSED or ticket.status in PAUSED:
        count_due(ticket, calendar)
    if ticket.status not in _WITH_UNIT:
        ticket.extension_asked_days = ticket.extension_due_at = None
    if ticket.status is not before or action in _WAITS_ANEW:
        ticket.wait_escalations = 0
        if action is not Action.SUSPEND:  # whose end is set by whoever suspends
            ticket.wait_until = _wait_until(ticket, at, calendar)
    elif action is Action.RECLASSIFY and not ticket.wait_escalations:
        ticket.wait_until = _sooner(ticket.wait_until, _wait_until(ticket, at, calendar))
    ticket.changed_at = at
    ticket.wake_at = timers.wake_at(ticket)


def count_due(ticket: Ticket, calendar: WorkCalendar) -> None:
    """The deadline by the present limit, pauses and extensions; none while the clock stands still."""
    due = _counted(ticket, calendar)
    if due is None:
        ticket.due_at = ticket.warn_at = None
    else:
        _set(ticket, *due)


def is_moved(ticket: Ticket, calendar: WorkCalendar) -> bool:
    """Whether the calendar gives it another deadline than it has, or the same for certain."""
    due = _counted(ticket, calendar)
    return due is None or (due[0].at, due[0].is_provisional) != (ticket.due_at, ticket.is_due_provisional)


def confirm_due(ticket: Ticket, calendar: WorkCalendar) -> None:
    """Note that the calendar gives it the deadline that it has, and when it is warned by it: nothing to be told."""
    count_due(ticket, calendar)
    ticket.wake_at = timers.wake_at(ticket)


def _counted(ticket: Ticket, calendar: WorkCalendar) -> tuple[Deadline, datetime] | None:
    """The deadline, and when it is warned before it."""
    limit, start, turns = ticket.limit, ticket.clock_from, ticket.clock_turns
    if limit is None or start is None or len(turns) % 2:
        return None
    more = ticket.extension_days
    due = due_at(start, limit, calendar, turns, extension_days=more)
    return due, warn_at(start, limit, calendar, turns, share=POLICY.warning_share, extension_days=more)


def _set(ticket: Ticket, due: Deadline, warned: datetime) -> None:
    if due.at != ticket.due_at:
        ticket.warned_at = ticket.overdue_at = ticket.supervise_at = None  # for a new deadline they are told anew
    ticket.due_at, ticket.warn_at = due.at, warned
    ticket.is_due_provisional, ticket.calendar_version = due.is_provisional, due.calendar_version


def _turn(ticket: Ticket, action: Action, before: Status, at: datetime) -> None:
    """Stop the clock, let it go on, or begin it anew."""
    if action is Action.REOPEN:
        ticket.clock_from, ticket.clock_turns, ticket.extension_days = at, [], 0
        ticket.warned_at = ticket.overdue_at = ticket.supervise_at = None
    elif (ticket.status in PAUSED) != (before in PAUSED):
        ticket.clock_turns = [*ticket.clock_turns, at]
        ticket.paused_from = before if ticket.status in PAUSED else None


def _wait_until(ticket: Ticket, at: datetime, calendar: WorkCalendar) -> datetime | None:
    """Until when it may stay as it is; none where its deadline alone counts."""
    if ticket.status is Status.DISPATCHED:
        return ticket.sign_due_at
    if ticket.status is Status.HANDLING and not ticket.is_reply_waiting:
        return None
    if ticket.callbacks_not_reached and ticket.status in (Status.RESOLVED, Status.ANSWERED):
        return due_at(at, POLICY.callback_retry, calendar).at
    limit = None if ticket.urgency is Urgency.NORMAL else POLICY.urgent_waits.get(ticket.status)
    limit = limit or POLICY.waits.get(ticket.status)
    return due_at(at, limit, calendar).at if limit else None


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one is not None and other is not None else one
