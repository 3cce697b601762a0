"""Builders for tests of services that follow the calendar: what the hotline publishes, and a calendar put back as it was.

Each service keeps a calendar of its own, and is told and asked alike; `Follower` says which service it is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text

from chassis.testing import ServiceHarness
from contracts.hotline import CalendarPublishedV1

PUBLISHED_AT = datetime(2026, 11, 5, 1, tzinfo=UTC)


def published(version: int = 2, **changes: Any) -> CalendarPublishedV1:
    """The calendar of 2027, in which the first of October is off and the ninth is worked."""
    facts: dict[str, Any] = {
        "occurred_at": PUBLISHED_AT, "version": version, "calendar_version": f"cn-{version}", "year": 2027,
        "published_years": [2026, 2027], "days_off": [date(2027, 10, 1)], "make_up_days": [date(2027, 10, 9)],
        "published_at": PUBLISHED_AT,
    }  # fmt: skip
    return CalendarPublishedV1(**facts | changes)


class Follower:
    """A service that follows the calendar, and where it shows what it counts by."""

    def __init__(self, harness: ServiceHarness, path: str) -> None:
        self.harness, self.path = harness, path

    async def told(self, event: CalendarPublishedV1, **more: Any) -> dict[str, Any]:
        """What it counts by, once it has heard of it."""
        await self.harness.deliver(event, subject="work-calendar", sequence=event.version, **more)
        return await self.shown()

    async def shown(self) -> dict[str, Any]:
        answer = await self.harness.as_().get(self.path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def kept_versions(self) -> list[int]:
        async with self.harness.sessions() as db:
            return list((await db.execute(text("SELECT version FROM work_calendars ORDER BY version"))).scalars())

    @asynccontextmanager
    async def put_back(self) -> AsyncIterator[None]:
        """The first version is there from the migrations on, and so the table is not emptied between tests."""
        try:
            yield
        finally:
            async with self.harness.sessions() as db, db.begin():
                await db.execute(text("DELETE FROM work_calendars WHERE version > 1"))
