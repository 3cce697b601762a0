"""Paths of the figures of trade."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.trade_documents.fields import Country, PartyCode
from svc_affairs.trade_figures import service
from svc_affairs.trade_figures.errors import OneFilterOnly, SpanWrong
from svc_affairs.trade_figures.schemas import By, TradeFigures, TradeRecount, TradeRecountView

router = domain_router("/v1/trade-figures", "trade figures")

Reader = Annotated[Principal, require(Role.TRADE_DESK, Role.ANALYST, Role.SUPERVISOR)]
Desk = Annotated[Principal, require(Role.TRADE_DESK, Role.ANALYST)]


@router.get("", summary="Show cross-border trade in numbers 跨境统计", responses=problems(SpanWrong, OneFilterOnly))
async def show_figures(
    actor: Reader, db: Db,
    start_on: Annotated[date, Query(alias="from", description="The first day of the city.", examples=["2025-03-01"])],
    end_on: Annotated[date, Query(alias="to", description="The day after the last.", examples=["2025-04-01"])],
    platform_code: Annotated[PartyCode | None, Query(description="Only of this platform.", examples=["6599660001"])] = None,
    country: Annotated[Country | None, Query(description="Only from this country.", examples=["116"])] = None,
    heading: Annotated[str | None, Query(pattern=r"^(\d{4}|none)$", description="Only with it.", examples=["3304"])] = None,
    by: Annotated[By | None, Query(description="Also told apart by this.", examples=["platform"])] = None,
) -> TradeFigures:  # fmt: skip
    """Declarations by status with their worth, and by the fields in which documents do not agree."""
    where = service.where_of(start_on, end_on, {"platform": platform_code, "country": country, "heading": heading})
    return await service.figures(db, where, by)


@router.post("/recounts", status_code=201, summary="Prove the numbers by a recount", responses=problems(SpanWrong))
async def recount_figures(body: TradeRecount, actor: Desk, db: Db) -> TradeRecountView:
    """Compare what is kept with the declarations, lines and mismatches themselves."""
    return await service.recount(db, body.start_on, body.end_on)
