"""Which cubes a question is put to: every day of the span once, and the columns that it needs."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svc_hotline.figures.cubes import CATEGORY, CUBES, FINEST, TERRITORY, UNIT, WAY, months, next_month, parts

DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
NEEDS = st.frozensets(st.sampled_from([TERRITORY, UNIT, CATEGORY, WAY]))


@given(DAYS, st.integers(1, 900), NEEDS, st.booleans(), st.booleans())
def test_the_parts_of_a_span_are_its_days_each_once(start: date, days: int, needed: set[str], by_day: bool, deep: bool) -> None:
    end = start + timedelta(days=days)
    found = parts(start, end, needed, by_day=by_day, deep=deep)

    assert found[0].start == start
    assert found[-1].end == end
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    for each in found:
        assert needed <= each.cube.tells
        assert each.cube.is_finest or not deep
        if each.cube.by_month:
            assert not by_day
            assert each.start.day == each.end.day == 1


@pytest.mark.parametrize("needed", [set(), {UNIT}, {TERRITORY}, {CATEGORY}, {WAY}, {TERRITORY, CATEGORY}])
def test_a_year_told_apart_by_one_thing_is_never_read_from_the_finest_cells(needed: set[str]) -> None:
    assert FINEST not in {each.cube for each in parts(date(2025, 1, 5), date(2026, 3, 9), needed)}


def test_no_two_cubes_are_kept_under_one_id_or_for_one_purpose() -> None:
    assert len({cube.id for cube in CUBES}) == len(CUBES) == len({(cube.by_month, cube.tells, cube.is_finest) for cube in CUBES})


def test_the_months_of_a_span_are_those_it_touches() -> None:
    assert [start for start, _ in months(date(2025, 11, 30), date(2026, 2, 1))] == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1),
    ]  # fmt: skip
    assert next_month(date(2025, 12, 31)) == date(2026, 1, 1)
