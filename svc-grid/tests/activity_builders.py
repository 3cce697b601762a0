"""Builders for tests: service activities, and what their figures come to."""

from typing import Any

import httpx
from grid_builders import Grid

PATH, IMPORTS, FIGURES = "/v1/service-activities", "/v1/service-activity-imports", "/v1/grid/service-activity-figures"
DEED = {"kind": "good_deed", "unit_code": "84-03", "held_on": "2025-03-14", "title": "检修取暖设施"}
COLLECTED = DEED | {"kind": "problem_collected", "title": "渠道淤堵"}
SOLVED = DEED | {"kind": "problem_solved", "title": "清淤完成"}
YEAR = {"from": "2025-01-01", "to": "2026-01-01"}
NOTHING = dict.fromkeys(
    ("research_visits", "home_outreach_visits", "problems_collected", "problems_solved", "good_deeds"), 0
) | {"satisfaction_pct": None}  # fmt: skip


async def registered(grid: Grid, *given: dict[str, Any], client: httpx.AsyncClient | None = None, **more: Any) -> dict[str, Any]:
    """An activity as it was entered."""
    body: dict[str, Any] = {}
    for each in given or (DEED,):
        body |= each
    answer = await (client or grid.admin).post(PATH, json=body | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def corrected(
    grid: Grid, activity: dict[str, Any], client: httpx.AsyncClient | None = None, **changes: Any
) -> httpx.Response:
    body = {"reason": "录入有误"} | changes
    return await (client or grid.admin).patch(f"{PATH}/{activity['id']}", json=body)


async def withdrawn(grid: Grid, activity: dict[str, Any], client: httpx.AsyncClient | None = None) -> httpx.Response:
    return await (client or grid.admin).post(f"{PATH}/{activity['id']}/withdrawals", json={"reason": "重复登记"})


async def shown(grid: Grid, activity: dict[str, Any]) -> dict[str, Any]:
    return dict((await grid.admin.get(f"{PATH}/{activity['id']}")).json())


async def figures(grid: Grid, client: httpx.AsyncClient | None = None, **asked: Any) -> dict[str, Any]:
    """The year's figures by their published keys, and the groups by theirs."""
    answer = await (client or grid.admin).get(FIGURES, params=YEAR | asked)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    return {name: document[name] for name in NOTHING} | {"groups": {each["key"]: each for each in document["groups"]}}


async def is_proved(grid: Grid) -> bool:
    """Whether the counters are what a recount gives."""
    answer = await grid.admin.post(f"{FIGURES}/recounts", json={"start_on": "2024-01-01", "end_on": "2027-01-01"})
    assert answer.status_code == 201, answer.text
    return bool(answer.json()["is_equal"])
