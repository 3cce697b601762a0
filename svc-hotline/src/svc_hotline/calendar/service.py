"""The calendar in use: read from the table, remembered for a minute."""

import time
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_hotline.calendar.deadlines import WorkCalendar
from svc_hotline.calendar.models import CalendarDay

_REMEMBERED_S = 60


class CalendarBook:
    """Holds the calendar of one process, so that opening a ticket does not read years of days."""

    def __init__(self) -> None:
        self._calendar: WorkCalendar | None = None
        self._read_at = float("-inf")

    async def current(self, db: AsyncSession) -> WorkCalendar:
        if self._calendar is None or time.monotonic() - self._read_at > _REMEMBERED_S:
            self._calendar = await _read(db)
            self._read_at = time.monotonic()
        return self._calendar


async def calendar_of(db: AsyncSession) -> WorkCalendar:
    """The calendar in use, by the book that every session of the hotline carries."""
    book: CalendarBook = db.info["calendar_book"]
    return await book.current(db)


async def _read(db: AsyncSession) -> WorkCalendar:
    """The published span, and only the days that differ from the weekday rule."""
    span = select(func.min(CalendarDay.day), func.max(CalendarDay.day), func.max(CalendarDay.version))
    first_on, last_on, version = (await db.execute(span)).one()
    if first_on is None:
        return WorkCalendar("none", date.max, date.min)
    is_weekday = func.extract("isodow", CalendarDay.day) < 6
    differing = select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.is_working != is_weekday)
    exceptions = {row.day: row.is_working for row in await db.execute(differing)}
    return WorkCalendar(f"cn-{version}", first_on, last_on, exceptions)


async def _book(request: Request) -> CalendarBook:
    book: CalendarBook = request.app.state.calendar_book
    return book


Book = Annotated[CalendarBook, Depends(_book)]
