"""Where a point lies, and whether bounds fit each other."""

import itertools
import json
from typing import Any

import pytest
import shapely
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.boundaries import BoundaryIndex
from contracts.coordinates import wgs84_to_gcj02
from svc_grid.territories.checks import Placed, faults_among
from svc_grid.territories.models import Territory

PATH = "/v1/organisation-imports"


def square(west: float, south: float, east: float, north: float, **more: Any) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring], **more}


BOUNDS = {
    CITY: square(82.0, 44.0, 83.0, 45.0),
    REGIMENT: square(82.0, 44.0, 82.5, 45.0),
    OTHER: square(82.5, 44.0, 83.0, 45.0),
    COMMUNITY: square(82.0, 44.0, 82.5, 44.5),
}
LEVELS = {CITY: "city", REGIMENT: "regiment", OTHER: "regiment", COMMUNITY: "community"}


def entries(bounds: dict[str, dict[str, Any] | None]) -> dict[str, Any]:
    return {
        "territories": [
            {"code": code, "parent_code": code.rpartition("/")[0] or None, "level": LEVELS[code], "name": code, "boundary": each}
            for code, each in bounds.items()
        ]
    }


async def survey(grid: Grid, **changes: Any) -> None:
    (await grid.admin.post(PATH, json=entries(BOUNDS | changes))).raise_for_status()


