"""Path of the figures."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_hotline.figures import service
from svc_hotline.figures.errors import SpanBackwards
from svc_hotline.figures.schemas import FiguresView

router = domain_router("/v1/hotline/figures", "figures")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)
Reader = Annotated[Principal, require(Role.ANALYST, Role.DESK, Role.SUPERVISOR)]


@router.get("", summary="Show the hotline's figures", responses=problems(SpanBackwards))
async def show_figures(
    actor: Reader,
    db: Db,
    start_on: Annotated[
        date, Query(alias="from", ge=_EARLIEST, le=_LATEST, description="First day, Asia/Shanghai.", examples=["2025-01-01"])
    ],
    end_on: Annotated[
        date, Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Day after the last.", examples=["2026-01-01"])
    ],
) -> FiguresView:
    """Counted from the tickets accepted in [from, to); ratios are rounded half-up to one decimal."""
    return await service.figures_between(db, start_on, end_on)
