"""Builders for tests: risk, and the tickets' and cases' events that it counts."""

from datetime import UTC, datetime
from typing import Any

from chassis.envelope import Envelope
from chassis.ids import uuid7
from chassis.testing import ServiceHarness
from contracts import grid, hotline
from contracts.event import Event

CITY, REGIMENT, COMMUNITY, OTHER = "659007", "659007/84", "659007/84/03", "659007/85"
MARCH = datetime(2025, 3, 14, 2, tzinfo=UTC)
_ACCEPTED = {"kind": "complaint", "urgency": "normal", "channel": "phone", "origin_line": "12345"}
# What an event of each type must say besides place and matter.
FACTS: dict[type[Event], dict[str, Any]] = {
    hotline.TicketAcceptedV1: {**_ACCEPTED, "accepted_at": MARCH},
    hotline.TicketClosedV1: {"outcome": "rated", "accepted_at": MARCH, "closed_at": MARCH},
    hotline.TicketUrgedV1: {"times": 1},
    hotline.TicketReopenedV1: {"times": 1},
    hotline.TicketRatedV1: {"rating": "satisfied", "is_satisfied": True},
    hotline.TicketAnsweredV1: {},
    grid.CaseReportedV1: {"source": "hotline", "title": "路灯不亮"},
    grid.CaseClosedV1: {"result": "已更换灯具"},
    grid.CaseSentBackV1: {},
    grid.CaseReturnedV1: {},
    grid.CaseOverdueV1: {},
    grid.CaseEscalatedV1: {"held_by": "659007"},
}


def a_fact(
    model: type[Event],
    *,
    territory_code: str | None = COMMUNITY,
    matter: str | None = "urban.lighting",
    at: datetime = MARCH,
    **more: Any,
) -> Event:
    """An event of the hotline or the grid."""
    ids = {"case_id": uuid7(), "ticket_id": uuid7(), "number": "N-1"}
    place = {"territory_code": territory_code, "category_code": matter, "class_code": matter, "occurred_at": at}
    return model.model_validate(ids | place | FACTS[model] | more)


class Risk:
    """The service under test."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness

    async def hears(self, model: type[Event], *, told: dict[str, Any] | None = None, **facts: Any) -> Envelope:
        """Deliver an event; `told` are the envelope's own fields."""
        return await self.harness.deliver(a_fact(model, **facts), subject=str(uuid7()), **(told or {}))

    async def listed(self, client: Any = None, **filters: Any) -> list[dict[str, Any]]:
        answer = await (client or self.harness.client).get("/v1/indicators", params=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def figures(self, year: int = 2025) -> dict[str, Any]:
        answer = await self.harness.as_("grid_lead").get("/v1/risk/figures", params={"year": year})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
