"""Paths of the overview."""

from typing import Annotated

from fastapi import Request

from chassis.routing import Db, Principal, anyone, domain_router, require
from gateway.overview import service
from gateway.overview.schemas import Overview, PeriodSet, PeriodView

router = domain_router("/v1/overview", "overview")


@router.get("", summary="Show the city at a glance")
async def show_overview(actor: Annotated[Principal, anyone()], db: Db, request: Request) -> Overview:
    """The 1, the 7 and the 1, counted from what the services hold, each number with its source and time."""
    return await service.show_overview(db, request.app.state.upstreams)


@router.put("/period", summary="Choose the overview's year")
async def set_period(body: PeriodSet, actor: Annotated[Principal, require()], db: Db) -> PeriodView:
    """Which year the yearly numbers are of; without a choice it is the present year."""
    await service.set_year(db, actor, body.year)
    return PeriodView(year=body.year)
