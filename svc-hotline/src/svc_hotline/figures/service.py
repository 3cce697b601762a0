"""Makes the figures of a span of days, whole or told apart by one thing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_hotline.figures import recount
from svc_hotline.figures.errors import SpanBackwards
from svc_hotline.figures.measures import MEASURES
from svc_hotline.figures.reading import Wanted, sums
from svc_hotline.figures.rules import percentage
from svc_hotline.figures.schemas import Breakdown, Difference, FiguresOfKey, FiguresView, Recount

# The line that all others were folded into.
HOTLINE_NUMBER = "12345"

_SATISFIED = ("rated_very_satisfied", "rated_satisfied", "rated_neutral")
_RATED = (*_SATISFIED, "rated_dissatisfied", "rated_very_dissatisfied")
_AS_COUNTED = (
    "accepted", "closed", "reopened", "urged", "returned", "overdue", "through_cases", "imported", "rejected", "handed_over",
    "merged", "extended", "supervised",
)  # fmt: skip
# Each rate is the one measure of the other.
_RATES = {
    "close_rate_pct": ("closed", "accepted"),
    "on_time_rate_pct": ("on_time", "due"),
    "sign_on_time_rate_pct": ("signed_on_time", "to_sign"),
    "return_rate_pct": ("returned", "dispatched"),
    "reopen_rate_pct": ("reopened", "resolved"),
    "first_contact_rate_pct": ("first_contact", "accepted"),
    "response_rate_pct": ("responded", "to_respond"),
    "resolution_rate_pct": ("settled", "resolved"),
}
_MOST_NAMED = 20
_NOTHING = dict.fromkeys(MEASURES, 0)


async def figures_between(
    db: AsyncSession, actor: Principal, start_on: date, end_on: date, territory_code: str | None = None
) -> FiguresView:
    """Figures of [start_on, end_on), days of the city, within what the principal sees; raises SpanBackwards."""
    wanted = _wanted(actor, start_on, end_on, None, territory_code)
    found = await sums(db, wanted)
    lines = await sums(db, Wanted(wanted.start, wanted.end, "origin_line", wanted.territory_code))
    merged = [row["key"] for row in lines if row["accepted"] and row["key"] != HOTLINE_NUMBER]
    return FiguresView(**_figures(found[0] if found else _NOTHING, clock.now()), merged_lines=merged)


async def breakdown(
    db: AsyncSession, actor: Principal, start_on: date, end_on: date, by: str, territory_code: str | None = None
) -> Breakdown:
    """The same, told apart by one thing; raises SpanBackwards."""
    now, found = clock.now(), await sums(db, _wanted(actor, start_on, end_on, by, territory_code))
    told = [row for row in found if any(row[name] for name in MEASURES)]
    return Breakdown(items=[FiguresOfKey(key=row["key"], **_figures(row, now), merged_lines=[]) for row in told])


def _wanted(actor: Principal, start_on: date, end_on: date, by: str | None, territory_code: str | None) -> Wanted:
    if end_on <= start_on:
        raise SpanBackwards(f"{start_on} to {end_on}")
    if territory_code is None or not actor.sees(territory_code):
        territory_code = actor.territory_code or territory_code
    return Wanted(start_on, end_on, by, territory_code)


def _figures(row: Mapping[str, Any], as_of: datetime) -> dict[str, Any]:
    rated, satisfied = (sum(int(row[name]) for name in names) for names in (_RATED, _SATISFIED))
    return {
        **{name: int(row[name]) for name in _AS_COUNTED},
        **{name: percentage(int(row[part]), int(row[whole])) for name, (part, whole) in _RATES.items()},
        "rated": rated,
        "satisfied": satisfied,
        "satisfaction_pct": percentage(satisfied, rated),
        "open": int(row["accepted"]) - int(row["closed"]),
        "as_of": as_of,
    }


async def recount_figures(db: AsyncSession, start_on: date, end_on: date) -> Recount:
    """Compare what is kept for [start_on, end_on) with the tickets themselves; raises SpanBackwards."""
    if end_on <= start_on:
        raise SpanBackwards(f"{start_on} to {end_on}")
    compared, differing = await recount.compare(db, start_on, end_on)
    named = [
        Difference(
            accepted_on=each["key"].pop("accepted_on"), place=each["key"], measure=each["measure"],
            kept=each["kept"], recounted=each["recounted"],
        )
        for each in differing[:_MOST_NAMED]
    ]  # fmt: skip
    return Recount(compared=compared, differing=len(differing), differences=named)
