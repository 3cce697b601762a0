"""What is read of the calendar for itself."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.page import PageRequest, fetch_page
from svc_hotline.calendar.models import CalendarDay, CalendarNotice

_IS_WEEKDAY = func.extract("isodow", CalendarDay.day) < 6


async def newest_notices(db: AsyncSession) -> dict[int, CalendarNotice]:
    """The notice in use of each published year, by year."""
    by_year = select(CalendarNotice).ext(distinct_on(CalendarNotice.year))
    found = await db.execute(by_year.order_by(CalendarNotice.year, CalendarNotice.version.desc()))
    return {notice.year: notice for notice in found.scalars()}


async def list_notices(db: AsyncSession, year: int | None, params: PageRequest) -> tuple[list[CalendarNotice], str | None]:
    """Every notice, or those of a year, the newest first; raises CursorBroken."""
    chosen = select(CalendarNotice)
    if year is not None:
        chosen = chosen.where(CalendarNotice.year == year)
    return await fetch_page(db, chosen, (CalendarNotice.version, CalendarNotice.year), params)


async def differing_days(db: AsyncSession, year: int | None = None) -> dict[date, bool]:
    """The days, of all years or of one, on which the weekday rule does not hold, in order; and whether they are worked."""
    chosen = select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.is_working != _IS_WEEKDAY)
    if year is not None:
        chosen = chosen.where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return {row.day: row.is_working for row in await db.execute(chosen.order_by(CalendarDay.day))}
