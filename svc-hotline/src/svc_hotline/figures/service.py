"""Makes the figures of a span of days."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_hotline.figures.errors import SpanBackwards
from svc_hotline.figures.rules import percentage
from svc_hotline.figures.schemas import FiguresView
from svc_hotline.tickets import service as tickets


async def figures_between(db: AsyncSession, start_on: date, end_on: date) -> FiguresView:
    """Figures of [start_on, end_on), days of the city; raises SpanBackwards."""
    if end_on <= start_on:
        raise SpanBackwards(f"{start_on} to {end_on}")
    now = clock.now()
    counted = await tickets.count_accepted(db, clock.day_start(start_on), clock.day_start(end_on), now)
    return FiguresView(
        **counted,
        close_rate_pct=percentage(counted["closed"], counted["accepted"]),
        satisfaction_pct=percentage(counted["satisfied"], counted["rated"]),
        as_of=now,
    )
