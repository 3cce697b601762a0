"""Shares and averages, rounded half up to one decimal. Pure."""

from decimal import ROUND_HALF_UP, Decimal

_STEP = Decimal("0.1")


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent; none of nothing."""
    return _rounded(Decimal(100 * part) / whole) if whole else None


def average(total: int, count: int) -> float | None:
    return _rounded(Decimal(total) / count) if count else None


def _rounded(value: Decimal) -> float:
    return float(value.quantize(_STEP, ROUND_HALF_UP))
