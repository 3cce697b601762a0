"""Path of the figures."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis import clock
from chassis.routing import Db, Principal, anyone, domain_router, problems
from svc_affairs.figures import service
from svc_affairs.figures.errors import SpanBackwards
from svc_affairs.figures.schemas import FiguresView

router = domain_router("/v1/affairs/figures", "figures")

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)
From = Annotated[
    date | None,
    Query(
        alias="from", ge=_EARLIEST, le=_LATEST, description="First day of cases, Asia/Shanghai; absent: all.",
        examples=["2025-01-01"],
    ),
]  # fmt: skip
To = Annotated[
    date | None,
    Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Day after the last; absent: until now.", examples=["2026-01-01"]),
]


@router.get("", summary="Show the figures of government affairs", responses=problems(SpanBackwards))
async def show_figures(
    actor: Annotated[Principal, anyone()], db: Db, start_on: From = None, end_on: To = None
) -> FiguresView:  # fmt: skip
    """What is on offer, and the claims of it, as of now; and how many cases were submitted in [from, to)."""
    return FiguresView(as_of=clock.now(), figures=await service.count(db, start_on, end_on))
