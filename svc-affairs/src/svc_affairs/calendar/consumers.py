"""Follows the calendar that the hotline publishes."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts.hotline import CalendarPublishedV1
from svc_affairs.calendar import service

_log = structlog.get_logger(__name__)


async def on_published(db: AsyncSession, event: CalendarPublishedV1, envelope: Envelope) -> None:
    """An older version that comes late tells nothing: the newer one was whole."""
    if not await service.take_version(db, event):
        _log.info("calendar passed over", version=event.version)


follow_calendar = Consumer(name="affairs-follow-calendar", handlers={CalendarPublishedV1: on_published})
