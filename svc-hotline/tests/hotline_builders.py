"""Builders for tests: a furnished hotline, tickets in any state, the grid's events."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import insert

from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.testing import ServiceHarness
from contracts import grid
from svc_hotline.directory.models import TerritoryCopy, UnitCopy

CATEGORIES = [
    {"code": "urban", "name_zh": "城市管理", "name_en": "Urban management"},
    {"code": "urban.lighting", "parent_code": "urban", "name_zh": "路灯照明", "name_en": "Lighting", "limit_working_days": 3},
    {"code": "service", "name_zh": "公共服务", "name_en": "Public service"},
]
CITY, REGIMENT, COMMUNITY, OTHER = "659007", "659007/84", "659007/84/03", "659007/85"
OPEN = {
    "kind": "complaint",
    "title": "路灯不亮",
    "description": "三连东侧路灯连续三晚不亮",
    "channel": "phone",
    "category_code": "urban.lighting",
    "territory_code": COMMUNITY,
    "contact": {"name": "王明", "phone": "13812341234"},
}
IN_TEN_DAYS = (datetime.now(UTC) + timedelta(days=10)).isoformat()
# Which calls bring a new complaint to a state.
DISPATCH = ("dispatches", {"lead_unit_code": "84"})
HANDLING = [DISPATCH, ("signatures", {}), ("handlings", {})]
RESOLVED = [*HANDLING, ("replies", {"content": "已更换灯具"}), ("reply-reviews", {"approved": True})]
WAYS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "accepted": [],
    "dispatched": [DISPATCH],
    "signed": [DISPATCH, ("signatures", {})],
    "handling": HANDLING,
    "returned": [DISPATCH, ("returns", {"reason_code": "not_our_remit", "basis": "属住建局"})],
    "resolved": RESOLVED,
    "closed": [*RESOLVED, ("callbacks", {"outcome": "reached", "rating": "satisfied"})],
    "reopened": [*RESOLVED, ("callbacks", {"outcome": "reached", "rating": "dissatisfied"})],
    "rejected": [("rejections", {"reason_code": "outside_remit"})],
    "answered": [("answers", {"content": "请带户口簿"})],
    "awaiting_caller": [*HANDLING, ("questions", {"question": "请说明灯杆号"})],
    "suspended": [*HANDLING, ("suspensions", {"reason": "冬季停工", "review_at": IN_TEN_DAYS})],
    "merged": [("merges", {"main_ticket_id": "another"})],
}


class Hotline:
    """The hotline under test: who asks it, and shortcuts to where a test begins."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness
        self.admin = harness.client
        self.desk = harness.as_("desk")
        self.supervisor = harness.as_("supervisor")
        self.public = harness.as_()
        self.unit = harness.as_("unit", unit_code="84", territory_code=REGIMENT)

    async def furnish(self) -> None:
        """Categories by the API; units and territories straight into the copies."""
        (await self.admin.post("/v1/category-imports", json={"categories": CATEGORIES})).raise_for_status()
        units = [("84", "regiment", REGIMENT), ("85", "regiment", OTHER), ("dept-07", "department", None)]
        places = [(CITY, "city"), (REGIMENT, "regiment"), (COMMUNITY, "community"), (OTHER, "regiment")]
        async with self.harness.sessions() as db, db.begin():
            rows = [{"code": c, "kind": k, "name": c, "territory_code": t, "version": 1} for c, k, t in units]
            await db.execute(insert(UnitCopy), rows)
            await db.execute(insert(TerritoryCopy), [{"code": c, "level": lv, "name": c, "version": 1} for c, lv in places])

    async def opened(self, client: httpx.AsyncClient | None = None, **changes: Any) -> dict[str, Any]:
        """A new ticket, as the reply shows it."""
        answer = await (client or self.desk).post("/v1/tickets", json=OPEN | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """A ticket in the wanted state, brought there through the API."""
        kind = {"kind": "consultation"} if status == "answered" else {}
        ticket = await self.opened(**kind, **changes)
        for action, body in WAYS[status]:
            if action == "merges":
                body = {"main_ticket_id": (await self.opened(**changes))["id"]}
            ticket |= await self.acted(ticket, action, body)
        assert ticket["status"] == status
        return ticket

    async def act(
        self, ticket: dict[str, Any], action: str, body: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:
        return await (client or self.desk).post(f"/v1/tickets/{ticket['id']}/{action}", json=body, **more)

    async def acted(self, ticket: dict[str, Any], action: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.act(ticket, action, body, self.admin)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def shown(self, ticket: dict[str, Any]) -> dict[str, Any]:
        return dict((await self.desk.get(f"/v1/tickets/{ticket['id']}")).json())

    async def history(self, ticket: dict[str, Any]) -> list[dict[str, Any]]:
        return list((await self.desk.get(f"/v1/tickets/{ticket['id']}/history")).json()["items"])

    async def events_of(self, ticket: dict[str, Any]) -> list[Envelope]:
        return [each for each in await self.harness.events() if each.subject == ticket["id"]]

    async def kinds_of_events(self, ticket: dict[str, Any]) -> list[str]:
        """What was announced of the ticket, by the facts' short names, its versions being 1..n."""
        events = await self.events_of(ticket)
        assert [each.sequence for each in events] == list(range(1, len(events) + 1))
        return [each.type.split(".")[3] for each in events]


class Case:
    """A grid case of a ticket, whose events a test tells one by one. It answers the ticket as shown, unless it `is_old`."""

    def __init__(self, hotline: Hotline, ticket: dict[str, Any], *, is_old: bool = False) -> None:
        self.hotline, self.ticket, self.id = hotline, dict(ticket), uuid7()
        self.version, self.answers = 0, None if is_old else ticket["version"]

    async def tells(
        self, model: type[Any], *, event_id: UUID | None = None, at: datetime | None = None, **facts: Any
    ) -> Envelope:
        event = self.says(model, **facts)
        return await self.hotline.harness.deliver(
            event, subject=str(self.id), sequence=self.version, event_id=event_id, time=at, replay=at is not None
        )

    def says(self, model: type[Any], **facts: Any) -> Any:
        """What is told next, without its being told yet."""
        self.version += 1
        return model(
            case_id=self.id, number="C-1", territory_code=COMMUNITY, class_code="urban.lighting",
            ticket_id=UUID(self.ticket["id"]), ticket_sequence=self.answers, occurred_at=datetime.now(UTC), **facts,
        )  # fmt: skip

    async def reported(self) -> None:
        await self.tells(grid.CaseReportedV1, source="hotline", title="路灯不亮")

    async def assigned(self, **more: Any) -> Envelope:
        return await self.tells(grid.CaseAssignedV1, unit_code="84", assignee=None, **more)

    async def handling_started(self) -> None:
        await self.tells(grid.CaseHandlingStartedV1)

    async def voided(self, reason_code: str = "duplicate") -> None:
        await self.tells(grid.CaseVoidedV1, reason_code=reason_code)

    async def closed(self, result: str = "已更换灯具") -> None:
        await self.tells(grid.CaseClosedV1, result=result, is_overdue=False, handled_at=datetime.now(UTC))
