"""Builders for tests of ratings: delivered cases, ratings through each door, and rectifications in any state."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import sqlalchemy as sa
from online_case_builders import OnlineCases
from sqlalchemy.ext.asyncio import AsyncSession

from svc_affairs.rating_figures.folding import fold_once
from svc_affairs.ratings import sweeping as invitations
from svc_affairs.rectifications import sweeping as rectifications

LOW = {"level": "dissatisfied", "reasons": ["d3"]}
ANSWER = {"answer": "已增设窗口，并向您致歉"}
# The bodies of what is done with a rectification by hand, by the action's name: who does it, and where it is posted to.
DOINGS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "miss_call": ("approver", "calls", {"outcome": "not_reached"}),
    "call_back": ("approver", "calls", {"outcome": "reached"}),
    "propose_unfounded": ("approver", "unfounded-proposals", {"reason": "评价人误选等级"}),
    "uphold": ("supervisor", "unfounded-decisions", {"is_unfounded": False, "reason": "记录显示属实"}),
    "void": ("supervisor", "unfounded-decisions", {"is_unfounded": True, "reason": "回访时确认为误选"}),
    "put_right": ("approver", "answers", ANSWER),
    "conclude": ("supervisor", "conclusions", ANSWER),
}
FOLLOW_UPS = {"confirm": "satisfied", "reopen": "dissatisfied", "escalate": "very_dissatisfied"}
_ROUND = ["call_back", "put_right"]
WAYS: dict[str, list[str]] = {
    "open": [],
    "called_back": ["call_back"],
    "disputed": ["call_back", "propose_unfounded"],
    "put_right": _ROUND,
    "escalated": [*_ROUND, "reopen", *_ROUND, "reopen", *_ROUND, "escalate"],
    "closed": [*_ROUND, "confirm"],
}


class Ratings:
    """The service under test: who rates, who answers and who supervises, and shortcuts to where a test begins."""

    def __init__(self, online_cases: OnlineCases) -> None:
        self.online_cases, self.harness, self.public = online_cases, online_cases.harness, online_cases.public
        self.window, self.approver = online_cases.window, online_cases.approver
        self.supervisor = self.staff("supervisor")
        self.analyst = online_cases.analyst
        self.device = self.harness.as_("window", subject="device-b03", kind="application")

    def staff(self, role: str, *, at: datetime | None = None, **more: Any) -> httpx.AsyncClient:
        if role == "supervisor":
            return self.harness.as_("supervisor", subject="supervisor-1", replay_at=at, **more)
        return self.online_cases.staff(role, at=at, **more)

    async def delivered(self, *, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        """A delivered case with its query code; its item is published first, if there is none."""
        if not await self.online_cases.affairs.codes(code="000117001000"):
            await self.online_cases.published()
        client = self.harness.as_("window", subject="window-1", replay_at=at)
        told = {"channel": "hall", "window_code": "B03"} | changes
        case = await self.online_cases.submitted(client, **told)
        shown = await self.online_cases.done(case, "accept", "approve", "deliver", at=at)
        return shown | {"query_code": case["query_code"]}

    async def rate(
        self, case: dict[str, Any] | None, client: httpx.AsyncClient | None = None, *, at: datetime | None = None,
        headers: dict[str, str] | None = None, **body: Any,
    ) -> httpx.Response:  # fmt: skip
        """A rating by number and query code, or by the code in `body`."""
        asking = client or (self.harness.as_(replay_at=at) if at else self.public)
        door = {} if case is None else {"number": case["number"], "query_code": case["query_code"]}
        return await asking.post("/v1/ratings", json={**door, "level": "satisfied"} | body, headers=headers)

    async def rated(self, case: dict[str, Any] | None, *, at: datetime | None = None, **body: Any) -> dict[str, Any]:
        answer = await self.rate(case, at=at, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def look_up(self, case: dict[str, Any]) -> dict[str, Any]:
        door = {"number": case["number"], "query_code": case["query_code"]}
        answer = await self.public.post("/v1/ratings/lookups", json=door)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def invited(self, case: dict[str, Any], client: httpx.AsyncClient | None = None, **body: Any) -> dict[str, Any]:
        answer = await self.invite(case, client, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def invite(self, case: dict[str, Any], client: httpx.AsyncClient | None = None, **body: Any) -> httpx.Response:
        return await (client or self.window).post("/v1/rating-invitations", json={"case_id": case["id"]} | body)

    async def follow_up(
        self, case: dict[str, Any], level: str = "satisfied", *, at: datetime | None = None, **body: Any
    ) -> httpx.Response:
        door = {"number": case["number"], "query_code": case["query_code"]}
        asking = self.harness.as_(replay_at=at) if at else self.public
        return await asking.post("/v1/ratings/follow-ups", json={**door, "level": level} | body)

    async def opened(self, *, at: datetime | None = None, **body: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """A case that was rated low, and the rectification of that."""
        case = await self.delivered(at=at)
        rating = await self.rated(case, at=at, **LOW | body)
        (task,) = [each for each in await self.tasks() if each["rating_id"] == rating["id"]]
        return case, task

    async def tasks(self, client: httpx.AsyncClient | None = None, **filters: Any) -> list[dict[str, Any]]:
        answer = await (client or self.supervisor).get("/v1/rectifications", params=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def listed(self, client: httpx.AsyncClient | None = None, **filters: Any) -> list[dict[str, Any]]:
        answer = await (client or self.supervisor).get("/v1/ratings", params=filters)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def task(self, task: dict[str, Any], client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.supervisor).get(f"/v1/rectifications/{task['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def do(
        self, case: dict[str, Any], task: dict[str, Any], action: str, *, at: datetime | None = None,
        client: httpx.AsyncClient | None = None, headers: dict[str, str] | None = None, **changes: Any,
    ) -> httpx.Response:  # fmt: skip
        """One action through the API, by who does it usually."""
        if action in FOLLOW_UPS:
            return await self.follow_up(case, FOLLOW_UPS[action], at=at)
        role, path, body = DOINGS[action]
        asking = client or (self.staff(role, at=at) if at else getattr(self, role))
        return await asking.post(f"/v1/rectifications/{task['id']}/{path}", json=body | changes, headers=headers)

    async def done(
        self, case: dict[str, Any], task: dict[str, Any], *actions: str, at: datetime | None = None, **changes: Any
    ) -> dict[str, Any]:
        for action in actions:
            answer = await self.do(case, task, action, at=at, **changes)
            assert answer.status_code == 201, (action, answer.text)
        return await self.task(task)

    async def brought_to(self, status: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """A rectification in the wanted state, brought there through the API."""
        case, task = await self.opened()
        task = await self.done(case, task, *WAYS[status])
        assert task["status"] == status
        return case, task

    async def history(self, task: dict[str, Any]) -> list[dict[str, Any]]:
        return list((await self.supervisor.get(f"/v1/rectifications/{task['id']}/history")).json()["items"])

    async def figures(self, client: httpx.AsyncClient | None = None, **asked: Any) -> dict[str, Any]:
        span = {"from": "2024-01-01", "to": "2100-01-01"}
        answer = await (client or self.supervisor).get("/v1/rating-figures", params=span | asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def fold(self) -> int:
        """Fold what the worker has not folded yet."""
        async with self.harness.sessions() as db, db.begin():
            return await fold_once(db)

    async def let_invitations_lapse(self) -> None:
        """All that the sweeper would do with invitations that a replay has made, until the present."""
        await self._sweep("ratings", invitations.sweep_once)

    async def let_time_pass(self) -> None:
        """The same with rectifications."""
        await self._sweep("rectifications", rectifications.sweep_once)

    async def _sweep(self, table: str, once: Callable[[AsyncSession], Awaitable[int]]) -> None:
        async with self.harness.sessions() as db, db.begin():
            await db.execute(sa.text(f"UPDATE {table} SET sweep_after = NULL"))
            while await once(db):
                pass

    async def told(self, of: str | UUID) -> list[tuple[int, str]]:
        """What was announced of a rating or rectification: sequence and fact."""
        events = [each for each in await self.harness.events() if each.subject == str(of)]
        return [(each.sequence, each.type.split(".")[3]) for each in events]
