"""When a limit of working time runs out, by the calendar in use."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.worktime import Limit, due_at
from svc_affairs.calendar.service import calendar_of


async def until(db: AsyncSession, start: datetime, limit: Limit) -> datetime:
    """The instant at which `limit`, begun at `start`, runs out."""
    return due_at(start, limit, await calendar_of(db)).at
