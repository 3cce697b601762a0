"""Path of the figures."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.figures import service
from svc_hotline.figures.errors import SpanBackwards
from svc_hotline.figures.schemas import Breakdown, FiguresView, Recount
from svc_hotline.tickets.schemas import TerritoryCode

router = domain_router("/v1/hotline/figures", "figures")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)
Reader = Annotated[Principal, require(Role.ANALYST, Role.DESK, Role.SUPERVISOR)]


StartOn = Annotated[
    date, Query(alias="from", ge=_EARLIEST, le=_LATEST, description="First day, Asia/Shanghai.", examples=["2025-01-01"])
]
EndOn = Annotated[date, Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Day after the last.", examples=["2026-01-01"])]
Within = Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.", examples=["659007/84"])]
By = Literal["day", "month", "unit", "territory", "category", "channel", "origin_line", "kind"]


@router.get("", summary="Show the hotline's figures", responses=problems(SpanBackwards))
async def show_figures(actor: Reader, db: Db, start_on: StartOn, end_on: EndOn, territory_code: Within = None) -> FiguresView:
    """Of the tickets accepted in [from, to), kept with each change; ratios are rounded half-up to one decimal."""
    return await service.figures_between(db, actor, start_on, end_on, territory_code)


@router.get("/breakdown", summary="Show the figures told apart by one thing", responses=problems(SpanBackwards))
async def show_breakdown(
    actor: Reader, db: Db, start_on: StartOn, end_on: EndOn,
    by: Annotated[By, Query(description="By what.", examples=["unit"])], territory_code: Within = None,
) -> Breakdown:  # fmt: skip
    """By day, month, unit, territory, category, channel, origin line or kind; at most 1,000 rows."""
    return await service.breakdown(db, actor, start_on, end_on, by, territory_code)


@router.get("/recount", summary="Count the figures anew and compare", responses=problems(SpanBackwards))
async def recount(actor: Annotated[Principal, require()], db: Db, start_on: StartOn, end_on: EndOn) -> Recount:
    """What is kept against what the tickets themselves give, place by place and day by day; changes nothing."""
    return await service.recount_figures(db, start_on, end_on)
