"""Builders for tests of leads: a community with cells, and posts that are held."""

from typing import Any

import grid_builders
import httpx
from grid_builders import COMMUNITY, Grid

CELL, SECOND, BUILDING, ENTRANCE = (f"{COMMUNITY}/{tail}" for tail in ("g01", "g02", "g01/b1", "g01/b1/u1"))
PLACES = [
    {"code": CELL, "parent_code": COMMUNITY, "level": "cell", "name": "第一网格"},
    {"code": SECOND, "parent_code": COMMUNITY, "level": "cell", "name": "第二网格"},
    {"code": BUILDING, "parent_code": CELL, "level": "building", "name": "1号楼"},
    {"code": ENTRANCE, "parent_code": BUILDING, "level": "entrance", "name": "1单元"},
]


def appointment(account: str = "lead-a", territory_code: str = CELL, kind: str = "grid_lead", **more: Any) -> dict[str, Any]:
    return {"territory_code": territory_code, "kind": kind, "account": account, "display_name": "张明"} | more


async def divide(grid: Grid) -> None:
    """Two cells in the community, with a building in the first."""
    (await grid.admin.post("/v1/organisation-imports", json={"territories": PLACES})).raise_for_status()


async def appointed(grid: Grid, account: str = "lead-a", territory_code: str = CELL, **more: Any) -> dict[str, Any]:
    """A post that is held."""
    answer = await grid.desk.post("/v1/leads", json=appointment(account, territory_code, **more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def acting(grid: Grid, territory_code: str = CELL, at: str | None = None, client: httpx.AsyncClient | None = None) -> Any:
    """The account that acts as grid lead there."""
    asked = {"territory_code": territory_code} | ({"at": at} if at else {})
    answer = await (client or grid.desk).get("/v1/effective-leads", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["account"]


async def told_of(grid: Grid, lead: dict[str, Any]) -> list[str]:
    """What was announced of a tenure, its versions being 1..n."""
    return await grid_builders.told_of(grid.harness, lead["id"])
