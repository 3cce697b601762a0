"""How the published ratios are made and rounded: pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.terms import Rating

_ONE_DECIMAL = Decimal("0.1")
_HOUR_S = 3600

# Each ratio, of what, to what.
RATES: Mapping[str, tuple[str, str]] = {
    "close_rate_pct": ("closed", "accepted"),
    "satisfaction_pct": ("satisfied", "rated"),
    "on_time_rate_pct": ("on_time", "due"),
    "sign_on_time_rate_pct": ("signed_on_time", "to_sign"),
    "return_rate_pct": ("returned", "dispatched"),
    "reopen_rate_pct": ("reopened", "accepted"),
    "first_contact_rate_pct": ("first_contact", "accepted"),
    "reached_rate_pct": ("reached", "called_back"),
    "response_rate_pct": ("responded", "to_respond"),
    "resolution_rate_pct": ("settled", "due"),
}
THREE_RATES = ("response_rate_pct", "resolution_rate_pct", "satisfaction_pct")


def percentage(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in percent, half-up to one decimal; none where there is no whole."""
    return rounded(Decimal(100 * part) / Decimal(whole)) if whole else None


def change_pct(now: int, before: int) -> Decimal | None:
    """By how much it has risen, in percent of what it was before; none where there was nothing."""
    return percentage(now - before, before)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def kpis(sums: Mapping[str, int]) -> dict[str, int | Decimal | None]:
    """Everything that follows from the kept measures; what satisfies is the policy's to say."""
    rated = {level: sums[f"rated_{level.value}"] for level in Rating}
    known = dict(sums) | {
        "open": sums["accepted"] - sums["closed"],
        "rated": sum(rated.values()),
        "satisfied": sum(count for level, count in rated.items() if level in POLICY.satisfied),
    }
    rates = {name: percentage(known[part], known[whole]) for name, (part, whole) in RATES.items()}
    hours = {
        f"mean_hours_to_{name}": rounded(Decimal(known[f"{name}_seconds"]) / _HOUR_S / known[often]) if known[often] else None
        for name, often in (("dispatch", "dispatched"), ("resolution", "resolved"))
    }
    return {**known, **rates, **hours}


def mean_of_rates(found: Mapping[str, object]) -> Decimal | None:
    """The three rates 三率 as one figure: the mean of those there are."""
    known = [rate for name in THREE_RATES if isinstance(rate := found[name], Decimal)]
    return rounded(sum(known, Decimal(0)) / len(known)) if known else None