async def located(grid: Grid, lon: float, lat: float, **more: Any) -> str | None:
    answer = await grid.harness.as_().get("/v1/territory-lookups", params={"lon": lon, "lat": lat, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["territory_code"]


async def test_a_point_is_found_from_the_city_down(grid: Grid) -> None:
    await survey(grid)

    answer = (await grid.desk.get("/v1/territory-lookups", params={"lon": 82.1, "lat": 44.1})).json()

    assert answer["territory_code"] == COMMUNITY
    assert [(each["level"], each["unit_code"]) for each in answer["chain"]] == [
        ("city", None), ("regiment", None), ("community", None),
    ]  # fmt: skip
    assert [await located(grid, *at) for at in ((82.1, 44.9), (82.9, 44.1), (10.0, 10.0))] == [REGIMENT, OTHER, None]


async def test_a_point_of_a_chinese_map_is_converted(grid: Grid) -> None:
    await survey(grid)
    lon, lat = wgs84_to_gcj02(82.4999, 44.1)

    assert await located(grid, lon, lat, crs="GCJ-02") == COMMUNITY
    assert lon > 82.5  # as it stands it lies in the neighbour
    assert await located(grid, lon, lat) == OTHER


async def test_a_point_on_a_border_always_lies_in_the_same_territory(grid: Grid) -> None:
    await survey(grid)

    assert {await located(grid, 82.5, 44.2) for _ in range(3)} == {COMMUNITY}


async def test_new_bounds_are_used_at_once_and_those_taken_off_no_more(grid: Grid) -> None:
    await survey(grid)
    before = await located(grid, 82.1, 44.1)
    (await grid.admin.post(PATH, json=entries({COMMUNITY: None}))).raise_for_status()

    async with grid.harness.counting_statements() as statements:
        after = await located(grid, 82.1, 44.1)
    async with grid.harness.counting_statements() as again:
        await located(grid, 10.0, 10.0)

    assert (before, after) == (COMMUNITY, REGIMENT)
    assert (len(statements), len(again)) == (3, 1)


async def test_bounds_that_overlap_a_neighbour_or_leave_the_parent_are_refused_whole(grid: Grid) -> None:
    await survey(grid)
    wide = square(82.4, 44.0, 83.0, 45.0)

    overlap = await grid.admin.post(PATH, json=entries({OTHER: wide}))
    outside = await grid.admin.post(PATH, json=entries({COMMUNITY: square(81.9, 44.0, 82.5, 44.5)}))

    assert (overlap.status_code, outside.status_code) == (422, 422)
    (fault,) = overlap.json()["errors"]
    assert fault["pointer"] == "/territories/0/boundary"
    assert fault["detail"].startswith(f"Two overlap: {REGIMENT}, {OTHER}; ")
    assert " m2 at 82.4" in fault["detail"]
    assert outside.json()["errors"][0]["detail"].startswith("One lies in part outside the one above it")
    assert await located(grid, 82.45, 44.7) == REGIMENT


async def test_what_only_differs_by_the_survey_is_taken(grid: Grid) -> None:
    await survey(grid)

    answer = await grid.admin.post(PATH, json=entries({OTHER: square(82.5 - 1e-12, 44.0, 83.0, 45.0)}))

    assert answer.status_code == 201


async def test_a_check_names_every_fault_with_its_place_and_size(grid: Grid) -> None:
    await survey(grid)
    async with grid.harness.sessions() as db, db.begin():
        await _set(db, OTHER, square(82.4, 44.0, 82.9, 45.0))

    faults = (await grid.desk.get("/v1/territory-checks", params={"within": CITY})).json()["faults"]

    assert [(each["kind"], each["codes"]) for each in faults] == [
        ("gap", [CITY]), ("gap", [REGIMENT]), ("overlap", [REGIMENT, OTHER]),
    ]  # fmt: skip
    overlap = faults[2]
    assert 82.4 < overlap["lon"] < 82.5
    # A tenth of a degree by a whole one at 44.5 degrees north: 7.93 km by 111.19 km.
    assert overlap["area_m2"] == pytest.approx(7_931 * 111_195, rel=0.001)


async def _set(db: AsyncSession, code: str, boundary: dict[str, Any]) -> None:
    await db.execute(update(Territory).where(Territory.code == code).values(boundary=boundary))


async def test_a_check_keeps_to_the_asker_s_own_subtree(grid: Grid) -> None:
    bound = grid.harness.as_("grid_desk", territory_code=OTHER)

    answers = [await bound.get("/v1/territory-checks", params={"within": code}) for code in (OTHER, REGIMENT, "nowhere")]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert (await grid.harness.as_().get("/v1/territory-checks", params={"within": OTHER})).status_code == 401


async def test_lists_carry_bounds_only_where_they_are_asked_for(grid: Grid) -> None:
    await survey(grid)

    bare = (await grid.desk.get("/v1/territories")).json()["items"]
    whole = (await grid.desk.get("/v1/territories", params={"with_boundary": True})).json()["items"]

    assert {each["boundary"] for each in bare} == {None}
    assert all(each["boundary"] for each in whole)
    assert (await grid.desk.get(f"/v1/territories/{CITY}")).json()["boundary"] == BOUNDS[CITY]


def test_every_kind_of_fault_is_found_and_a_city_that_fits_has_none() -> None:
    placed = {
        code: Placed(code, code.rpartition("/")[0] or None, each) for code, each in BOUNDS.items() if code != COMMUNITY
    }  # fmt: skip

    assert faults_among(placed) == []
    torn = placed | {OTHER: placed[OTHER]._replace(boundary=square(82.6, 44.0, 83.0, 45.0))}
    assert [str(fault.kind) for fault in faults_among(torn)] == ["gap"]
    unsurveyed = torn | {"659007/86": Placed("659007/86", CITY, None)}
    assert faults_among(unsurveyed) == []


_POINTS = st.tuples(st.floats(81.9, 83.1), st.floats(43.9, 45.1))


@settings(max_examples=60)
@given(cuts=st.lists(st.floats(82.05, 82.95), min_size=1, max_size=6, unique=True), points=st.lists(_POINTS, min_size=1))
def test_the_index_finds_what_a_look_at_every_territory_finds(cuts: list[float], points: list[tuple[float, float]]) -> None:
    edges = [82.0, *sorted(cuts), 83.0]
    shapes = {CITY: shapely.from_geojson(json.dumps(BOUNDS[CITY]))}
    for at, (west, east) in enumerate(itertools.pairwise(edges)):
        shapes[f"{CITY}/{at:02d}"] = shapely.from_geojson(json.dumps(square(west, 44.0, east, 45.0)))
    index = BoundaryIndex(shapes)

    for lon, lat in points:
        covering = [code for code, shape in shapes.items() if shapely.intersects_xy(shape, lon, lat)]
        slow = min(covering, key=lambda code: (-code.count("/"), shapes[code].area, code), default=None)
        assert index.locate(lon, lat) == slow
