"""How the published ratios are made and rounded."""

from decimal import ROUND_HALF_UP, Decimal

_ONE_DECIMAL = Decimal("0.1")


def percentage(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in percent, half-up to one decimal; none where there is no whole."""
    if whole == 0:
        return None
    return (Decimal(100 * part) / Decimal(whole)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)
