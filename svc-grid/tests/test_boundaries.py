"""Bounds of territories: sound ones are kept in WGS-84 and announced, others refused with what is wrong."""

import math
from typing import Any

import pytest
from grid_builders import COMMUNITY, ORGANISATION, Grid

from contracts.coordinates import wgs84_to_gcj02
from svc_grid.territories.boundaries import Boundary, fault

PATH = "/v1/organisation-imports"
TERRITORY = ORGANISATION["territories"][3]
RING = [[82.0, 44.8], [82.2, 44.8], [82.2, 45.0], [82.0, 44.8]]
FAR = [[83.0, 44.8], [83.2, 44.8], [83.2, 45.0], [83.0, 44.8]]
HOLE = [[82.1, 44.82], [82.15, 44.82], [82.15, 44.86], [82.1, 44.82]]
TRIANGLE = {"type": "Polygon", "coordinates": [RING]}


def circle(vertices: int, digits: int = 7) -> list[list[float]]:
    ring = [
        [round(82 + math.cos(turn) / 10, digits), round(44.8 + math.sin(turn) / 10, digits)]
        for turn in (2 * math.pi * number / (vertices - 1) for number in range(vertices - 1))
    ]
    return [*ring, ring[0]]


async def bounded(grid: Grid, boundary: Any) -> Any:
    return await grid.desk.post(PATH, json={"territories": [TERRITORY | {"boundary": boundary}]})


async def shown(grid: Grid) -> dict[str, Any]:
    return dict((await grid.desk.get(f"/v1/territories/{COMMUNITY}")).json())


async def test_bounds_are_kept_and_announced(grid: Grid) -> None:
    boundary = {"type": "MultiPolygon", "coordinates": [[RING, HOLE], [FAR]]}

    answer = await bounded(grid, boundary)

    assert answer.json()["territories"]["changed"] == 1
    assert (await shown(grid))["boundary"] == boundary
    last = (await grid.harness.events())[-1]
    assert (last.type, last.subject, last.sequence) == ("gov171.grid.territory.changed.v1", COMMUNITY, 2)
    assert last.data["boundary"] == boundary


async def test_the_same_bounds_again_change_nothing(grid: Grid) -> None:
    await bounded(grid, TRIANGLE)

    again = await bounded(grid, TRIANGLE)

    assert again.json()["territories"] == {"created": 0, "changed": 0, "unchanged": 1}


async def test_bounds_stay_where_an_entry_does_not_name_them_and_go_where_it_says_null(grid: Grid) -> None:
    await bounded(grid, TRIANGLE)

    await grid.desk.post(PATH, json={"territories": [TERRITORY | {"name": "三连社区"}]})
    renamed = await shown(grid)
    await bounded(grid, None)

    assert (renamed["name"], renamed["boundary"]) == ("三连社区", TRIANGLE)
    assert (await grid.harness.events())[-2].data["boundary"] == TRIANGLE
    assert (await shown(grid))["boundary"] is None


async def test_a_territory_can_be_entered_with_its_bounds(grid: Grid) -> None:
    new = {"code": f"{COMMUNITY}/g01", "parent_code": COMMUNITY, "level": "cell", "name": "第一网格", "boundary": TRIANGLE}

    entered = await grid.desk.post("/v1/territories", json=new)
    faulty = await grid.desk.post("/v1/territories", json=new | {"code": f"{COMMUNITY}/g02", "boundary": open_ring()})

    assert (entered.status_code, entered.json()["boundary"]) == (201, TRIANGLE)
    assert (faulty.status_code, faulty.json()["errors"][0]["pointer"]) == (422, "/boundary")


async def test_bounds_of_a_chinese_map_are_kept_as_the_earth_has_them(grid: Grid) -> None:
    charted = [list(wgs84_to_gcj02(*position)) for position in RING]

    await bounded(grid, {"type": "Polygon", "coordinates": [charted], "crs": "GCJ-02"})

    kept = (await shown(grid))["boundary"]
    assert kept == TRIANGLE


def open_ring() -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*RING[:3], [82.0, 44.9]]]}


@pytest.mark.parametrize(
    ("boundary", "said"),
    [
        (open_ring(), "not closed"),
        ({"type": "Polygon", "coordinates": [[[200.0, 44.8], *RING[1:3], [200.0, 44.8]]]}, "within 180"),
        ({"type": "Polygon", "coordinates": [[RING[0], RING[1], RING[0]]]}, "four positions"),
        ({"type": "Polygon", "coordinates": [[[82, 44], [83, 45], [83, 44], [82, 45], [82, 44]]]}, "Self-intersection"),
        ({"type": "Polygon", "coordinates": [[[82, 44], [83, 44], [84, 44], [82, 44]]]}, "not a valid area"),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, "not a valid area"),
        ({"type": "Polygon", "coordinates": [RING, FAR]}, "Hole lies outside"),
        ({"type": "Polygon", "coordinates": [circle(2001)]}, "2001 vertices; at most 2000"),
        ({"type": "Polygon", "coordinates": []}, "coordinates/"),
        ({"type": "Polygon", "coordinates": [RING[0]]}, "coordinates/0/0"),
        ({"type": "Polygon", "coordinates": [[*RING[:3], [82.0, 44.8, 500.0]]]}, "longitude and latitude"),
        ({"type": "Polygon", "coordinates": [[*RING[:3], ["82", 44.8]]]}, "valid number"),
        ({"type": "MultiPolygon", "coordinates": [RING]}, "coordinates/0/0/0"),
        ({"type": "Point", "coordinates": [82.0, 44.8]}, "'Polygon' or 'MultiPolygon'"),
        (TRIANGLE | {"crs": "BD-09"}, "'WGS-84' or 'GCJ-02'"),
    ],
)
async def test_bounds_with_a_fault_are_refused_with_what_it_is(grid: Grid, boundary: dict[str, Any], said: str) -> None:
    answer = await bounded(grid, boundary)

    assert answer.status_code == 422
    [told] = answer.json()["errors"]
    assert said in told["detail"]
    assert told["pointer"].startswith("/territories/0/boundary")
    assert (await shown(grid))["boundary"] is None


def test_bounds_are_as_large_as_allowed_and_not_a_vertex_more() -> None:
    assert fault(Boundary(type="Polygon", coordinates=[circle(2000)])) is None
    assert "vertices" in str(fault(Boundary(type="Polygon", coordinates=[circle(2001)])))


async def test_the_largest_bounds_go_out_within_what_the_bus_carries(grid: Grid) -> None:
    answer = await bounded(grid, {"type": "Polygon", "coordinates": [circle(2000, digits=15)]})

    assert answer.status_code == 201, answer.text
    assert len((await grid.harness.events())[-1].model_dump_json()) < 256 * 1024
