"""Builders for tests: a furnished grid, cases in any state, the hotline's events."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.testing import ServiceHarness
from contracts import hotline

CITY, REGIMENT, COMMUNITY, OTHER = "659007", "659007/84", "659007/84/03", "659007/85"
ORGANISATION: dict[str, list[dict[str, Any]]] = {
    "territories": [
        {"code": CITY, "level": "city", "name": "师市", "unit_code": "city"},
        {"code": REGIMENT, "parent_code": CITY, "level": "regiment", "name": "八十四团", "unit_code": "84"},
        {"code": OTHER, "parent_code": CITY, "level": "regiment", "name": "八十五团"},
        {"code": COMMUNITY, "parent_code": REGIMENT, "level": "community", "name": "三连", "unit_code": "84-03"},
    ],
    "units": [
        {"code": "city", "kind": "city", "name": "师市", "territory_code": CITY},
        {"code": "84", "kind": "regiment", "name": "八十四团", "parent_code": "city", "territory_code": REGIMENT},
        {"code": "84-03", "kind": "community", "name": "三连", "parent_code": "84", "territory_code": COMMUNITY},
        {"code": "dept-07", "kind": "department", "name": "民政局", "parent_code": "city"},
    ],
    "facilities": [
        {"code": "library-1", "kind": "rural_library", "level": "community", "name": "农家书屋", "territory_code": COMMUNITY}
    ],
}
REPORT = {"class_code": "community.environment", "title": "垃圾未清运", "description": "两天未清运", "territory_code": COMMUNITY}
ASSIGN = ("assignments", {"unit_code": "84-03", "assignee": "lead-84-03"})
RESULT = ("results", {"result": "已清运", "evidence": ["photo-1"]})
REVIEW_ON = (clock.local_day(clock.system_now()) + timedelta(days=30)).isoformat()
SHELVED = [("shelvings", {"review_on": REVIEW_ON, "reason_code": "waits_for_budget"}), ("shelving-decisions", {"granted": True})]
_REGISTERED = [("registrations", {})]
_HANDLED = [*_REGISTERED, ASSIGN, ("handlings", {}), RESULT]
# Which calls bring a new case to a state.
WAYS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "reported": [],
    "registered": _REGISTERED,
    "dismissed": [("dismissals", {"reason_code": "duplicate"})],
    "assigned": [*_REGISTERED, ASSIGN],
    "handling": [*_REGISTERED, ASSIGN, ("handlings", {})],
    "returned": [*_REGISTERED, ASSIGN, ("returns", {"reason_code": "not_our_remit"})],
    "handled": _HANDLED,
    "verified": [*_HANDLED, ("verifications", {"passed": True})],
    "closed": [*_HANDLED, ("verifications", {"passed": True}), ("closures", {})],
    "voided": [("voids", {"reason_code": "test_case"})],
    "escalated": [*_REGISTERED, ("escalations", {"reason_code": "beyond_means"})],
    "shelved": [*_REGISTERED, ASSIGN, *SHELVED],
}


class Grid:
    """The grid under test: who asks it, and shortcuts to where a test begins."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness
        self.admin = harness.client
        self.desk = harness.as_("grid_desk")
        self.lead = harness.as_("grid_lead", subject="lead-84-03", unit_code="84-03")
        self.inspector = harness.as_("inspector")

    def at(self, when: datetime, *roles: str, subject: str | None = None, **more: Any) -> httpx.AsyncClient:
        """Who acts at a declared instant: an administrator unless it is said."""
        return self.harness.as_(*(roles or ("administrator",)), subject=subject, replay_at=when, **more)

    async def furnish(self) -> None:
        (await self.admin.post("/v1/organisation-imports", json=ORGANISATION)).raise_for_status()

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """A case in the wanted state, brought there through the API."""
        answer = await self.admin.post("/v1/cases", json=REPORT | changes)
        assert answer.status_code == 201, answer.text
        case = dict(answer.json())
        for action, body in WAYS[status]:
            case = (await self.act(case, action, body)).json()
        assert case["status"] == status
        return case

    async def act(
        self, case: dict[str, Any], action: str, body: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:
        return await (client or self.admin).post(f"/v1/cases/{case['id']}/{action}", json=body, **more)

    async def cases_of(self, ticket_id: UUID) -> list[dict[str, Any]]:
        """A ticket's cases, the oldest first."""
        answer = await self.admin.get("/v1/cases", params={"ticket_id": str(ticket_id)})
        return sorted(answer.json()["items"], key=lambda case: case["number"])

    async def facts_of(self, case: dict[str, Any]) -> list[str]:
        """What was announced of the case, its versions being 1..n."""
        return await told_of(self.harness, case["id"])


class Ticket:
    """A hotline ticket whose events a test tells one by one."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.id, self.version = grid, uuid7(), 0

    async def dispatched(self, unit: str, kind: str, number: int = 1, **more: Any) -> Envelope:
        facts = {"lead_unit_code": unit, "lead_unit_kind": kind, "dispatch_no": number, "title": "路灯不亮"}
        facts |= {"kind": "complaint", "urgency": "normal", "category_code": "urban.lighting"}
        return await self.tells(hotline.TicketDispatchedV1, facts | {"territory_code": COMMUNITY}, **more)

    async def tells(
        self, model: type[Any], facts: dict[str, Any], *, event_id: UUID | None = None, at: datetime | None = None
    ) -> Envelope:
        self.version += 1
        event = model(ticket_id=self.id, number="12345-1", occurred_at=at or datetime.now(UTC), **facts)
        return await self.grid.harness.deliver(
            event, subject=str(self.id), sequence=self.version, event_id=event_id, time=at, replay=at is not None
        )


async def swept(harness: ServiceHarness, once: Callable[[AsyncSession], Awaitable[int]], *, days: float) -> int:
    """Let a worker's task run, so many days from now, until there is nothing left for it."""
    done = 0
    with clock.declared(clock.system_now() + timedelta(days=days)):
        while True:
            async with harness.app.state.chassis.database.unit_of_work() as db:
                found = await once(db)
            done += found
            if not found:
                return done


async def told_of(harness: ServiceHarness, subject: str) -> list[str]:
    """What was announced of something, numbered 1..n."""
    events = [each for each in await harness.events() if each.subject == subject]
    assert [each.sequence for each in events] == list(range(1, len(events) + 1))
    return [each.type.split(".")[3] for each in events]
