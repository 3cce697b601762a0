"""When a limit runs out, counted in the city's working time; pure, the calendar is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from chassis.clock import SHANGHAI

DAY = timedelta(days=1)


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
    Outside [first_on, last_on] nothing is published yet, and the weekday rule alone is used.
    """

    version: str
    first_on: date
    last_on: date
    exceptions: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    office_hours: tuple[tuple[time, time], ...] = ((time(10), time(14)), (time(16), time(20)))

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < 5)

    def is_published(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class Deadline:
    """An instant (UTC) by which something is due. Provisional: it rests on a day that is not published yet."""

    at: datetime
    is_provisional: bool
    calendar_version: str


def due_at(start: datetime, limit: Limit, calendar: WorkCalendar) -> Deadline:
    """The end of `limit`, begun at the aware instant `start`.

    Working days: the day of the start does not count; due when the last counted day ends (24:00 city time).
    Working hours: only office hours of working days count. Hours: round the clock.
    """
    local = start.astimezone(SHANGHAI)
    if limit.unit is LimitUnit.HOURS:
        end = local + timedelta(hours=limit.amount)
    elif limit.unit is LimitUnit.WORKING_HOURS:
        end = _after_office_time(local, timedelta(hours=limit.amount), calendar)
    else:
        end = _after_working_days(local, limit.amount, calendar)
    last_day = (end - timedelta(microseconds=1)).date()
    is_certain = limit.unit is LimitUnit.HOURS or (calendar.is_published(local.date()) and calendar.is_published(last_day))
    return Deadline(end.astimezone(UTC), not is_certain, calendar.version)


def _after_working_days(local: datetime, days: int, calendar: WorkCalendar) -> datetime:
    day = local.date()
    while days:
        day += DAY
        days -= calendar.is_working(day)
    return datetime.combine(day + DAY, time(), SHANGHAI)


def _after_office_time(local: datetime, left: timedelta, calendar: WorkCalendar) -> datetime:
    day = local.date()
    while True:
        if calendar.is_working(day):
            for opens, closes in calendar.office_hours:
                begin = max(local, datetime.combine(day, opens, SHANGHAI))
                span = datetime.combine(day, closes, SHANGHAI) - begin
                if span >= left:
                    return begin + left
                left -= max(span, timedelta())
        day += DAY
