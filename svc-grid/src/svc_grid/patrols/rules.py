"""On which days a plan is due, and from when to when; pure."""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chassis.clock import SHANGHAI
from svc_grid.patrols.terms import Rhythm

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recurrence:
    """How a plan recurs, counted from the day it begins."""

    rhythm: Rhythm
    starts_on: date
    ends_on: date | None = None
    weekdays: frozenset[int] = frozenset()
    """1 is Monday."""
    every_days: int = 1
    month_days: frozenset[int] = frozenset()
    """Of a month that is shorter, its last day."""
    only_working_days: bool = False


def due_days(told: Recurrence, after: date, through: date, is_working: Callable[[date], bool]) -> Iterator[date]:
    """The days on which it is due, later than `after` and no later than `through`."""
    day = max(after + DAY, told.starts_on)
    last = through if told.ends_on is None else min(through, told.ends_on)
    while day <= last:
        if is_due(told, day) and (not told.only_working_days or is_working(day)):
            yield day
        day += DAY


def is_due(told: Recurrence, day: date) -> bool:
    """Whether the rhythm falls on the day; working days are not asked for."""
    match told.rhythm:
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKDAYS:
            return day.isoweekday() <= 5
        case Rhythm.WEEKLY:
            return day.isoweekday() in told.weekdays
        case Rhythm.EVERY_N_DAYS:
            return (day - told.starts_on).days % told.every_days == 0
        case Rhythm.MONTHLY:
            last = calendar.monthrange(day.year, day.month)[1]
            return day.day in {min(each, last) for each in told.month_days}


def window(day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    """From when to when, in UTC, on a day of the city; 00:00 as the end is the day's own."""
    end = day + DAY if closes == time() else day
    return tuple(datetime.combine(*each, SHANGHAI).astimezone(UTC) for each in ((day, opens), (end, closes)))  # type: ignore[return-value]
