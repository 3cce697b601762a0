"""Path of the figures of ratings."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query, Request, Response

from chassis import clock
from chassis.page import PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.schemas import ItemCode
from svc_affairs.online_cases.schemas import Code
from svc_affairs.rating_figures import service
from svc_affairs.rating_figures.errors import SpanBackwards
from svc_affairs.rating_figures.repository import Where
from svc_affairs.rating_figures.terms import By
from svc_affairs.rating_figures.views import RatingFiguresView

router = domain_router("/v1/rating-figures", "rating figures")

Reader = Annotated[Principal, require(Role.SUPERVISOR, Role.ANALYST, Role.APPROVER, Role.CENTRE)]


@router.get("", summary="Show the figures of ratings 好差评统计", responses=problems(SpanBackwards))
async def show_figures(
    actor: Reader,
    db: Db,
    params: PageParams,
    request: Request,
    response: Response,
    start_on: Annotated[date | None, Query(alias="from", description="From this day on; absent: this year's first.")] = None,
    end_on: Annotated[date | None, Query(alias="to", description="Before this day; absent: until today.")] = None,
    by: Annotated[By | None, Query(description="Told apart by this; absent: only the whole.")] = None,
    item_code: Annotated[ItemCode | None, Query(description="Only of this item.")] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department's items.")] = None,
    centre_code: Annotated[Code | None, Query(description="Only of this town centre.")] = None,
    window_code: Annotated[Code | None, Query(description="Only of the windows with this code.")] = None,
) -> RatingFiguresView:
    """How many rated, how, and what came of low ratings. Departments and centres see their own; no figure is of a person."""
    today = clock.local_day(clock.now())
    where = Where(
        start_on or today.replace(month=1, day=1), end_on or today + timedelta(days=1), item_code, department_code, centre_code,
        window_code,
    )  # fmt: skip
    view = await service.figures(db, actor, where, by, params)
    link_next(response, request, view.next)
    return view
