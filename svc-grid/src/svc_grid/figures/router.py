"""Paths of the figures of cases, of the heat map, and of the recount that proves them."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.grid import TerritoryLevel
from contracts.roles import Role
from svc_grid.figures import service
from svc_grid.figures.errors import AreaUnknown, EitherClassOrUnit, SpanBackwards, SpanTooLong
from svc_grid.figures.schemas import By, CaseFiguresView, HeatView, Measure, RecountView

router = domain_router("/v1/grid", "grid figures")

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)
_MOST_DAYS = timedelta(days=31)
Reader = Annotated[
    Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.DESK, Role.SUPERVISOR, Role.ANALYST)
]
Administrator = Annotated[Principal, require()]
From = Annotated[
    date, Query(alias="from", ge=_EARLIEST, le=_LATEST, description="First day, Asia/Shanghai.", examples=["2025-01-01"])
]
To = Annotated[date, Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Day after the last.", examples=["2026-01-01"])]
Territory = Annotated[str | None, Query(max_length=120, description="Only this subtree.", examples=["659007/84"])]
Class = Annotated[str | None, Query(min_length=1, max_length=64, description="Only of this class.", examples=["urban.roads"])]
Unit = Annotated[str | None, Query(min_length=1, max_length=64, description="Only this unit's.", examples=["84-03"])]
_WRONG = problems(SpanBackwards, AreaUnknown, EitherClassOrUnit)


@router.get("/case-figures", summary="Show the figures of cases", responses=_WRONG)
async def show_figures(
    actor: Reader, db: Db, start_on: From, end_on: To, territory_code: Territory = None, class_code: Class = None,
    unit_code: Unit = None, by: Annotated[By | None, Query(description="Told apart by this.", examples=["month"])] = None,
) -> CaseFiguresView:  # fmt: skip
    """What was done in [from, to), each step on its day, and how the open cases stand now."""
    return await service.figures(
        db, await service.where_of(db, actor, start_on, end_on, territory_code, class_code, unit_code), by
    )


@router.get("/case-heat", summary="Show where cases lie 热力图", responses=_WRONG)
async def show_heat(
    actor: Reader, db: Db, start_on: From, end_on: To, territory_code: Territory = None, class_code: Class = None,
    level: Annotated[TerritoryLevel, Query(description="Of which level the parts are.")] = TerritoryLevel.CELL,
    measure: Annotated[Measure, Query(description="What is counted.")] = Measure.REPORTED,
) -> HeatView:  # fmt: skip
    """Places, never people: how much there was in each part of a territory."""
    where = await service.where_of(db, actor, start_on, end_on, territory_code, class_code)
    return await service.heat(db, where, level, measure)


@router.get(
    "/case-figures/recount", summary="Prove the figures by a recount", responses=_WRONG | problems(SpanTooLong)
)  # fmt: skip
async def recount_figures(
    actor: Administrator, db: Db, start_on: From, end_on: To, territory_code: Territory = None, class_code: Class = None,
    unit_code: Unit = None,
) -> RecountView:  # fmt: skip
    """What is kept beside what the steps themselves come to, for at most 31 days."""
    if end_on - start_on > _MOST_DAYS:
        raise SpanTooLong(f"at most {_MOST_DAYS.days} days at once", most_days=_MOST_DAYS.days)
    return await service.recount(db, await service.where_of(db, actor, start_on, end_on, territory_code, class_code, unit_code))
