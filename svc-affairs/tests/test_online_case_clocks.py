"""What holds of every clock of an online case, whatever the calendar, the pauses and the limit."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.clock import SHANGHAI
from contracts.worktime import WorkCalendar
from svc_affairs.online_cases.clocks import days_between, deadline, next_timer, settle, turns_since
from svc_affairs.online_cases.lifecycle import ENDED, MOVES, PAUSED
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.terms import Action, Status

DAY, STEP = timedelta(days=1), timedelta(minutes=30)
FIRST_DAY, DAYS = date(2025, 1, 1), 90
BEGIN = datetime(2025, 1, 1, tzinfo=SHANGHAI)

thorough = settings(deadline=None, max_examples=150)
days = st.integers(0, DAYS).map(lambda at: FIRST_DAY + at * DAY)
calendars = st.dictionaries(days, st.booleans(), max_size=30).map(lambda drawn: WorkCalendar("drawn", frozenset({2025}), drawn))
# Half hours, so that what is drawn often meets the edges of days; midnights, so that pauses do.
half_hours = st.integers(0, 48 * 30).map(lambda at: BEGIN + at * STEP) | st.integers(0, 30).map(lambda at: BEGIN + at * DAY)
limits = st.integers(0, 15)


@st.composite
def started(draw: st.DrawFn) -> tuple[datetime, list[datetime]]:
    """A start, and up to three pauses after it, in order; some are empty, some go on where another stopped."""
    start = draw(half_hours)
    turns = [max(turn, start) for turn in draw(st.lists(half_hours, max_size=6).map(sorted))]
    return start, turns[: len(turns) // 2 * 2]


def counted(start: datetime, limit: int, calendar: WorkCalendar, turns: Sequence[datetime]) -> datetime:
    """The slow count: from one midnight to the next, until so many worked days have ended while the clock ran."""
    spans = list(zip(turns[::2], turns[1::2], strict=True))
    day = start.date() if limit == 0 else start.date() + DAY
    left = max(limit, 1)
    while True:
        end = datetime.combine(day + DAY, time(), SHANGHAI)
        if calendar.is_working(day) and not any(stop <= end < go for stop, go in spans):
            left -= 1
            if not left:
                return end
        day += DAY


def between(start: datetime, before: list[datetime], after: list[datetime], at: datetime) -> datetime:
    """An instant of the time that the clock runs between the one's last pause and the other's first."""
    at = max(at, before[-1] if before else start)
    return min(at, after[0]) if after else at


def worked(first: date, last: date, calendar: WorkCalendar) -> int:
    return sum(calendar.is_working(first + at * DAY) for at in range((last - first).days + 1))


def last_day(at: datetime) -> date:
    return (at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


@thorough
@given(started(), limits, calendars)
def test_a_slow_count_comes_to_the_same(begun: tuple[datetime, list[datetime]], limit: int, calendar: WorkCalendar) -> None:
    start, turns = begun

    assert deadline(start, limit, calendar, turns).at == counted(start, limit, calendar, turns)


@thorough
@given(started(), limits, calendars)
def test_what_runs_outside_of_the_pauses_is_the_limit(
    begun: tuple[datetime, list[datetime]], limit: int, calendar: WorkCalendar
) -> None:
    start, turns = begun
    due = last_day(deadline(start, limit, calendar, turns).at)
    first = start.date() if limit == 0 else start.date() + DAY

    # Pauses that touch one another cost what the days cost that any of them covers.
    covered = {
        day
        for stop, go in zip(turns[::2], turns[1::2], strict=True)
        for day in (first + at * DAY for at in range((due - first).days + 1))
        if stop <= datetime.combine(day + DAY, time(), SHANGHAI) < go
    }
    stood = sum(calendar.is_working(day) for day in covered)

    assert worked(first, due, calendar) - stood == max(limit, 1)


@thorough
@given(started(), limits, calendars, st.integers(0, 3), half_hours, half_hours)
def test_another_pause_never_brings_the_deadline_forward(
    begun: tuple[datetime, list[datetime]], limit: int, calendar: WorkCalendar, at: int, one: datetime, other: datetime
) -> None:
    start, turns = begun
    before, after = turns[: 2 * at], turns[2 * at :]
    stop, go = sorted(between(start, before, after, each) for each in (one, other))

    assert deadline(start, limit, calendar, [*before, stop, go, *after]).at >= deadline(start, limit, calendar, turns).at


@thorough
@given(started(), limits, calendars, st.integers(0, 3), half_hours)
def test_a_pause_of_no_length_changes_nothing(
    begun: tuple[datetime, list[datetime]], limit: int, calendar: WorkCalendar, place: int, at: datetime
) -> None:
    """Whatever else happens at the same instant, and in whatever order."""
    start, turns = begun
    before, after = turns[: 2 * place], turns[2 * place :]
    at = between(start, before, after, at)

    assert deadline(start, limit, calendar, [*before, at, at, *after]).at == deadline(start, limit, calendar, turns).at


@thorough
@given(half_hours, half_hours, calendars, st.integers(1, 15))
def test_a_pause_costs_the_days_it_is_said_to(one: datetime, other: datetime, calendar: WorkCalendar, more: int) -> None:
    """Of a clock that does not run out before the pause is over."""
    stop, go = sorted((one, other))
    start = BEGIN - 5 * DAY
    limit = worked(start.date() + DAY, last_day(go), calendar) + more

    due = deadline(start, limit, calendar, [stop, go]).at

    cost = days_between(stop, go, calendar)
    assert worked(start.date() + DAY, last_day(due), calendar) == limit + cost


def a_case(status: Status, at: datetime, promised_days: int = 5) -> OnlineCase:
    facts: dict[str, Any] = {
        "status": status, "submitted_at": at, "accepted_at": None, "clock_from": at, "clock_turns": [],
        "promised_days": promised_days, "statutory_days": promised_days + 5, "extension_days": 0, "changed_at": at,
    }  # fmt: skip
    return OnlineCase(**facts)


@thorough
@given(
    st.lists(
        st.tuples(st.sampled_from([Action.BEGIN_SPECIAL, Action.END_SPECIAL, Action.REVIEW, Action.EXTEND]), st.integers(0, 96)),
        max_size=12,
    ),
    calendars,
)
def test_in_any_order_of_steps_the_clock_is_that_of_its_pauses(ways: list[tuple[Action, int]], calendar: WorkCalendar) -> None:
    """Steps that are not possible are left out; some come at one instant."""
    at = BEGIN
    case = a_case(Status.PRECHECKING, at)
    case.status, case.accepted_at = Status.ACCEPTED, at
    settle(case, Action.ACCEPT, Status.PRECHECKING, at, calendar)
    turns: list[datetime] = []

    for action, rest in ways:
        at += rest * STEP
        before = case.status
        if (before, action) not in MOVES:
            continue
        case.status = MOVES[before, action]
        if (case.status in PAUSED) != (before in PAUSED):
            turns.append(at)
        if action is Action.EXTEND:
            case.extension_days = 3
        settle(case, action, before, at, calendar)

        assert case.clock_turns == turns
        if len(turns) % 2:
            assert (case.due_at, case.statutory_due_at) == (None, None)
        else:
            assert case.due_at == counted(BEGIN, 5 + case.extension_days, calendar, turns)
            assert case.statutory_due_at == counted(BEGIN, 10 + case.extension_days, calendar, turns)


@thorough
@given(st.integers(0, 96), calendars)
def test_every_state_waits_for_something_that_time_brings(rest: int, calendar: WorkCalendar) -> None:
    """And never before what happened last."""
    at = BEGIN + rest * STEP
    for (before, action), after in MOVES.items():
        if action is Action.ERASE:
            continue
        case = a_case(before, BEGIN)
        case.status = after
        if action in (Action.ACCEPT, Action.ACCEPT_BY_SILENCE):
            case.accepted_at = BEGIN
        if action is Action.BEGIN_SPECIAL:
            case.wait_until = at + DAY
        if before in PAUSED:
            case.clock_turns = [BEGIN]
        settle(case, action, before, at, calendar)
        if action in (Action.MARK_OVERDUE, Action.MARK_UNDELIVERED):
            continue

        timer = next_timer(case)

        assert timer is not None, (before, action)
        assert timer.at >= at
        assert case.wake_at == timer.at
        assert (timer.action is Action.ERASE) == (after in ENDED)


@thorough
@given(started(), half_hours)
def test_what_was_opened_later_is_not_given_earlier_pauses(begun: tuple[datetime, list[datetime]], opened_at: datetime) -> None:
    start, turns = begun
    spans = list(zip(turns[::2], turns[1::2], strict=True))
    opened_at = next((go for stop, go in spans if stop < opened_at < go), opened_at)
    case = a_case(Status.REVIEWING, start)
    case.clock_turns = turns

    found = turns_since(case, opened_at)

    assert all(turn >= opened_at for turn in found)
    assert found == [turn for stop, go in spans if go > opened_at for turn in (stop, go)]
