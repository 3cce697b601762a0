"""Coverage 巡查覆盖率: how much of what was planned was seen, and which places were not; of places, never of people."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from contracts.grid import TerritoryLevel
from svc_grid.patrols import counters, repository
from svc_grid.patrols.counters import MEASURES
from svc_grid.patrols.errors import CoverageSpanWrong
from svc_grid.patrols.models import PatrolCheckpoint
from svc_grid.patrols.task_models import PatrolCounter
from svc_grid.patrols.terms import CoverageBy
from svc_grid.patrols.views import CoverageGroup, CoverageRecountView, CoverageView
from svc_grid.within import within

_PARTS = {level: index for index, level in enumerate(TerritoryLevel, 1)}


async def show_coverage(
    db: AsyncSession, actor: Principal, start_on: date, end_on: date, territory_code: str | None, by: CoverageBy | None,
    level: TerritoryLevel,
) -> CoverageView:  # fmt: skip
    """What was due from `start_on` to the day before `end_on`; raises CoverageSpanWrong."""
    if end_on <= start_on:
        raise CoverageSpanWrong(f"{start_on} to {end_on}")
    groups: dict[str, list[int]] = {}
    for row in await _sums(db, actor, start_on, end_on, territory_code, by):
        sums = groups.setdefault(_key(row[0], by, level), [0] * len(MEASURES))
        for at, value in enumerate(row[1:]):
            sums[at] += int(value)
    whole = [sum(column) for column in zip(*groups.values(), strict=True)] or [0] * len(MEASURES)
    overdue = repository.list_places(actor, territory_code, True, None).subquery()
    overdue_count = (await db.execute(select(func.count()).select_from(overdue))).scalar_one()
    shown = [CoverageGroup(key=key, **_figures(sums)) for key, sums in sorted(groups.items())] if by else []
    return CoverageView(
        from_on=start_on, to_on=end_on, overdue_checkpoints=overdue_count, groups=shown, source="svc-grid", as_of=clock.now(),
        **_figures(whole),
    )  # fmt: skip


async def _sums(
    db: AsyncSession, actor: Principal, start_on: date, end_on: date, territory_code: str | None, by: CoverageBy | None
) -> Sequence[Any]:
    conditions = [PatrolCounter.due_on >= start_on, PatrolCounter.due_on < end_on]
    conditions += [within(PatrolCounter.territory_code, each) for each in (actor.territory_code, territory_code) if each]
    key: Any = func.to_char(PatrolCounter.due_on, "YYYY-MM") if by is CoverageBy.MONTH else PatrolCounter.territory_code
    sums = (func.sum(getattr(PatrolCounter, name)) for name in MEASURES)
    return (await db.execute(select(key.label("key"), *sums).where(*conditions).group_by("key").order_by("key"))).all()


def _key(key: str, by: CoverageBy | None, level: TerritoryLevel) -> str:
    if by is None:
        return ""
    return "/".join(key.split("/")[: _PARTS[level]]) if by is CoverageBy.TERRITORY else key


def _figures(sums: Sequence[int]) -> dict[str, Any]:
    named = dict(zip(MEASURES, sums, strict=True))
    renamed = {name.replace("points_", "checkpoints_"): value for name, value in named.items()}
    return renamed | {"coverage_pct": percent(named["points_visited"], named["points_planned"])}


def percent(part: int, whole: int) -> float | None:
    """To one decimal, half up; None of nothing."""
    return float((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)) if whole else None


async def list_places(
    db: AsyncSession, actor: Principal, territory_code: str | None, is_overdue: bool, unseen_days: int | None, params: PageRequest
) -> tuple[Sequence[PatrolCheckpoint], str | None]:
    """A page of places, by plan and code: those overdue, or those that nobody saw for so many days."""
    before = None if unseen_days is None else clock.local_day(clock.now()) - timedelta(days=unseen_days - 1)
    chosen = repository.list_places(actor, territory_code, is_overdue, before)
    order = (PatrolCheckpoint.plan_id, PatrolCheckpoint.code)
    return await fetch_page(db, chosen, order, params, descending=False)


async def recount(db: AsyncSession, start_on: date, end_on: date) -> CoverageRecountView:
    """Hold the counters against the tasks, points and findings themselves; raises CoverageSpanWrong."""
    if end_on <= start_on:
        raise CoverageSpanWrong(f"{start_on} to {end_on}")
    cells, found = await counters.differing(db, start_on, end_on)
    examples = [f"{cell[0]} {cell[1]}: kept {kept}, recounted {counted}" for cell, (kept, counted) in found.items()]
    return CoverageRecountView(is_equal=not found, cells=cells, differing=len(found), examples=examples[:20])
