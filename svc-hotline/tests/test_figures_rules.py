"""How published ratios are rounded."""

from decimal import Decimal

import pytest

from svc_hotline.figures.rules import percentage


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (3625, 3651, "99.3"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (1, 2000, "0.1"),
        (1, 2001, "0.0"),
        (9875, 10000, "98.8"),
    ],
)
def test_ratios_are_rounded_half_up_to_one_decimal(part: int, whole: int, expected: str) -> None:
    assert percentage(part, whole) == Decimal(expected)


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert percentage(0, 0) is None
