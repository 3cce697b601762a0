"""Paths of the working calendar."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from contracts.worktime import Limit, LimitUnit, due_at
from svc_hotline.calendar import publishing, repository
from svc_hotline.calendar.errors import NoticeWrong
from svc_hotline.calendar.schemas import FIRST_YEAR, LAST_YEAR, NoticeInput
from svc_hotline.calendar.service import fresh_calendar, named_version, version_of
from svc_hotline.calendar.views import (
    CalendarView,
    DayView,
    DeadlineView,
    HolidayView,
    NoticeReport,
    NoticeView,
    YearSummary,
    YearView,
)
from svc_hotline.tickets.recounting import count_outdated
from svc_hotline.tickets.schemas import Instant

router = domain_router("/v1/work-calendars", "work calendars")

Everybody = Annotated[Principal, anyone()]
Staff = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT, Role.ANALYST)]
Keeper = Annotated[Principal, require(Role.SUPERVISOR, unbound=True)]

Start = Annotated[
    Instant, Query(description="When the limit begins, with its offset.", examples=["2026-11-24T02:00:00Z"])
]  # fmt: skip
Amount = Annotated[int, Query(ge=1, le=1000, description="How much time.", examples=[5])]
Unit = Annotated[LimitUnit, Query(description="What it is counted in.", examples=["working_days"])]


@router.get("", summary="Show the calendar in use 工作日历")
async def show_calendar(actor: Everybody, db: Db, response: Response) -> CalendarView:
    """The published years, and how many running tickets wait to be counted by the newest notice."""
    number = await version_of(db)  # before the rest: whoever changes what has changed meanwhile is told so
    notices = await repository.newest_notices(db)
    tag_version(response, number)
    return CalendarView(
        calendar_version=named_version(number), version=number,
        years=[YearSummary.model_validate(notice) for notice in notices.values()],
        waiting_tickets=await count_outdated(db, named_version(number)),
    )  # fmt: skip


@router.post("/notices", status_code=201, summary="Load a notice 放假安排通知", responses=problems(NoticeWrong, StaleVersion))
async def publish_notice(body: NoticeInput, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> NoticeReport:
    """Bring a year to what its notice says; running tickets are then counted anew. A dry run or the same again is a 200."""
    report = await publishing.publish_notice(db, actor, if_match, body)
    if report.is_dry_run or not report.is_new:
        response.status_code = 200
    else:
        tag_version(response, report.version)
    return report


@router.get("/notices", summary="List the notices", responses=problems(CursorBroken))
async def list_notices(
    actor: Staff, db: Db, params: PageParams, request: Request, response: Response,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="Only of this year.", examples=[2027])] = None,
) -> Page[NoticeView]:  # fmt: skip
    """Every notice that was loaded, corrected ones too, the newest first."""
    found, following = await repository.list_notices(db, year, params)
    link_next(response, request, following)
    return Page(items=[NoticeView.model_validate(each) for each in found], next=following)


@router.get("/deadline", summary="Count a deadline 期限试算")
async def count_deadline(actor: Everybody, db: Db, start: Start, amount: Amount, unit: Unit) -> DeadlineView:
    """When a limit would end by the calendar in use."""
    due = due_at(start, Limit(amount, unit), await fresh_calendar(db))
    return DeadlineView(due_at=due.at, is_provisional=due.is_provisional, calendar_version=due.calendar_version)


@router.get("/{year}", summary="Show a year of the calendar")
async def show_year(
    year: Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR, description="The year.", examples=[2027])],
    actor: Everybody, db: Db, response: Response,
) -> YearView:  # fmt: skip
    """Its days that differ from the weekday rule; published or not."""
    number = await version_of(db)
    notice = (await repository.newest_notices(db)).get(year)
    days = await repository.differing_days(db, year)
    tag_version(response, number)
    return YearView(
        year=year, is_published=notice is not None, calendar_version=named_version(number),
        version=notice.version if notice else None, reference=notice.reference if notice else None,
        issued_on=notice.issued_on if notice else None,
        holidays=[HolidayView.model_validate(each) for each in notice.holidays] if notice else [],
        days=[DayView(day=day, is_working=worked) for day, worked in days.items()],
    )  # fmt: skip
