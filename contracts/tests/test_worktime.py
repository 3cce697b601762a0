"""Deadlines in working time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.worktime import SHANGHAI, Limit, LimitUnit, WorkCalendar, due_at

HOLIDAYS = [date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)]
MADE_UP = [date(2025, 9, 28), date(2025, 10, 11)]
CALENDAR = WorkCalendar("test-1", frozenset({2025}), dict.fromkeys(HOLIDAYS, False) | dict.fromkeys(MADE_UP, True))

instants = st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))
amounts = st.integers(1, 60)
limits = st.builds(Limit, amounts, st.sampled_from(LimitUnit))


def city(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        (city(2025, 3, 10, 9), Limit(1), city(2025, 3, 12)),
        (city(2025, 3, 10, 23, 59), Limit(1), city(2025, 3, 12)),
        (city(2025, 3, 14, 9), Limit(1), city(2025, 3, 18)),
        (city(2025, 9, 26, 9), Limit(1), city(2025, 9, 29)),
        (city(2025, 9, 30, 9), Limit(1), city(2025, 10, 10)),
        (city(2025, 10, 10, 9), Limit(1), city(2025, 10, 12)),
        (city(2025, 3, 10, 11), Limit(2, LimitUnit.WORKING_HOURS), city(2025, 3, 10, 13)),
        (city(2025, 3, 10, 13), Limit(2, LimitUnit.WORKING_HOURS), city(2025, 3, 10, 17)),
        (city(2025, 3, 14, 19, 30), Limit(2, LimitUnit.WORKING_HOURS), city(2025, 3, 17, 11, 30)),
        (city(2025, 3, 15, 23), Limit(2, LimitUnit.HOURS), city(2025, 3, 16, 1)),
    ],
)
def test_a_limit_ends_when_the_calendar_says(start: datetime, limit: Limit, end: datetime) -> None:
    assert due_at(start, limit, CALENDAR).at == end


@given(instants, instants, limits)
def test_who_begins_later_ends_no_earlier(one: datetime, other: datetime, limit: Limit) -> None:
    earlier, later = sorted((one, other))

    assert due_at(earlier, limit, CALENDAR).at <= due_at(later, limit, CALENDAR).at


@given(instants, amounts, st.sampled_from(LimitUnit))
def test_a_longer_limit_ends_later(start: datetime, amount: int, unit: LimitUnit) -> None:
    assert start < due_at(start, Limit(amount, unit), CALENDAR).at < due_at(start, Limit(amount + 1, unit), CALENDAR).at


@given(instants, amounts)
def test_just_so_many_working_days_lie_between(start: datetime, days: int) -> None:
    end = due_at(start, Limit(days), CALENDAR).at.astimezone(SHANGHAI)
    first = start.astimezone(SHANGHAI).date() + timedelta(days=1)

    worked = sum(CALENDAR.is_working(first + timedelta(days=n)) for n in range((end.date() - first).days))

    assert worked == days
    assert end.time() == time()
    assert CALENDAR.is_working(end.date() - timedelta(days=1))


@given(instants, amounts)
def test_office_hours_add_up_to_the_limit(start: datetime, hours: int) -> None:
    whole = due_at(start, Limit(hours + 1, LimitUnit.WORKING_HOURS), CALENDAR).at
    in_two = due_at(
        due_at(start, Limit(hours, LimitUnit.WORKING_HOURS), CALENDAR).at, Limit(1, LimitUnit.WORKING_HOURS), CALENDAR
    ).at

    assert whole == in_two


def test_a_deadline_in_an_unpublished_year_is_provisional() -> None:
    certain = due_at(city(2025, 12, 29, 9), Limit(2), CALENDAR)
    provisional = due_at(city(2025, 12, 30, 9), Limit(2), CALENDAR)

    assert (certain.at, certain.is_provisional) == (city(2026, 1, 1), False)
    assert (provisional.at, provisional.is_provisional) == (city(2026, 1, 2), True)
    assert provisional.calendar_version == "test-1"


def test_a_limit_of_nothing_is_no_limit() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Limit(0)
