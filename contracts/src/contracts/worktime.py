"""When a limit runs out, counted in the city's working time; pure, the calendar is handed in."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType

# The city's day: one offset all the year, and no database of time zones is needed to know it.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
_END_OF_TIME = datetime(9000, 1, 1, tzinfo=SHANGHAI)


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"


@dataclass(frozen=True)
class Limit:
    """How much time something may take."""

    amount: int
    unit: LimitUnit = LimitUnit.WORKING_DAYS

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least 1")


@dataclass(frozen=True)
class WorkCalendar:
    """The official calendar as one version of it knows it.

    `exceptions` are the days on which the weekday rule does not hold: holidays (False) and make-up days 调休 (True).
    Of other years than `published_years` only what a neighbour's notice names is known; else the weekday rule is used.
    `since` is when this version was published; none: it always held.
    """

    version: str
    published_years: frozenset[int] = frozenset()
    exceptions: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    office_hours: tuple[tuple[time, time], ...] = ((time(10), time(14)), (time(16), time(20)))
    since: datetime | None = None

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < 5)

    def is_published(self, first_on: date, last_on: date) -> bool:
        """Whether the whole span is; a year that is not may lie between two that are."""
        return self.published_years.issuperset(range(first_on.year, last_on.year + 1))


@dataclass(frozen=True)
class Deadline:
    """An instant (UTC) by which something is due. Provisional: it rests on a day that is not published yet."""

    at: datetime
    is_provisional: bool
    calendar_version: str


def due_at(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[datetime] = (), *, extension_days: int = 0
) -> Deadline:
    """The end of `limit`, begun at the aware instant `start`, and of `extension_days` working days after it.

    `pauses` are the instants at which the clock stopped and went on, in turn and in order; raises ValueError while it
    stands still. Working days: the day of the start does not count, nor does a day at whose end (24:00 city time) the
    clock stands still; due when the last counted day ends. Working hours: only office hours of working days count.
    Hours: round the clock.
    """
    local, turns = start.astimezone(SHANGHAI), _checked(pauses)
    end = _after(local, limit, calendar, turns, extension_days)
    last_day = (end - timedelta(microseconds=1)).date()
    is_plain = limit.unit is LimitUnit.HOURS and not extension_days
    is_certain = is_plain or calendar.is_published(_first_counted(local, limit, calendar, turns), last_day)
    return Deadline(end.astimezone(UTC), not is_certain, calendar.version)


def warn_at(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[datetime] = (), *, share: float = 0.8,
    extension_days: int = 0,
) -> datetime:  # fmt: skip
    """When `share` of the counted time has run; a working day counts as 24 hours. Never after the deadline."""
    local, turns = start.astimezone(SHANGHAI), _checked(pauses)
    end = _after(local, limit, calendar, turns, extension_days)
    spans = list(_until(end, local, limit, calendar, turns, extension_days))
    left = sum((closes - opens for opens, closes in spans), timedelta()) * share
    for opens, closes in spans:
        if closes - opens >= left:
            return (opens + left).astimezone(UTC)
        left -= closes - opens
    return end.astimezone(UTC)


def _checked(pauses: Sequence[datetime]) -> list[datetime]:
    if len(pauses) % 2:
        raise ValueError("while the clock stands still there is no deadline")
    return [each.astimezone(SHANGHAI) for each in pauses]


def _after(local: datetime, limit: Limit, calendar: WorkCalendar, pauses: list[datetime], extension_days: int) -> datetime:
    if limit.unit is LimitUnit.WORKING_DAYS:
        days = limit.amount + extension_days
        return next(itertools.islice(_days(local, calendar, pauses), days - 1, None))[1]
    left, end = timedelta(hours=limit.amount), local
    for opens, closes in _hours(local, limit.unit, calendar, pauses):
        if closes - opens >= left:
            end = opens + left
            break
        left -= closes - opens
    return end if not extension_days else _after(end, Limit(extension_days), calendar, pauses, 0)


def _first_counted(local: datetime, limit: Limit, calendar: WorkCalendar, pauses: list[datetime]) -> date:
    """The first day of which it matters whether it is worked."""
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            return local.date() + DAY
        case LimitUnit.WORKING_HOURS:
            return local.date()
        case LimitUnit.HOURS:  # only the working days that it is extended by ask for the calendar
            return _after(local, limit, calendar, pauses, 0).date() + DAY


def _until(
    end: datetime, local: datetime, limit: Limit, calendar: WorkCalendar, pauses: list[datetime], extension_days: int
) -> Iterator[Span]:
    """The spans that count from the start to `end`."""
    if limit.unit is LimitUnit.WORKING_DAYS:
        spans = _days(local, calendar, pauses)
    else:
        hours_end = _after(local, limit, calendar, pauses, 0)
        yield from _cut(_hours(local, limit.unit, calendar, pauses), hours_end)
        if not extension_days:
            return
        spans = _days(hours_end, calendar, pauses)
    yield from _cut(spans, end)


def _cut(spans: Iterator[Span], end: datetime) -> Iterator[Span]:
    for opens, closes in spans:
        if opens >= end:
            return
        yield opens, min(closes, end)


def _days(local: datetime, calendar: WorkCalendar, pauses: list[datetime]) -> Iterator[Span]:
    """The whole days that count after the day of the start."""
    day = local.date()
    while True:
        day += DAY
        end = datetime.combine(day + DAY, time(), SHANGHAI)
        if calendar.is_working(day) and bisect_right(pauses, end) % 2 == 0:
            yield end - DAY, end


def _hours(local: datetime, unit: LimitUnit, calendar: WorkCalendar, pauses: list[datetime]) -> Iterator[Span]:
    """The hours that count from the start on, without the pauses."""
    running = list(zip([local, *pauses[1::2]], [*pauses[::2], _END_OF_TIME], strict=True))
    for begin, stop in running:
        if unit is LimitUnit.HOURS:
            yield begin, max(begin, stop)
            continue
        day = begin.date()
        while day <= stop.date():
            if calendar.is_working(day):
                for opens, closes in calendar.office_hours:
                    since = max(begin, datetime.combine(day, opens, SHANGHAI))
                    until = min(stop, datetime.combine(day, closes, SHANGHAI))
                    if since < until:
                        yield since, until
            day += DAY
