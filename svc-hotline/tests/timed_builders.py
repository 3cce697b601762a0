"""Builders for tests of time: a desk whose clock a test sets, and what time itself did to a ticket."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from hotline_builders import OPEN, Hotline
from sqlalchemy import select, update

from contracts.worktime import Limit, LimitUnit, WorkCalendar, due_at
from svc_hotline.tickets.models import Ticket

# A Monday at ten in the city, in a month without holidays.
MONDAY = datetime(2025, 3, 10, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Timed:
    """A ticket that lives at the times a test names."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline = hotline
        self.ticket: dict[str, Any] = {}

    def as_(self, when: datetime, *roles: str, **more: Any) -> httpx.AsyncClient:
        return self.hotline.harness.as_(*(roles or ("administrator",)), replay_at=when, **more)

    async def opens(self, when: datetime = MONDAY, **changes: Any) -> dict[str, Any]:
        answer = await self.as_(when).post("/v1/tickets", json=OPEN | changes)
        assert answer.status_code == 201, answer.text
        self.ticket = dict(answer.json())
        return self.ticket

    async def tries(self, when: datetime, action: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.as_(when).post(f"/v1/tickets/{self.ticket['id']}/{action}", json=body or {})

    async def does(self, when: datetime, action: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.tries(when, action, body)
        assert answer.status_code == 201, answer.text
        self.ticket |= answer.json()
        return self.ticket

    async def is_handled(self, when: datetime = MONDAY + HOUR) -> dict[str, Any]:
        await self.does(when, "dispatches", {"lead_unit_code": "84"})
        await self.does(when, "signatures")
        return await self.does(when, "handlings")

    async def is_resolved(self, when: datetime) -> dict[str, Any]:
        await self.does(when, "replies", {"content": "已更换灯具"})
        return await self.does(when, "reply-reviews", {"approved": True})

    async def is_left_to_the_sweeper(self) -> dict[str, Any]:
        """As if it had never been replayed: the service's own sweeper does all that is due until today, and is done."""
        chosen = Ticket.id == self.ticket["id"]
        async with self.hotline.harness.sessions() as db, db.begin():
            await db.execute(update(Ticket).where(chosen).values(sweep_after=None))
        for _ in range(400):
            if not await self._is_waiting():
                break
            await asyncio.sleep(0.05)
        else:
            raise TimeoutError("the sweeper did not come")
        self.ticket |= await self.hotline.shown(self.ticket)
        return self.ticket

    async def _is_waiting(self) -> bool:
        async with self.hotline.harness.sessions() as db:
            wake_at = (await db.execute(select(Ticket.wake_at).where(Ticket.id == self.ticket["id"]))).scalar_one()
            return wake_at is not None and wake_at <= datetime.now(UTC)

    async def by_time(self) -> list[tuple[str, datetime]]:
        """What time did to it, and when."""
        steps = await self.hotline.history(self.ticket)
        return [(step["action"], datetime.fromisoformat(step["at"])) for step in steps if step["actor"] == "clock"]

    async def due(self, start: datetime, amount: int, unit: LimitUnit = LimitUnit.WORKING_DAYS) -> datetime:
        """By the calendar in use."""
        return due_at(start, Limit(amount, unit), await self._calendar()).at

    async def _calendar(self) -> WorkCalendar:
        async with self.hotline.harness.sessions() as db:
            calendar: WorkCalendar = await self.hotline.harness.app.state.calendar_book.current(db)
            return calendar
