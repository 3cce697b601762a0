"""Builders for tests of facilities."""

from typing import Any

from grid_builders import COMMUNITY, Grid

HERE = {"lon": 82.072, "lat": 44.893}
WEEK = {day: [{"opens": "10:00", "closes": "14:00"}, {"opens": "16:00", "closes": "20:00"}] for day in ("monday", "tuesday")}
HOURS = {"weekly": WEEK, "exceptions": [{"from_on": "2026-02-16", "to_on": "2026-02-22", "spans": []}]}


def facility(code: str = "hall-1", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "kind": "party_service_centre",
        "level": "community",
        "name": "党群服务中心",
        "territory_code": COMMUNITY,
    } | more


async def entered(grid: Grid, code: str = "hall-1", **more: Any) -> dict[str, Any]:
    answer = await grid.desk.post("/v1/facilities", json=facility(code, **more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def near(grid: Grid, **asked: Any) -> list[dict[str, Any]]:
    answer = await grid.harness.as_().get("/v1/facilities/near", params=HERE | asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def told_of(grid: Grid, code: str) -> list[Any]:
    events = [each for each in await grid.harness.events() if each.subject == code]
    assert [each.sequence for each in events] == list(range(1, len(events) + 1))
    return events
