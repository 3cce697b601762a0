"""Path of the working calendar."""

from typing import Annotated

from chassis.routing import Db, Principal, anyone, domain_router
from svc_affairs.calendar.service import calendar_of
from svc_affairs.calendar.views import WorkCalendarView

router = domain_router("/v1/affairs/work-calendar", "work calendar")

Everybody = Annotated[Principal, anyone()]


@router.get("", summary="Show the calendar that deadlines are counted by 工作日历")
async def show_calendar(actor: Everybody, db: Db) -> WorkCalendarView:
    """The copy of the official calendar, which the hotline publishes (`/v1/work-calendars`) and this service follows."""
    calendar = await calendar_of(db)
    return WorkCalendarView(
        calendar_version=calendar.version, published_years=sorted(calendar.published_years), since=calendar.since
    )
