"""Quarters by the city's calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from svc_risk.indicators.rules import quarter_of, quarters_of

NEW_YEAR = datetime(2024, 12, 31, 16, tzinfo=UTC)  # midnight in the city


def test_a_quarter_begins_at_midnight_in_the_city() -> None:
    assert quarter_of(NEW_YEAR - timedelta(microseconds=1)) == "2024Q4"
    assert quarter_of(NEW_YEAR) == "2025Q1"


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)])
def test_three_months_make_a_quarter(month: int, quarter: int) -> None:
    assert quarter_of(datetime(2025, month, 15, tzinfo=UTC)) == f"2025Q{quarter}"


def test_a_year_has_four_quarters_in_order() -> None:
    assert quarters_of(2025) == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
