"""What holds of every clock of a rectification, whatever the calendar and whatever was done; a slow count says the same."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.clock import SHANGHAI
from contracts.worktime import WorkCalendar
from svc_affairs.rectifications.clocks import next_timer, recount, settle
from svc_affairs.rectifications.lifecycle import MOVES, UNANSWERED, possible
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.terms import RectificationAction, RectificationStatus

A, S = RectificationAction, RectificationStatus
DAY, STEP = timedelta(days=1), timedelta(minutes=30)
FIRST_DAY, DAYS = date(2025, 1, 1), 200
BEGIN = datetime(2025, 1, 1, tzinfo=SHANGHAI)

thorough = settings(deadline=None, max_examples=150)
days = st.integers(0, DAYS).map(lambda at: FIRST_DAY + at * DAY)
calendars = st.dictionaries(days, st.booleans(), max_size=40).map(lambda drawn: WorkCalendar("drawn", frozenset({2025}), drawn))
# Half hours, so that what is drawn often meets the edges of days; and midnights.
instants = st.integers(0, 48 * 30).map(lambda at: BEGIN + at * STEP) | st.integers(0, 30).map(lambda at: BEGIN + at * DAY)
# Which of the possible steps, and after how many half hours: mostly soon, so that lives go on; sometimes too late.
rests = st.integers(0, 48) | st.integers(0, 48 * 30)
ways = st.lists(st.tuples(st.integers(0, 5), rests), max_size=25)


def counted(start: datetime, limit: int, calendar: WorkCalendar) -> datetime:
    """The slow count: from one midnight to the next, until so many worked days have ended."""
    day, left = start.astimezone(SHANGHAI).date(), limit
    while left:
        day += DAY
        left -= calendar.is_working(day)
    return datetime.combine(day + DAY, time(), SHANGHAI)


def a_task(at: datetime, calendar: WorkCalendar) -> Rectification:
    """One that was opened then, with nothing but its clocks."""
    task = Rectification(
        status=S.OPEN, opened_at=at, round=1, was_call_overdue=False, was_overdue=False, is_due_provisional=False,
        reopened_times=0, overdue_at=None, call_overdue_at=None, due_at=None, call_due_at=None, put_right_at=None,
    )  # fmt: skip
    settle(task, A.OPEN, at, calendar)
    return task


def step(task: Rectification, action: RectificationAction, at: datetime, calendar: WorkCalendar) -> None:
    """As the use cases write it."""
    task.status = MOVES[task.status, action]
    if action is A.PUT_RIGHT:
        task.put_right_at = at
    if action is A.MARK_OVERDUE:
        task.overdue_at, task.was_overdue = at, True
    if action is A.MARK_CALL_OVERDUE:
        task.call_overdue_at, task.was_call_overdue = at, True
    settle(task, action, at, calendar)


def lived(start: datetime, drawn: Sequence[tuple[int, int]], calendar: WorkCalendar) -> Rectification:
    """A life of possible steps; time does its part as soon as it is due."""
    task, at, begun = a_task(start, calendar), start, start
    for choice, rest in drawn:
        at = at + rest * STEP
        fired = 0
        while (timer := next_timer(task)) is not None and timer.at <= at:
            assert (fired := fired + 1) < 5, "a timer that never ends"
            check(task, begun, calendar)
            assert (task.status, timer.action) in MOVES
            step(task, timer.action, timer.at, calendar)
        if not (actions := possible(task.status)):
            break
        action = actions[choice % len(actions)]
        step(task, action, at, calendar)
        if action in (A.REOPEN, A.ESCALATE):
            begun = at
        check(task, begun, calendar)
    return task


def check(task: Rectification, begun: datetime, calendar: WorkCalendar) -> None:
    """The clocks are those of the slow count from the begin of the round, whatever has been done since."""
    if task.status is S.OPEN:
        assert task.call_due_at == counted(begun, 1, calendar)
        assert (task.call_overdue_at is None) or task.call_overdue_at == counted(begun, 1, calendar)
    if task.status in UNANSWERED:
        assert task.due_at == counted(begun, 15, calendar)
        assert (task.overdue_at is None) or task.overdue_at == counted(begun, 15, calendar)
    if task.status is S.PUT_RIGHT:
        assert task.put_right_at is not None
        assert task.wait_until == counted(task.put_right_at, 10, calendar)
    else:
        assert task.wait_until is None
    assert task.round_at == begun


@thorough
@given(instants, calendars)
def test_a_slow_count_comes_to_the_same(start: datetime, calendar: WorkCalendar) -> None:
    check(a_task(start, calendar), start, calendar)


@thorough
@given(instants, ways, calendars)
def test_in_any_order_of_steps_the_clocks_are_those_of_the_round(
    start: datetime, drawn: list[tuple[int, int]], calendar: WorkCalendar
) -> None:
    lived(start, drawn, calendar)


@thorough
@given(instants, ways, calendars)
def test_every_state_that_waits_has_a_timer_until_it_was_told_of_as_late(
    start: datetime, drawn: list[tuple[int, int]], calendar: WorkCalendar
) -> None:
    task = lived(start, drawn, calendar)

    timer = next_timer(task)

    if task.status is S.CLOSED or (task.status in UNANSWERED and task.overdue_at is not None):
        assert timer is None
    else:
        assert timer is not None
        assert timer.at >= task.changed_at
    assert task.wake_at == (timer.at if timer else None)


@thorough
@given(instants, calendars)
def test_left_alone_each_lateness_comes_once_and_the_call_s_first(start: datetime, calendar: WorkCalendar) -> None:
    task, seen = a_task(start, calendar), []

    while (timer := next_timer(task)) is not None and len(seen) < 5:
        seen.append(timer)
        step(task, timer.action, timer.at, calendar)

    assert [timer.action for timer in seen] == [A.MARK_CALL_OVERDUE, A.MARK_OVERDUE]
    assert [timer.at for timer in seen] == [counted(start, 1, calendar), counted(start, 15, calendar)]


@thorough
@given(instants, ways, calendars, calendars)
def test_counting_anew_twice_is_counting_once_and_moves_nothing_that_was_told(
    start: datetime, drawn: list[tuple[int, int]], calendar: WorkCalendar, other: WorkCalendar
) -> None:
    coming = WorkCalendar("coming", other.published_years, other.exceptions)
    task = lived(start, drawn, calendar)
    late = task.overdue_at, task.call_overdue_at, task.was_overdue, task.was_call_overdue

    recount(task, coming)
    once = task.due_at, task.call_due_at, task.wait_until, task.wake_at
    recount(task, coming)

    assert once == (task.due_at, task.call_due_at, task.wait_until, task.wake_at)
    assert late == (task.overdue_at, task.call_overdue_at, task.was_overdue, task.was_call_overdue)
    if task.status in UNANSWERED and task.overdue_at is None:
        assert task.due_at == counted(task.round_at, 15, coming)


@thorough
@given(instants, calendars, days)
def test_a_day_off_makes_nothing_earlier_and_a_day_worked_nothing_later(
    start: datetime, calendar: WorkCalendar, day: date
) -> None:  # fmt: skip
    def due(*worked: bool) -> tuple[datetime, datetime]:
        exceptions = {**calendar.exceptions} | dict.fromkeys([day] * len(worked), *worked)
        task = a_task(start, WorkCalendar("drawn", frozenset({2025}), exceptions))
        assert task.due_at is not None
        assert task.call_due_at is not None
        return task.call_due_at, task.due_at

    for worked, plain, off in zip(due(True), due(), due(False), strict=True):
        assert worked <= plain <= off
