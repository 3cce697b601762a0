"""Builders for tests of changes of territories: a small tree with bounds, and cases in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from grid_builders import COMMUNITY, OTHER, REGIMENT, Grid

from chassis import clock

FOUR, CELL, CELL_2, BUILDING = f"{REGIMENT}/04", f"{COMMUNITY}/g01", f"{COMMUNITY}/g02", f"{COMMUNITY}/g01/b1"
BASIS = {"basis": "师市发〔2026〕3号"}
PATH = "/v1/territory-changes"
TODAY = clock.local_day(datetime.now(UTC))


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


WEST, EAST = box(82.0, 44.8, 82.1, 45.0), box(82.1, 44.8, 82.2, 45.0)


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"lon": lon, "lat": lat}


async def furnish(grid: Grid) -> None:
    """Communities 03 (west) and 04 (east) of regiment 84; 03 has two cells, the first a building."""

    def at(code: str, level: str, name: str, boundary: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            "code": code, "parent_code": code.rpartition("/")[0], "level": level, "name": name, "boundary": boundary,
        }  # fmt: skip

    places = [
        at(COMMUNITY, "community", "三连", WEST) | {"unit_code": "84-03"}, at(FOUR, "community", "四连", EAST),
        at(CELL, "cell", "三连一格"), at(CELL_2, "cell", "三连二格"), at(BUILDING, "building", "一栋"),
    ]  # fmt: skip
    (await grid.desk.post("/v1/organisation-imports", json={"territories": places})).raise_for_status()


async def change(grid: Grid, kind: str, client: httpx.AsyncClient | None = None, **facts: Any) -> httpx.Response:
    return await (client or grid.desk).post(PATH, json=BASIS | {"kind": kind} | facts)


async def changed(grid: Grid, kind: str, **facts: Any) -> dict[str, Any]:
    answer = await change(grid, kind, **facts)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


async def territory(grid: Grid, code: str, as_of: date | None = None) -> dict[str, Any]:
    answer = await grid.desk.get(f"/v1/territories/{code}", params={"as_of": str(as_of)} if as_of else {})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def codes(grid: Grid, **params: Any) -> list[str]:
    listed = await grid.desk.get("/v1/territories", params={"within": REGIMENT, "limit": 200} | params)
    return [each["code"] for each in listed.json()["items"]]


async def case(grid: Grid, case: dict[str, Any]) -> dict[str, Any]:
    return dict((await grid.admin.get(f"/v1/cases/{case['id']}")).json())


async def history(grid: Grid, case: dict[str, Any]) -> list[dict[str, Any]]:
    return list((await grid.admin.get(f"/v1/cases/{case['id']}/history")).json()["items"])


def in_days(days: int) -> str:
    return str(TODAY + timedelta(days=days))


__all__ = ["COMMUNITY", "OTHER", "REGIMENT"]
