"""Builders for tests of disputes: who works on them, and a dispute in any state."""

from datetime import date, datetime
from typing import Any

import httpx
import sqlalchemy as sa
from grid_builders import COMMUNITY, REGIMENT, Grid, swept, told_of

NAME, PHONE, OTHER_NAME, OTHER_PHONE = "王小明", "13812341234", "李大强", "13912345678"
STATEMENT = "王小明与李大强因院墙滴水发生争执"
MINUTES = "王小明陈述：屋檐滴水三年未修"
APPLICATION: dict[str, Any] = {
    "kind": "neighbour",
    "territory_code": COMMUNITY,
    "statement": STATEMENT,
    "parties": [
        {"side": "applicant", "name": NAME, "phone": PHONE},
        {"side": "respondent", "name": OTHER_NAME, "phone": OTHER_PHONE},
    ],
}
MEDIATOR = "mediator-1"
PURPOSE = {"purpose": "核对协议内容"}


def agreement(due_on: date | None = None, promises: int = 1) -> tuple[str, dict[str, Any]]:
    due = (due_on or date(2099, 4, 15)).isoformat()
    each = [{"party_no": 2, "what": f"修复滴水檐第{number}段", "due_on": due} for number in range(promises)]
    return "agreements", {
        "facts": "李大强屋檐滴水至王小明院墙",
        "clauses": ["李大强修复滴水檐", "双方互谅互让"],
        "obligations": each,
    }


FAILURE = ("failures", {"reason_code": "no_agreement", "referral": "court"})
DECLARED = ("interest-declarations", {"has_conflict": False})
FOLLOWED = ("follow-ups", {"outcome": "settled"})
_ACCEPTED: list[tuple[str, dict[str, Any]]] = [("acceptances", {})]
_MEDIATING = [*_ACCEPTED, ("assignments", {"mediator": MEDIATOR}), DECLARED, ("mediations", {})]
_DONE = [*_MEDIATING, agreement(), ("obligations/1/outcomes", {"outcome": "performed"}), FOLLOWED]
# Which calls bring a new dispute to a state.
WAYS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "applied": [],
    "accepted": _ACCEPTED,
    "not_accepted": [("refusals", {"reason_code": "in_court"})],
    "mediating": _MEDIATING,
    "agreed": [*_MEDIATING, agreement()],
    "failed": [*_MEDIATING, FAILURE],
    "followed_up": _DONE,
    "closed": [*_DONE, ("closures", {})],
    "withdrawn": [("withdrawals", {"party_no": 1})],
}


class Disputes:
    """The disputes under test: who acts on them, and shortcuts to where a test begins."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.harness = grid, grid.harness
        self.desk = self.client("grid_desk", territory_code=REGIMENT)
        self.mediator = self.client("mediator", subject=MEDIATOR)
        self.keeper = self.client("mediation_keeper")
        self.public = self.harness.as_()

    def client(self, *roles: str, **more: Any) -> httpx.AsyncClient:
        return self.harness.as_(*roles, **more)

    async def furnish(self, *accounts: str) -> "Disputes":
        for account in (MEDIATOR, *accounts):
            entry = {"account": account, "kind": "staff", "unit_code": "84-03", "territory_code": COMMUNITY}
            answer = await self.desk.post("/v1/mediators", json=entry | {"specialities": ["neighbour"]})
            assert answer.status_code == 201, answer.text
        return self

    async def applied(self, *, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        client = self.desk if at is None else self.client("grid_desk", replay_at=at)
        answer = await client.post("/v1/disputes", json=APPLICATION | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """A dispute in the wanted state, brought there through the API."""
        dispute = await self.applied(**changes)
        return await self.moved(dispute, *WAYS[status], expected=status)

    async def moved(self, dispute: dict[str, Any], *steps: tuple[str, dict[str, Any]], expected: str = "") -> dict[str, Any]:
        for step in steps:
            answer = await self.act(dispute, *step)
            assert answer.status_code == 201, (step, answer.text)
            dispute = dict(answer.json())
        assert expected in ("", dispute["status"])
        return dispute

    async def act(
        self, dispute: dict[str, Any], action: str, body: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:
        asked = client or (self.mediator if action == "interest-declarations" else self.desk)
        return await asked.post(f"/v1/disputes/{dispute['id']}/{action}", json=body, **more)

    async def record(self, dispute: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.desk).get(f"/v1/disputes/{dispute['id']}/record")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def told(self, dispute: dict[str, Any]) -> list[str]:
        """What was announced of the dispute, numbered 1..n."""
        return await told_of(self.harness, dispute["id"])

    async def swept(self, once: Any, *, days: float) -> int:
        """Let the worker's task run, so many days from now, until there is nothing left for it."""
        return await swept(self.harness, once, days=days)

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        async with self.harness.sessions() as db:
            return list((await db.execute(sa.text(statement), values)).all())

    async def audited(self, action: str) -> list[dict[str, Any]]:
        found = await self.rows("SELECT details FROM audit_log WHERE action = :action ORDER BY seq", action=action)
        return [row[0] for row in found]
