"""Use cases of looking at service activities and of adding them up."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from contracts.grid import TerritoryLevel
from svc_grid.activities import counters, repository
from svc_grid.activities.counters import MEASURE_OF, MEASURES
from svc_grid.activities.errors import SpanWrong
from svc_grid.activities.models import Activity, ActivityVersion
from svc_grid.activities.repository import Filter
from svc_grid.activities.schemas import ActivityRecount
from svc_grid.activities.terms import GroupBy
from svc_grid.activities.views import ActivityFiguresGroup, ActivityFiguresView, ActivityRecountView

_PARTS = {level: index for index, level in enumerate(TerritoryLevel, 1)}


async def get_activity(db: AsyncSession, actor: Principal, activity_id: UUID) -> Activity:
    return await repository.get(db, actor, activity_id)


async def get_history(db: AsyncSession, actor: Principal, activity_id: UUID) -> Sequence[ActivityVersion]:
    """What was told of it, the first first; raises ActivityUnknown."""
    await repository.get(db, actor, activity_id)
    return await repository.list_versions(db, activity_id)


async def list_activities(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Activity], str | None]:
    """A page of records, the latest days first, and where the next begins."""
    return await fetch_page(db, repository.list_activities(actor, wanted), (Activity.held_on, Activity.id), params)


async def show_figures(
    db: AsyncSession, actor: Principal, start_on: date, end_on: date, *, territory_code: str | None, unit_code: str | None,
    by: GroupBy | None, level: TerritoryLevel,
) -> ActivityFiguresView:  # fmt: skip
    """What was done from `start_on` to the day before `end_on`, within what the actor may see; raises SpanWrong."""
    if end_on <= start_on:
        raise SpanWrong(f"{start_on} to {end_on}")
    places = [each for each in (actor.territory_code, territory_code) if each is not None]
    rows = await repository.sum_counters(db, places, unit_code, start_on, end_on, by)
    groups: dict[str, list[int]] = {}
    for row in rows:
        sums = groups.setdefault(_key(row.key, by, level) if by else "", [0] * len(MEASURES))
        for at, name in enumerate(MEASURES):
            sums[at] += int(getattr(row, name))
    whole = [sum(column) for column in zip(*groups.values(), strict=True)] or [0] * len(MEASURES)
    shown = [ActivityFiguresGroup(key=key, **figures_of(sums)) for key, sums in sorted(groups.items())] if by else []
    return ActivityFiguresView(
        from_on=start_on, to_on=end_on, groups=shown, source="svc-grid", as_of=clock.now(), **figures_of(whole)
    )


def _key(key: str, by: GroupBy, level: TerritoryLevel) -> str:
    """Of a territory the one at `level` that it lies in, or itself where it lies above."""
    return "/".join(key.split("/")[: _PARTS[level]]) if by is GroupBy.TERRITORY else key


def figures_of(sums: Sequence[int]) -> Mapping[str, Any]:
    """The sums by the names that the city publishes them under."""
    named = dict(zip(MEASURES, sums, strict=True))
    shown: dict[str, Any] = {name: named[name] for name in MEASURE_OF.values()}
    return shown | {"satisfaction_pct": percent(named["satisfied_count"], named["asked_count"])}


def percent(part: int, whole: int) -> float | None:
    """To one decimal, half up; None of nothing."""
    return float((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)) if whole else None


async def recount(db: AsyncSession, actor: Principal, body: ActivityRecount) -> ActivityRecountView:
    """Hold the counters against the records; raises SpanWrong."""
    if body.end_on <= body.start_on:
        raise SpanWrong(f"{body.start_on} to {body.end_on}")
    if body.is_repair:
        await counters.hold_still(db)
    cells, found = await counters.differing(db, body.start_on, body.end_on)
    is_repaired = body.is_repair and bool(found)
    if is_repaired:
        await counters.repair(db, body.start_on, body.end_on)
        await audit.record(db, actor, "activity-counters-repaired", f"{body.start_on}/{body.end_on}", cells=len(found))
    examples = [f"{cell[0]} {cell[1]} {cell[2]}: kept {kept}, recounted {counted}" for cell, (kept, counted) in found.items()]
    return ActivityRecountView(
        is_equal=not found, cells=cells, differing=len(found), examples=examples[:20], is_repaired=is_repaired
    )
