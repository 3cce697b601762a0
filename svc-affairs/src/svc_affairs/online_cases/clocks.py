"""What a step does to the clock of its case: from when it runs, its pauses, its deadlines, when to look again; pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from contracts.worktime import DAY, SHANGHAI, Deadline, Limit, WorkCalendar, due_at
from svc_affairs.online_cases.lifecycle import BEFORE_ACCEPTANCE, DECIDED, ENDED, IN_REVIEW, PAUSED
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.policy import POLICY
from svc_affairs.online_cases.terms import Action, Status

_BEGINS = frozenset({Action.SUBMIT, Action.ACCEPT, Action.ACCEPT_BY_SILENCE})


class Timer(NamedTuple):
    """Something that happens at an instant unless somebody acts before."""

    at: datetime
    action: Action


def deadline(start: datetime, days: int, calendar: WorkCalendar, turns: Sequence[datetime] = ()) -> Deadline:
    """The end of so many working days after the day of the start; none at all: the end of that day, if it is worked.

    `turns` are the instants at which the clock stopped and went on; raises ValueError while it stands still.
    """
    # Whoever has no day to spend has what is left of today: the days that count begin one earlier.
    return due_at(start, Limit(days), calendar, turns) if days else due_at(start - DAY, Limit(1), calendar, turns)


def settle(case: OnlineCase, action: Action, before: Status | None, at: datetime, calendar: WorkCalendar) -> None:
    """Bring the clock to what `action`, which led from `before` to the present status, made of it."""
    if action in _BEGINS:
        case.clock_from = at if action is Action.SUBMIT else case.accepted_at
        case.clock_turns = []
    elif (case.status in PAUSED) != (before in PAUSED) and case.status not in ENDED:
        case.clock_turns = [*case.clock_turns, at]
    _count_due(case, calendar)
    if case.status is not before and case.status is not Status.SPECIAL:
        case.wait_until = _wait_until(case, at, calendar)
    if case.status in ENDED and case.erase_at is None:
        case.closed_at = at
        case.erase_at = at + timedelta(days=POLICY.kept_days)
    case.changed_at = at
    case.wake_at = wake_at(case)


def recount(case: OnlineCase, calendar: WorkCalendar) -> bool:
    """Count anew what an older calendar counted, before it is held against anybody; whether there was any such."""
    if case.calendar_version in (None, calendar.version) or case.status in (*ENDED, Status.SPECIAL):
        return False
    _count_due(case, calendar)
    case.wait_until = _wait_until(case, _waits_since(case), calendar)
    case.wake_at = wake_at(case)
    return True


def next_timer(case: OnlineCase) -> Timer | None:
    """What time does to the case next; never before what happened to it last."""
    at, action = _waits_for(case)
    return None if at is None else Timer(max(at, case.changed_at), action)


def wake_at(case: OnlineCase) -> datetime | None:
    timer = next_timer(case)
    return timer.at if timer else None


def days_between(stopped: datetime, went_on: datetime, calendar: WorkCalendar) -> int:
    """The working days that a pause has cost: those at whose end the clock stood still."""
    day, last, count = _day_ending(stopped), _day_ending(went_on), 0
    while day < last:
        count += calendar.is_working(day)
        day += DAY
    return count


def turns_since(case: OnlineCase, opened_at: datetime) -> list[datetime]:
    """The pauses that lie after an instant at which the clock ran."""
    pairs = zip(case.clock_turns[::2], case.clock_turns[1::2], strict=False)
    return [turn for stop, go in pairs if go > opened_at for turn in (stop, go)]


def _day_ending(at: datetime) -> date:
    """The city's day that an instant lies in; midnight is the end of one, not the begin of the next."""
    return (at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def _count_due(case: OnlineCase, calendar: WorkCalendar) -> None:
    """The deadlines while the promised time runs; none while it stands still. A decision leaves them as they were."""
    case.calendar_version = calendar.version
    if case.status in PAUSED:
        case.due_at = case.statutory_due_at = None
    if case.status not in IN_REVIEW or case.clock_from is None:
        return
    promised = deadline(case.clock_from, case.promised_days + case.extension_days, calendar, case.clock_turns)
    lawful = deadline(case.clock_from, case.statutory_days + case.extension_days, calendar, case.clock_turns)
    case.due_at, case.statutory_due_at = promised.at, lawful.at
    case.is_due_provisional = lawful.is_provisional


def _wait_until(case: OnlineCase, at: datetime, calendar: WorkCalendar) -> datetime | None:
    """Until when somebody is waited for in the state that began now; a special procedure brings its own limit."""
    if case.status in BEFORE_ACCEPTANCE and case.clock_from is not None:
        return due_at(case.clock_from, POLICY.acceptance, calendar, case.clock_turns).at
    if case.status is Status.SUPPLEMENT:
        return due_at(at, POLICY.supplement, calendar).at
    if case.status in DECIDED:
        return due_at(at, POLICY.delivery, calendar).at
    return due_at(at, POLICY.closing, calendar).at if case.status is Status.DELIVERED else None


def _waits_since(case: OnlineCase) -> datetime:
    """When the present state began, for those states whose limit runs from there."""
    asked, decided, delivered = case.supplement_asked_at, case.decided_at, case.delivered_at
    began = {Status.SUPPLEMENT: asked, **dict.fromkeys(DECIDED, decided), Status.DELIVERED: delivered}
    return began.get(case.status) or case.changed_at


def _waits_for(case: OnlineCase) -> tuple[datetime | None, Action]:
    """Every state that waits has a timer: what it does, and when."""
    if case.status in BEFORE_ACCEPTANCE:
        return case.wait_until, Action.ACCEPT_BY_SILENCE
    if case.status in IN_REVIEW:
        return case.due_at if case.overdue_at is None else None, Action.MARK_OVERDUE
    if case.status in DECIDED:
        return case.wait_until if case.undelivered_at is None else None, Action.MARK_UNDELIVERED
    if case.status in ENDED:
        return case.erase_at if case.erased_at is None else None, Action.ERASE
    by_state = {
        Status.SUPPLEMENT: POLICY.silence_of_applicant,
        Status.SPECIAL: Action.END_SPECIAL,
        Status.DELIVERED: Action.CLOSE,
    }
    return case.wait_until, by_state[case.status]
