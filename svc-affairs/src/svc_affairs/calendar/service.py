"""The calendar in use: read from its table, remembered for a minute, and read anew once a newer one was taken."""

import time

from sqlalchemy import event, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.hotline import CalendarPublishedV1
from contracts.worktime import WorkCalendar
from svc_affairs.calendar.models import CalendarVersion

_REMEMBERED_S = 60


class CalendarBook:
    """Holds the calendar of one process, so that counting a deadline does not read years of days."""

    def __init__(self) -> None:
        self._calendar: WorkCalendar | None = None
        self._number = self._awaited = 0
        self._read_at = float("-inf")

    async def current(self, db: AsyncSession) -> WorkCalendar:
        """As it was within the last minute, and no older than what this process has taken."""
        if self._calendar is None or self._number < self._awaited or time.monotonic() - self._read_at > _REMEMBERED_S:
            return await self._read(db)
        return self._calendar

    def awaits(self, number: int) -> None:
        """A newer version is there; whoever had begun to read before does not bring an older one back."""
        self._awaited = max(self._awaited, number)

    async def _read(self, db: AsyncSession) -> WorkCalendar:
        kept = await newest(db)
        if self._calendar is None or kept.version >= self._number:
            self._calendar, self._number, self._read_at = as_calendar(kept), kept.version, time.monotonic()
        return self._calendar


async def calendar_of(db: AsyncSession) -> WorkCalendar:
    """The calendar in use, by the book that every session of government affairs carries."""
    book: CalendarBook = db.info["calendar_book"]
    return await book.current(db)


async def newest(db: AsyncSession) -> CalendarVersion:
    """The version in use; one is there from the migrations on."""
    chosen = select(CalendarVersion).order_by(CalendarVersion.version.desc()).limit(1)
    return (await db.execute(chosen)).scalar_one()


async def take_version(db: AsyncSession, told: CalendarPublishedV1) -> bool:
    """Keep a newer version than the one in use, and have it used once that is committed; False: it was none."""
    if told.version <= (await newest(db)).version:
        return False
    row = told.model_dump(include=set(CalendarVersion.__table__.columns.keys()))
    await db.execute(insert(CalendarVersion).values(row).on_conflict_do_nothing())
    book: CalendarBook = db.info["calendar_book"]
    event.listen(db.sync_session, "after_commit", lambda _session: book.awaits(told.version), once=True)
    return True


def as_calendar(kept: CalendarVersion) -> WorkCalendar:
    """What limits are counted by."""
    exceptions = dict.fromkeys(kept.days_off, False) | dict.fromkeys(kept.make_up_days, True)
    return WorkCalendar(kept.calendar_version, frozenset(kept.published_years), exceptions, since=kept.published_at)
