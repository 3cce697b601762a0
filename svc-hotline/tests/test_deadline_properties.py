"""What holds of every deadline, whatever the calendar, the pauses and the limit; and that a slow count says the same."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from chassis.clock import SHANGHAI
from contracts.worktime import Limit, LimitUnit, WorkCalendar, due_at, warn_at
from svc_hotline.tickets import clocks
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.terms import Action, Channel, Kind, Status, Urgency

DAY, STEP = timedelta(days=1), timedelta(minutes=30)
OFFICE_HOURS = ((10, 14), (16, 20))
# Around the end of a year; everything drawn lies near it.
FIRST_DAY, DAYS = date(2025, 12, 1), 80
BEGIN = datetime(2025, 12, 1, tzinfo=SHANGHAI)

thorough = settings(deadline=None, max_examples=100)
days = st.integers(0, DAYS).map(lambda at: FIRST_DAY + at * DAY)
calendars = st.builds(
    lambda exceptions, years: WorkCalendar("drawn", years, exceptions),
    st.dictionaries(days, st.booleans(), max_size=30), st.frozensets(st.sampled_from((2025, 2026))),
)  # fmt: skip
# Half hours, so that what is drawn often meets the edges of office hours and days; and any microsecond.
anywhere = st.integers(0, 48 * 45).map(lambda at: BEGIN + at * STEP)
at_new_year = st.integers(-48 * 2, 48 * 2).map(lambda at: datetime(2026, 1, 1, tzinfo=SHANGHAI) + at * STEP)
midnights = st.integers(0, 45).map(lambda at: BEGIN + at * DAY)
half_hours = anywhere | at_new_year | midnights
instants = half_hours | st.datetimes(datetime(2025, 12, 1), datetime(2026, 1, 14), timezones=st.just(SHANGHAI))
units = st.sampled_from(LimitUnit)
limits = st.builds(Limit, st.integers(1, 12), units)
extensions = st.integers(0, 4)

NEW_YEARS_EVE, ONLY_2026 = datetime(2025, 12, 31, 10, tzinfo=SHANGHAI), WorkCalendar("drawn", frozenset({2026}))


@st.composite
def started(draw: st.DrawFn, at: st.SearchStrategy[datetime] = instants) -> tuple[datetime, list[datetime]]:
    """A start, and up to three pauses after it, in order; some are empty, some go on where another stopped."""
    start = draw(at)
    turns = draw(st.lists(at, max_size=6).map(lambda each: sorted(each)))
    turns = [max(turn, start) for turn in turns]
    return start, turns[: len(turns) // 2 * 2]


def counted(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[datetime], extension_days: int
) -> datetime:  # fmt: skip
    """The slow count: half hour by half hour, of starts and pauses at half hours."""
    spans = list(zip(pauses[::2], pauses[1::2], strict=True))

    def is_still(at: datetime) -> bool:
        return any(stop <= at < go for stop, go in spans)

    def counts(at: datetime) -> bool:
        if limit.unit is LimitUnit.HOURS:
            return not is_still(at)
        in_office = any(opens <= at.hour < closes for opens, closes in OFFICE_HOURS)
        return in_office and calendar.is_working(at.date()) and not is_still(at)

    at = start
    days_left = extension_days
    if limit.unit is LimitUnit.WORKING_DAYS:
        days_left += limit.amount
    else:
        left = limit.amount * 2
        while left:
            left -= counts(at)
            at += STEP
    first_day = at.date()
    while days_left:
        at += STEP
        ended = at.date() - DAY
        if at.time() == time() and ended > first_day and calendar.is_working(ended) and not is_still(at):
            days_left -= 1
    return at


def office_time(since: datetime, until: datetime, calendar: WorkCalendar) -> timedelta:
    """How much office time lies between two instants."""
    total, day = timedelta(), since.date()
    while day <= until.date():
        for opens, closes in OFFICE_HOURS if calendar.is_working(day) else ():
            begin, end = (datetime.combine(day, time(hour), SHANGHAI) for hour in (opens, closes))
            total += max(timedelta(), min(end, until) - max(begin, since))
        day += DAY
    return total


def last_day(at: datetime) -> date:
    return (at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


@thorough
@given(started(half_hours), limits, calendars, extensions)
def test_a_slow_count_comes_to_the_same(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int
) -> None:
    start, pauses = begun

    assert due_at(start, limit, calendar, pauses, extension_days=more).at == counted(start, limit, calendar, pauses, more)


@thorough
@given(started(), started(), limits, calendars, extensions)
def test_who_begins_later_is_due_no_earlier(
    one: tuple[datetime, list[datetime]], other: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int
) -> None:
    (earlier, _), (later, pauses) = sorted((one, other))

    first, second = (due_at(start, limit, calendar, pauses, extension_days=more).at for start in (earlier, later))

    assert first <= second


@thorough
@given(started(), limits, calendars, extensions)
def test_more_time_is_due_later(begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int) -> None:
    start, pauses = begun
    due = due_at(start, limit, calendar, pauses, extension_days=more).at

    assert start < due
    assert due <= due_at(start, Limit(limit.amount + 1, limit.unit), calendar, pauses, extension_days=more).at
    assert due < due_at(start, limit, calendar, pauses, extension_days=more + 1).at
    if not more:
        assert due < due_at(start, Limit(limit.amount + 1, limit.unit), calendar, pauses).at


@thorough
@given(started(), st.integers(1, 300), calendars)
def test_a_pause_moves_hours_by_just_its_length(
    begun: tuple[datetime, list[datetime]], hours: int, calendar: WorkCalendar
) -> None:
    start, pauses = begun
    limit = Limit(hours, LimitUnit.HOURS)
    due = due_at(start, limit, calendar, pauses).at

    stood_still = sum((go - stop for stop, go in zip(pauses[::2], pauses[1::2], strict=True) if stop < due), timedelta())

    assert due == due_at(start, limit, calendar).at + stood_still == start + timedelta(hours=hours) + stood_still


@thorough
@given(started(), st.integers(1, 60), calendars)
def test_a_pause_moves_office_hours_by_the_office_time_within_it(
    begun: tuple[datetime, list[datetime]], hours: int, calendar: WorkCalendar
) -> None:
    start, pauses = begun
    due = due_at(start, Limit(hours, LimitUnit.WORKING_HOURS), calendar, pauses).at.astimezone(SHANGHAI)

    within = (office_time(stop, min(go, due), calendar) for stop, go in zip(pauses[::2], pauses[1::2], strict=True) if stop < due)

    assert office_time(start, due, calendar) - sum(within, timedelta()) == timedelta(hours=hours)
    assert calendar.is_working(due.date())
    assert any(time(opens) < due.time() <= time(closes) for opens, closes in OFFICE_HOURS)


@thorough
@given(started(), st.integers(1, 20), calendars)
def test_a_pause_moves_days_by_those_at_whose_end_it_stood_still(
    begun: tuple[datetime, list[datetime]], amount: int, calendar: WorkCalendar
) -> None:
    start, pauses = begun
    due = due_at(start, Limit(amount), calendar, pauses).at.astimezone(SHANGHAI)
    ends = [start.date() + at * DAY for at in range(2, (due.date() - start.date()).days + 1)]
    midnights = [datetime.combine(day, time(), SHANGHAI) for day in ends if calendar.is_working(day - DAY)]

    still = sum(any(a <= at < b for a, b in zip(pauses[::2], pauses[1::2], strict=True)) for at in midnights)

    assert due == due_at(start, Limit(amount + still), calendar).at
    assert due.time() == time()
    assert calendar.is_working(last_day(due))
    assert len(midnights) - still == amount


@thorough
@given(started(), limits, calendars, extensions, days)
def test_a_day_off_makes_nothing_earlier_and_a_day_worked_nothing_later(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int, day: date
) -> None:
    start, pauses = begun

    def due(*worked: bool) -> datetime:
        exceptions = {**calendar.exceptions} | dict.fromkeys([day] * len(worked), *worked)
        drawn = WorkCalendar("drawn", calendar.published_years, exceptions)
        return due_at(start, limit, drawn, pauses, extension_days=more).at

    assert due(True) <= due() <= due(False)


@thorough
@given(started(), limits, calendars, extensions)
def test_what_is_firm_rests_on_no_unpublished_day(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int
) -> None:
    start, pauses = begun
    firm = due_at(start, limit, calendar, pauses, extension_days=more)
    assume(not firm.is_provisional)

    for is_working in (True, False):
        others = dict.fromkeys(_unpublished(calendar), is_working)
        read = WorkCalendar("other", calendar.published_years, {**calendar.exceptions} | others)
        assert due_at(start, limit, read, pauses, extension_days=more).at == firm.at


@thorough
@given(instants, st.integers(1, 20), calendars)
def test_what_is_provisional_could_still_move(start: datetime, amount: int, calendar: WorkCalendar) -> None:
    drawn = due_at(start, Limit(amount), calendar)
    assume(drawn.is_provisional and last_day(drawn.at) < FIRST_DAY + DAYS * DAY)

    read = [
        WorkCalendar("other", calendar.published_years, {**calendar.exceptions} | dict.fromkeys(_unpublished(calendar), worked))
        for worked in (True, False)
    ]

    assert any(due_at(start, Limit(amount), each).at != drawn.at for each in read)


@thorough
@given(instants, limits, calendars, extensions)
@example(NEW_YEARS_EVE, Limit(1), ONLY_2026, 0)
@example(NEW_YEARS_EVE, Limit(2, LimitUnit.HOURS), ONLY_2026, 1)
@example(NEW_YEARS_EVE, Limit(2, LimitUnit.WORKING_HOURS), ONLY_2026, 0)
@example(NEW_YEARS_EVE - DAY, Limit(1), WorkCalendar("drawn", frozenset({2025})), 0)
def test_it_is_provisional_just_where_a_day_that_counts_is_not_published(
    start: datetime, limit: Limit, calendar: WorkCalendar, more: int
) -> None:
    due = due_at(start, limit, calendar, extension_days=more)
    first = start.date() + (limit.unit is LimitUnit.WORKING_DAYS) * DAY
    if limit.unit is LimitUnit.HOURS:
        first = (start + timedelta(hours=limit.amount)).date() + DAY
    span = [first + at * DAY for at in range((last_day(due.at) - first).days + 1)]

    assert due.is_provisional == any(day.year not in calendar.published_years for day in span)


@thorough
@given(started(), limits, calendars, extensions, st.floats(0, 1))
def test_the_warning_lies_between_the_start_and_the_deadline(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int, share: float
) -> None:
    start, pauses = begun
    due = due_at(start, limit, calendar, pauses, extension_days=more).at

    warned = warn_at(start, limit, calendar, pauses, share=share, extension_days=more)

    assert start <= warned <= due
    assert warned <= warn_at(start, limit, calendar, pauses, share=1.0, extension_days=more) == due


@thorough
@given(instants, st.integers(1, 300), calendars, st.floats(0, 1))
def test_hours_are_warned_of_when_their_share_has_run(start: datetime, hours: int, calendar: WorkCalendar, share: float) -> None:
    run = warn_at(start, Limit(hours, LimitUnit.HOURS), calendar, share=share) - start

    assert abs(run - timedelta(hours=hours) * share) < timedelta(microseconds=2)


@thorough
@given(started(), limits, calendars, extensions, st.integers(-14, 14))
def test_it_does_not_matter_in_which_zone_an_instant_is_told(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, more: int, hours: int
) -> None:
    zone = timezone(timedelta(hours=hours))
    start, pauses = begun[0].astimezone(zone), [turn.astimezone(zone) for turn in begun[1]]

    for count in (due_at, warn_at):
        assert count(start, limit, calendar, pauses, extension_days=more) == count(
            *_utc(begun, limit, calendar), extension_days=more
        )


def _utc(begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar) -> Any:
    return begun[0].astimezone(UTC), limit, calendar, [turn.astimezone(UTC) for turn in begun[1]]


def _unpublished(calendar: WorkCalendar) -> list[date]:
    drawn = (FIRST_DAY + at * DAY for at in range(DAYS + 1))
    return [day for day in drawn if day.year not in calendar.published_years]


class Clock:
    """A ticket with nothing but a clock, moved by steps."""

    def __init__(self, start: datetime, limit: Limit, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.ticket = Ticket(
            status=Status.HANDLING, kind=Kind.HELP, urgency=Urgency.NORMAL, channel=Channel.PHONE, clock_from=start,
            clock_turns=[], limit_days=limit.amount, limit_unit=limit.unit, extension_days=0, wait_escalations=0,
            is_reply_waiting=False, is_rating_unanswered=False, is_supervised=False, was_overdue=False,
            is_due_provisional=False, callbacks_not_reached=0,
        )  # fmt: skip
        self.steps(Action.RECLASSIFY, start)

    def steps(self, action: Action, at: datetime, to: Status = Status.HANDLING) -> None:
        before, self.ticket.status = self.ticket.status, to
        clocks.settle(self.ticket, action, before, at, self.calendar)

    def pauses(self, turns: Sequence[datetime]) -> None:
        for stop, go in zip(turns[::2], turns[1::2], strict=True):
            self.steps(Action.SUSPEND, stop, Status.SUSPENDED)
            assert self.ticket.due_at is None
            self.steps(Action.RESUME, go)


@thorough
@given(started(), limits, calendars)
def test_a_ticket_s_pauses_add_up(begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar) -> None:
    start, turns = begun
    clock = Clock(start, limit, calendar)

    clock.pauses(turns)

    assert clock.ticket.due_at == due_at(start, limit, calendar, turns).at
    assert clock.ticket.warn_at == warn_at(start, limit, calendar, turns)
    if limit.unit is LimitUnit.HOURS and turns and turns[-1] < clock.ticket.due_at:
        lengths = (go - stop for stop, go in zip(turns[::2], turns[1::2], strict=True))
        assert clock.ticket.due_at == start + timedelta(hours=limit.amount) + sum(lengths, timedelta())


@thorough
@given(started(), limits, limits, calendars)
def test_a_reclassified_ticket_keeps_its_pauses(
    begun: tuple[datetime, list[datetime]], limit: Limit, other: Limit, calendar: WorkCalendar
) -> None:
    start, turns = begun
    clock = Clock(start, limit, calendar)
    clock.pauses(turns)
    clock.ticket.limit_days, clock.ticket.limit_unit = other.amount, other.unit

    clock.steps(Action.RECLASSIFY, BEGIN + 60 * DAY)

    assert clock.ticket.due_at == due_at(start, other, calendar, turns).at
    assert clock.ticket.clock_turns == turns


@thorough
@given(started(), limits, calendars, calendars)
def test_counting_a_ticket_anew_twice_is_counting_it_once(
    begun: tuple[datetime, list[datetime]], limit: Limit, calendar: WorkCalendar, coming: WorkCalendar
) -> None:
    clock = Clock(begun[0], limit, calendar)
    clock.pauses(begun[1])
    before, told_at = clock.ticket.due_at, BEGIN
    clock.ticket.warned_at, clock.calendar = told_at, coming

    clock.steps(Action.RECOMPUTE_DUE, BEGIN + 50 * DAY)
    once = clock.ticket.due_at, clock.ticket.warn_at, clock.ticket.warned_at, clock.ticket.wake_at
    clock.steps(Action.RECOMPUTE_DUE, BEGIN + 50 * DAY)

    assert once == (clock.ticket.due_at, clock.ticket.warn_at, clock.ticket.warned_at, clock.ticket.wake_at)
    assert clock.ticket.due_at == due_at(begun[0], limit, coming, begun[1]).at
    assert clock.ticket.warned_at == (told_at if clock.ticket.due_at == before else None)
