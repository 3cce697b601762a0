"""Builders for tests of joint calls: who calls, who is called, and a call in any state."""

from datetime import datetime
from typing import Any

import httpx
import sqlalchemy as sa
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid, swept, told_of

MORE: dict[str, Any] = {
    "territories": [{"code": f"{OTHER}/01", "parent_code": OTHER, "level": "community", "name": "一连", "unit_code": "84-03"}],
    "units": [{"code": "dept-08", "kind": "department", "name": "城管局", "parent_code": "city", "territory_code": CITY}],
}
WHISTLE: dict[str, Any] = {
    "territory_code": COMMUNITY, "title": "占道经营反复", "request": "请到场联合处置", "urgency": "urgent",
    "units": ["dept-07", "dept-08"], "coordinator_unit_code": "84-03",
}  # fmt: skip
REPORT = {"comes": ["officer-2"], "arrives_at": "2099-01-01T00:00:00Z"}
DECLINE = {"reason_code": "not_our_remit", "note": "属市场监管职责"}
Step = tuple[str, str, dict[str, Any]]


def of_all(action: str, body: dict[str, Any]) -> list[Step]:
    return [(unit, action, body) for unit in WHISTLE["units"]]


_ASSEMBLED = of_all("reports", REPORT)
_DONE = [*_ASSEMBLED, *of_all("handlings", {}), *of_all("results", {"result": "已清理"})]
_RATED = [*_DONE, *of_all("ratings", {"rating": "satisfied"})]
# Which steps bring a new call to a state; those of no unit are the call's own.
CALL_WAYS: dict[str, list[Step]] = {
    "open": [],
    "assembled": _ASSEMBLED,
    "done": _DONE,
    "rated": _RATED,
    "closed": [*_RATED, ("", "closures", {})],
    "cancelled": [("", "cancellations", {"reason_code": "settled"})],
}
# Which steps bring the first unit of a new call to a state.
_FIRST = "dept-07"
UNIT_WAYS: dict[str, list[Step]] = {
    "called": [],
    "declined": [(_FIRST, "declines", DECLINE)],
    "excused": [(_FIRST, "declines", DECLINE), (_FIRST, "decisions", {"is_upheld": True, "note": "属实"})],
    "reported_in": [(_FIRST, "reports", REPORT)],
    "working": [(_FIRST, "reports", REPORT), (_FIRST, "handlings", {})],
    "done": [(_FIRST, "reports", REPORT), (_FIRST, "handlings", {}), (_FIRST, "results", {"result": "已清理"})],
    "released": [("", "cancellations", {"reason_code": "settled"})],
}


class Calls:
    """The joint calls under test: the community, its regiment, the called units."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.harness = grid, grid.harness
        self.community = self.client("grid_lead", subject="lead-03", territory_code=COMMUNITY, unit_code="84-03")
        self.regiment = self.client("grid_desk", subject="desk-84", territory_code=REGIMENT, unit_code="84")
        self.units = {code: self.client("unit", subject=f"staff-{code}", unit_code=code) for code in ("dept-07", "dept-08")}

    def client(self, *roles: str, **more: Any) -> httpx.AsyncClient:
        return self.harness.as_(*roles, **more)

    async def furnish(self) -> "Calls":
        (await self.grid.admin.post("/v1/organisation-imports", json=MORE)).raise_for_status()
        return self

    def at(self, at: datetime, unit: str | None = None) -> httpx.AsyncClient:
        """The community's lead, or a unit's staff, at a declared time."""
        if unit is None:
            return self.client("grid_lead", subject="lead-03", territory_code=COMMUNITY, unit_code="84-03", replay_at=at)
        return self.client("unit", subject=f"staff-{unit}", unit_code=unit, replay_at=at)

    async def called(self, client: httpx.AsyncClient | None = None, **changes: Any) -> dict[str, Any]:
        answer = await (client or self.community).post("/v1/joint-calls", json=WHISTLE | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def act(
        self, call: dict[str, Any], unit: str, action: str, body: dict[str, Any], client: httpx.AsyncClient | None = None,
        **more: Any,
    ) -> httpx.Response:  # fmt: skip
        """By whoever may do it, where no client is named."""
        if client is None:
            own = {"decisions": self.regiment, "ratings": self.community}
            client = own.get(action) or self.units.get(unit) or self.community
        path = f"units/{unit}/{action}" if unit else action
        return await client.post(f"/v1/joint-calls/{call['id']}/{path}", json=body, **more)

    async def moved(self, call: dict[str, Any], *steps: Step) -> dict[str, Any]:
        for step in steps:
            answer = await self.act(call, *step)
            assert answer.status_code == 201, (step, answer.text)
            call = dict(answer.json())
        return call

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        call = await self.moved(await self.called(**changes), *CALL_WAYS[status])
        assert call["status"] == status
        return call

    async def shown(self, call: dict[str, Any]) -> dict[str, Any]:
        return dict((await self.community.get(f"/v1/joint-calls/{call['id']}")).json())

    async def told(self, call: dict[str, Any]) -> list[str]:
        """What was announced of the call, numbered 1..n."""
        return await told_of(self.harness, call["id"])

    async def swept(self, once: Any, *, days: float) -> int:
        """Let the worker's task run, so many days from now, until there is nothing left for it."""
        return await swept(self.harness, once, days=days)

    async def rows(self, statement: str) -> list[Any]:
        async with self.harness.sessions() as db:
            return list((await db.execute(sa.text(statement))).all())


def unit_of(call: dict[str, Any], code: str) -> dict[str, Any]:
    return next(dict(each) for each in call["units"] if each["unit_code"] == code)
