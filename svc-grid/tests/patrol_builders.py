"""Builders for tests: patrol plans with checkpoints, their tasks on some day to come, visits, and time that passes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import httpx
from grid_builders import COMMUNITY, Grid

from chassis import clock
from svc_grid.patrols import passing

PLANS, TASKS, FINDINGS, COVERAGE = "/v1/patrol-plans", "/v1/patrol-tasks", "/v1/patrol-findings", "/v1/grid/patrol-coverage"
DAY = timedelta(days=1)
# The service's own worker lives today and makes nothing of a day to come: the tests let time pass themselves.
TODAY = clock.local_day(clock.system_now())
FIRST = TODAY + 10 * DAY
EXIT = {"code": "exit", "name": "消防通道畅通", "class_code": "community.safety_hazard"}
WASTE = {"code": "waste", "name": "垃圾清运", "class_code": "community.environment"}
BLOCKED = {"item_code": "exit", "title": "通道堵塞", "description": "堆放杂物"}


def point(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": f"巡查点{code}", "lon": 82.07, "lat": 44.85, "items": [EXIT, WASTE]} | more


PLAN: dict[str, Any] = {
    "name": "三连日巡", "territory_code": COMMUNITY, "rhythm": "daily", "starts_on": FIRST.isoformat(),
    "opens": "08:00", "closes": "20:00", "checkpoints": [point("a"), point("b")],
}  # fmt: skip


def noon(day: date, hour: int = 12) -> datetime:
    """An hour of the city's day."""
    return datetime.combine(day, time(hour), clock.SHANGHAI)


class Patrols:
    """The grid's patrols under test; `now` is what the tests have let it become."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.now = grid, noon(FIRST)

    def as_(self, *roles: str, **more: Any) -> httpx.AsyncClient:
        return self.grid.harness.as_(*(roles or ("administrator",)), replay_at=self.now, **more)

    async def planned(self, **changes: Any) -> dict[str, Any]:
        """A plan as it was entered, now."""
        answer = await self.as_("grid_desk").post(PLANS, json=PLAN | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def passed(self, to: datetime) -> None:
        """Time has passed until then, with the worker at work."""
        self.now = to
        await self.worked()

    async def worked(self) -> int:
        """The worker has done all that there is to do now; how many batches that were."""
        batches = 0
        with clock.declared(self.now):
            while True:
                async with self.grid.harness.app.state.chassis.database.unit_of_work() as db:
                    if not await passing.pass_once(db):
                        return batches
                batches += 1

    async def tasks(self, **asked: Any) -> list[dict[str, Any]]:
        """Tasks, the earliest first."""
        answer = await self.as_().get(TASKS, params={"limit": 200} | asked)
        return sorted(answer.json()["items"], key=lambda task: (task["due_on"], task["id"]))

    async def task(self) -> dict[str, Any]:
        """The one task that there is."""
        (task,) = await self.tasks()
        return task

    async def visit(
        self, task: dict[str, Any], code: str, client: httpx.AsyncClient | None = None, **more: Any
    ) -> httpx.Response:
        body = {"visit_id": str(uuid4()), "checkpoint_code": code, "result": "fine"} | more
        return await (client or self.as_()).post(f"{TASKS}/{task['id']}/visits", json=body)

    async def found(self, task: dict[str, Any], code: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = await self.visit(task, code, result="finding", findings=[*(findings or (BLOCKED,))], **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def act(
        self, task: dict[str, Any], action: str, client: httpx.AsyncClient | None = None, **body: Any
    ) -> httpx.Response:
        return await (client or self.as_()).post(f"{TASKS}/{task['id']}/{action}", json=body)

    async def states(self, task: dict[str, Any]) -> dict[str, str]:
        answer = await self.as_().get(f"{TASKS}/{task['id']}/checkpoints")
        return {each["code"]: each["state"] for each in answer.json()["items"]}

    async def coverage(self, client: httpx.AsyncClient | None = None, **asked: Any) -> dict[str, Any]:
        span = {"from": str(TODAY - 500 * DAY), "to": str(TODAY + 500 * DAY)}
        answer = await (client or self.as_()).get(COVERAGE, params=span | asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def places(self, **asked: Any) -> list[str]:
        return [each["code"] for each in (await self.as_().get(f"{COVERAGE}/places", params=asked)).json()["items"]]

    async def is_proved(self) -> bool:
        """Whether the counters are what a recount gives."""
        span = {"start_on": str(TODAY - 500 * DAY), "end_on": str(TODAY + 500 * DAY)}
        answer = await self.as_().post(f"{COVERAGE}/recounts", json=span)
        assert answer.status_code == 201, answer.text
        return bool(answer.json()["is_equal"])

    async def told(self) -> list[tuple[str, str, int]]:
        """What was announced of patrols: fact, subject, sequence."""
        events = await self.grid.harness.events()
        return [(each.type.split(".")[3], each.subject, each.sequence) for each in events if ".patrol." in each.type]
