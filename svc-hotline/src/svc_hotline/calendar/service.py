"""The calendar in use: read from the tables, remembered for a minute."""

import time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.worktime import WorkCalendar
from svc_hotline.calendar import repository
from svc_hotline.calendar.models import CalendarNotice

_REMEMBERED_S = 60


class CalendarBook:
    """Holds the calendar of one process, so that opening a ticket does not read years of days."""

    def __init__(self) -> None:
        self._calendar: WorkCalendar | None = None
        self._number = 0
        self._read_at = float("-inf")

    async def current(self, db: AsyncSession) -> WorkCalendar:
        """As it was within the last minute."""
        if self._calendar is None or time.monotonic() - self._read_at > _REMEMBERED_S:
            return await self._read(db)
        return self._calendar

    async def fresh(self, db: AsyncSession) -> WorkCalendar:
        """As it is now; read anew only where another version was published."""
        if self._calendar is None or await version_of(db) != self._number:
            return await self._read(db)
        return self._calendar

    async def _read(self, db: AsyncSession) -> WorkCalendar:
        number, calendar = await read_calendar(db)
        if self._calendar is None or number >= self._number:  # a slow reader does not bring an older one back
            self._calendar, self._number, self._read_at = calendar, number, time.monotonic()
        return self._calendar


async def calendar_of(db: AsyncSession) -> WorkCalendar:
    """The calendar in use, by the book that every session of the hotline carries."""
    book: CalendarBook = db.info["calendar_book"]
    return await book.current(db)


async def fresh_calendar(db: AsyncSession) -> WorkCalendar:
    """As `calendar_of`, and no older than the database; the book then knows it too."""
    book: CalendarBook = db.info["calendar_book"]
    return await book.fresh(db)


async def version_of(db: AsyncSession) -> int:
    """The number of the calendar's version; 0 before the first notice."""
    newest = select(CalendarNotice.version).order_by(CalendarNotice.version.desc()).limit(1)
    return (await db.execute(newest)).scalar_one_or_none() or 0


def named_version(number: int) -> str:
    """A version's number as tickets name it."""
    return f"cn-{number}" if number else "none"


async def read_calendar(db: AsyncSession) -> tuple[int, WorkCalendar]:
    """The version's number, and the calendar with only the days that differ from the weekday rule.

    The notices are read before the days: where one is published meanwhile, newer days under the older version are counted
    anew, and the older days under a newer version never would be.
    """
    notices = await repository.newest_notices(db)
    newest = max(notices.values(), key=lambda notice: notice.version, default=None)
    days = await repository.differing_days(db)
    number = newest.version if newest else 0
    return number, WorkCalendar(named_version(number), frozenset(notices), days, since=newest.published_at if newest else None)
