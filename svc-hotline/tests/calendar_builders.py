"""Builders for tests of the calendar: notices as they are published, and a calendar put back as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from hotline_builders import Hotline
from sqlalchemy import delete, insert, select, text

from svc_hotline.calendar.models import CalendarDay, CalendarNotice

CALENDARS = "/v1/work-calendars"
NOTICES = f"{CALENDARS}/notices"


def holiday(name: str, first_on: str, last_on: str) -> dict[str, Any]:
    return {"name_zh": name, "name_en": None, "first_on": first_on, "last_on": last_on}


# Nobody has published it yet: a New Year's holiday from the Friday on, and a National Day with days worked for it.
NOTICE_2027: dict[str, Any] = {
    "year": 2027,
    "reference": "国办发明电〔2026〕99号",
    "issued_on": "2026-11-04",
    "holidays": [
        holiday("元旦", "2027-01-01", "2027-01-03"), holiday("春节", "2027-02-05", "2027-02-12"),
        holiday("国庆节", "2027-10-01", "2027-10-07"),
    ],
    "make_up_days": ["2027-01-30", "2027-02-20", "2027-09-26", "2027-10-09"],
}  # fmt: skip


def notice_of(year: int, *holidays: dict[str, Any], make_up_days: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """A notice with little in it."""
    new_year = holiday("元旦", f"{year}-01-01", f"{year}-01-01")
    given = {"year": year, "reference": f"测试〔{year}〕1号", "issued_on": f"{year - 1}-11-04"}
    return given | {"holidays": [*holidays] or [new_year], "make_up_days": [*make_up_days]} | more


async def loaded(client: httpx.AsyncClient, notice: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The report of a notice that was published, of which this process knows by now without waiting for its worker."""
    answer = await client.post(NOTICES, json=notice, **more)
    assert answer.status_code == 201, answer.text
    await client.get(f"{CALENDARS}/deadline", params={"start": "2025-01-01T00:00:00Z", "amount": 1, "unit": "hours"})
    return dict(answer.json())


async def recounted(hotline: Hotline) -> None:
    """Returns once the service's own worker has no ticket left to count anew."""
    await until(lambda: _nothing_waits(hotline))


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(400):
        if await is_so():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("it did not come to be")


async def _nothing_waits(hotline: Hotline) -> bool:
    return bool((await hotline.public.get(CALENDARS)).json()["waiting_tickets"] == 0)


@asynccontextmanager
async def put_back(hotline: Hotline) -> AsyncIterator[None]:
    """The calendar is there from the migrations on, and so is not emptied between tests: what a test adds is taken away."""
    days, notices = CalendarDay.__table__, CalendarNotice.__table__
    async with hotline.harness.sessions() as db:
        kept = [(table, [dict(row) for row in (await db.execute(select(table))).mappings()]) for table in (days, notices)]
    try:
        yield
    finally:
        async with hotline.harness.sessions() as db, db.begin():
            await db.execute(text("ALTER TABLE calendar_notices DISABLE TRIGGER freeze_calendar_notices"))
            for table, rows in kept:
                await db.execute(delete(table))
                await db.execute(insert(table), rows)
            await db.execute(text("ALTER TABLE calendar_notices ENABLE TRIGGER freeze_calendar_notices"))
