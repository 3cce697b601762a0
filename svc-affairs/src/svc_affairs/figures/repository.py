"""The one SELECT of the figures that no slice has of its own: cases by the way they came in."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.terms import Channel


async def count_received(db: AsyncSession, start: datetime | None, end: datetime | None) -> Mapping[Channel, int]:
    """How many cases came in by each channel, of those submitted in [start, end); read from the index of the channels alone."""
    chosen = select(OnlineCase.channel, func.count()).group_by(OnlineCase.channel)
    if start is not None:
        chosen = chosen.where(OnlineCase.submitted_at >= start)
    if end is not None:
        chosen = chosen.where(OnlineCase.submitted_at < end)
    return dict((await db.execute(chosen)).all())
