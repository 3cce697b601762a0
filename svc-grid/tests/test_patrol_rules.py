"""On which days a plan is due: each day by itself says the same as the whole span, and by each rhythm what it promises."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svc_grid.patrols.rules import DAY, Recurrence, due_days, window
from svc_grid.patrols.terms import Rhythm

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
MONDAY = date(2026, 3, 2)


def days(told: Recurrence, after: date, through: date, off: frozenset[date] = frozenset()) -> list[date]:
    return list(due_days(told, after, through, lambda day: day not in off))


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    starts = draw(DAYS)
    return Recurrence(
        rhythm=draw(st.sampled_from(Rhythm)), starts_on=starts,
        ends_on=draw(st.none() | st.integers(0, 300).map(lambda more: starts + timedelta(days=more))),
        weekdays=draw(st.frozensets(st.integers(1, 7), min_size=1)), every_days=draw(st.integers(2, 40)),
        month_days=draw(st.frozensets(st.integers(1, 31), min_size=1)), only_working_days=draw(st.booleans()),
    )  # fmt: skip


@given(recurrences(), DAYS, st.integers(0, 120), st.integers(0, 60), st.frozensets(DAYS, max_size=20))
def test_a_span_made_in_two_parts_is_made_as_at_once(
    told: Recurrence, after: date, more: int, part: int, off: frozenset[date]
) -> None:
    through = after + timedelta(days=more)
    between = min(after + timedelta(days=part), through)

    whole = days(told, after, through, off)

    assert whole == days(told, after, between, off) + days(told, between, through, off)
    assert whole == sorted(set(whole))
    assert all(after < day <= through and told.starts_on <= day for day in whole)
    assert all(told.ends_on is None or day <= told.ends_on for day in whole)
    assert not told.only_working_days or not off & set(whole)


def test_each_rhythm_falls_on_its_days() -> None:
    through = MONDAY + 13 * DAY

    def of(rhythm: Rhythm, **more: object) -> list[int]:
        return [(day - MONDAY).days for day in days(Recurrence(rhythm, MONDAY, **more), MONDAY - DAY, through)]  # type: ignore[arg-type]

    assert of(Rhythm.DAILY) == list(range(14))
    assert of(Rhythm.WEEKDAYS) == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
    assert of(Rhythm.WEEKLY, weekdays=frozenset({1, 7})) == [0, 6, 7, 13]
    assert of(Rhythm.EVERY_N_DAYS, every_days=5) == [0, 5, 10]
    assert of(Rhythm.DAILY, ends_on=MONDAY + DAY) == [0, 1]


def test_a_month_that_is_too_short_has_its_last_day_once() -> None:
    told = Recurrence(Rhythm.MONTHLY, date(2026, 1, 1), month_days=frozenset({30, 31}))

    assert days(told, date(2026, 1, 1), date(2026, 4, 30)) == [
        date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 30),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("closes", "ends"), [(time(20), datetime(2026, 3, 2, 12, tzinfo=UTC)), (time(), datetime(2026, 3, 2, 16, tzinfo=UTC))]
)
def test_the_window_is_the_city_s(closes: time, ends: datetime) -> None:
    assert window(MONDAY, time(8), closes) == (datetime(2026, 3, 2, 0, tzinfo=UTC), ends)
