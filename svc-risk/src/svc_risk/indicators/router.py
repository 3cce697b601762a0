"""Paths to the indicators."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, require
from contracts.roles import Role
from svc_risk.indicators import service
from svc_risk.indicators.repository import Filter
from svc_risk.indicators.schemas import FiguresView, IndicatorView
from svc_risk.indicators.terms import Indicator

router = domain_router("/v1/indicators", "indicators")
figures_router = domain_router("/v1/risk/figures", "figures")

Reader = Annotated[Principal, require(Role.ANALYST, Role.SUPERVISOR)]
Staff = Annotated[Principal, require(*(role for role in Role if role is not Role.PUBLIC))]
_TERRITORY = r"^[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*$"


async def _filter(
    territory_code: Annotated[
        str | None,
        Query(pattern=_TERRITORY, max_length=128, description="Only in this territory or below it.", examples=["659007/84"]),
    ] = None,
    matter: Annotated[
        str | None,
        Query(pattern=r"^[^\x00]+$", max_length=64, description="Only about this matter.", examples=["urban.lighting"]),
    ] = None,
    quarter: Annotated[
        str | None, Query(pattern=r"^[0-9]{4}Q[1-4]$", description="Only of this quarter.", examples=["2025Q1"])
    ] = None,
    indicator: Annotated[Indicator | None, Query(description="Only this indicator.", examples=["tickets_overdue"])] = None,
) -> Filter:
    return Filter(territory_code, matter, quarter, indicator)


@router.get("", summary="List indicators")
async def list_indicators(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[IndicatorView]:
    """The indicators of the territories the caller may see, the newest quarter first."""
    rows, following = await service.list_indicators(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[IndicatorView.of(row) for row in rows], next=following)


@figures_router.get("", summary="Show the city's totals of a year")
async def show_figures(
    actor: Staff,
    db: Db,
    year: Annotated[int | None, Query(ge=2000, le=2199, description="The year; none: the present one.", examples=[2025])] = None,
) -> FiguresView:
    """Each indicator summed over all territories and matters, and the quarters counted so far."""
    return await service.sum_year(db, year)
