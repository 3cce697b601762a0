"""Builders for tests of the calendar of government affairs: what the hotline publishes, and a calendar put back as it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

from affairs_builders import Affairs
from sqlalchemy import delete, select

from contracts.hotline import CalendarPublishedV1
from svc_affairs.calendar.models import CalendarVersion

PUBLISHED_AT = datetime(2026, 11, 5, 1, tzinfo=UTC)


def published(version: int = 2, **changes: Any) -> CalendarPublishedV1:
    """The calendar of 2027, in which the first of October is off and the ninth is worked."""
    facts: dict[str, Any] = {
        "occurred_at": PUBLISHED_AT, "version": version, "calendar_version": f"cn-{version}", "year": 2027,
        "published_years": [2026, 2027], "days_off": [date(2027, 10, 1)], "make_up_days": [date(2027, 10, 9)],
        "published_at": PUBLISHED_AT,
    }  # fmt: skip
    return CalendarPublishedV1(**facts | changes)


async def told(affairs: Affairs, event: CalendarPublishedV1, **more: Any) -> dict[str, Any]:
    """What is counted by, once the service has heard of it."""
    await affairs.harness.deliver(event, subject="work-calendar", sequence=event.version, **more)
    return await shown(affairs)


async def shown(affairs: Affairs) -> dict[str, Any]:
    answer = await affairs.harness.as_().get("/v1/affairs/work-calendar")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def kept_versions(affairs: Affairs) -> list[int]:
    async with affairs.harness.sessions() as db:
        return list((await db.execute(select(CalendarVersion.version).order_by(CalendarVersion.version))).scalars())


@asynccontextmanager
async def put_back(affairs: Affairs) -> AsyncIterator[None]:
    """The first version is there from the migrations on, and so the table is not emptied between tests."""
    try:
        yield
    finally:
        async with affairs.harness.sessions() as db, db.begin():
            await db.execute(delete(CalendarVersion).where(CalendarVersion.version > 1))
