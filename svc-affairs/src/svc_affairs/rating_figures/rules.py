"""What the counts are worth together: shares in percent with two decimals. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from svc_affairs.rating_figures.measures import LEVELS

GOOD = ("very_satisfied", "satisfied", "neutral")


def shares(sums: Mapping[str, int]) -> dict[str, int | float | None]:
    """What the views tell besides the counts.

    Good are the three upper levels, of all ratings but those that were found to be unfounded. Who has not rated counts as
    nothing: neither as good nor otherwise.
    """
    rated = sum(sums[f"rated_{level}"] for level in LEVELS)
    good = sum(sums[f"rated_{level}"] for level in GOOD)
    return {
        "rated": rated,
        "good": good,
        "pending": sums["invited"] - rated - sums["lapsed"],
        "rectifications_open": sums["rectifications"] - sums["closed"],
        "rated_percent": percent(rated, sums["invited"]),
        "good_percent": percent(good, rated - sums["unfounded"]),
        **{f"{level}_percent": percent(sums[f"rated_{level}"], rated) for level in LEVELS},
        "put_right_in_time_percent": percent(sums["put_right_in_time"], sums["put_right"]),
    }


def percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent; none of nothing."""
    if not whole:
        return None
    return float((Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))
