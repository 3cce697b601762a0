"""Builders for tests of duty: posts, and months of day and night shifts."""

from datetime import datetime, timedelta
from typing import Any

from grid_builders import Grid

from chassis.clock import SHANGHAI

LINE = "0992-3365100"


def local(day: int, hour: int = 0, month: int = 3, year: int = 2026) -> datetime:
    """An instant by the city's clock."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def shift(
    start: datetime, hours: float = 12, post: str = "值班室", account: str = "clerk-1", kind: str = "day"
) -> dict[str, Any]:
    end = start + timedelta(hours=hours)
    return {"post": post, "account": account, "kind": kind, "from_at": start.isoformat(), "to_at": end.isoformat()}


def whole_march() -> list[dict[str, Any]]:
    """Day and night from 8 to 8; the first night until 8 on the first of March belongs to February."""
    return [
        shift(local(day, hour), account=f"clerk-{hour}", kind="day" if hour == 8 else "night")
        for day in range(1, 32)
        for hour in (8, 20)
    ]


async def a_post(grid: Grid, unit: str = "84-03", name: str = "值班室", line: str = LINE) -> dict[str, Any]:
    answer = await grid.desk.post(f"/v1/units/{unit}/duty-posts", json={"name": name, "office_line": line})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def laid_down(grid: Grid, shifts: list[dict[str, Any]], unit: str = "84-03", month: str = "2026-03") -> dict[str, Any]:
    answer = await grid.desk.put(f"/v1/units/{unit}/duty-rosters/{month}", json={"shifts": shifts})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def on_duty(grid: Grid, at: datetime, unit: str = "84-03") -> dict[str, Any]:
    answer = await grid.desk.get(f"/v1/units/{unit}/duty", params={"at": at.isoformat()})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
