"""Where a point lies: the deepest surveyed territory, found at once after each change, as a naive scan would find it."""

import asyncio
from typing import Any

import pytest
import shapely
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from territory_builders import box, surveyed_city

from contracts.coordinates import wgs84_to_gcj02
from svc_grid.territories.locator import TerritoryIndex
from svc_grid.territories.models import Territory
from svc_grid.territories.service import locate

PATH = "/v1/territory-lookups"
IMPORTS = "/v1/organisation-imports"
BOUNDS = {
    CITY: box(82, 44, 1, 1), REGIMENT: box(82, 44, 0.5, 1), OTHER: box(82.5, 44, 0.5, 1), COMMUNITY: box(82, 44, 0.25, 0.5),
}  # fmt: skip
LEVELS = {CITY: "city", REGIMENT: "regiment", OTHER: "regiment", COMMUNITY: "community"}


def entry(code: str, boundary: Any, **more: Any) -> dict[str, Any]:
    return {"code": code, "parent_code": code.rpartition("/")[0] or None, "level": LEVELS[code], "name": code} | {
        "boundary": boundary, **more,
    }  # fmt: skip


async def survey(grid: Grid, *codes: str) -> None:
    entries = [entry(code, BOUNDS[code]) for code in codes or BOUNDS]
    (await grid.desk.post(IMPORTS, json={"territories": entries})).raise_for_status()


async def at(grid: Grid, lon: float, lat: float, **more: Any) -> list[str]:
    answer = await grid.harness.as_().get(PATH, params={"lon": lon, "lat": lat} | more)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["territories"]]


async def test_a_point_has_its_chain_from_the_city_down_with_who_answers(grid: Grid) -> None:
    territories = [entry(code, BOUNDS[code]) for code in (CITY, REGIMENT, COMMUNITY)]
    territories[1]["unit_code"] = "84"
    await grid.desk.post(IMPORTS, json={"territories": territories})

    told = (await grid.harness.as_().get(PATH, params={"lon": 82.1, "lat": 44.1})).json()

    assert [(each["code"], each["unit_code"]) for each in told["territories"]] == [
        (CITY, None),
        (REGIMENT, "84"),
        (COMMUNITY, None),
    ]
    assert told["unit_code"] == "84"


async def test_what_lies_between_and_is_not_surveyed_stands_in_the_chain(grid: Grid) -> None:
    await survey(grid, CITY, COMMUNITY)

    assert await at(grid, 82.1, 44.1) == [CITY, REGIMENT, COMMUNITY]


async def test_outside_of_all_is_an_empty_chain_and_no_error(grid: Grid) -> None:
    assert await at(grid, 82.1, 44.1) == []
    await survey(grid)
    assert await at(grid, 90, 44.1) == []


async def test_on_a_border_it_is_the_first_by_code(grid: Grid) -> None:
    await survey(grid, CITY, REGIMENT, OTHER)

    assert await at(grid, 82.5, 44.3) == [CITY, REGIMENT]
    assert await at(grid, 82, 44) == [CITY, REGIMENT]


async def test_a_point_of_a_chinese_map_is_converted(grid: Grid) -> None:
    await survey(grid)
    lon, lat = wgs84_to_gcj02(82.2495, 44.1)  # some 40 m within the border; unconverted it lies beyond

    assert await at(grid, lon, lat, crs="GCJ-02") == [CITY, REGIMENT, COMMUNITY]
    assert await at(grid, lon, lat) == [CITY, REGIMENT]


@pytest.mark.parametrize(
    "params", [{"lon": 181, "lat": 0}, {"lon": "nan", "lat": 0}, {"lon": 1}, {"lon": 1, "lat": 1, "crs": "x"}]
)
async def test_what_is_no_point_is_refused(grid: Grid, params: dict[str, Any]) -> None:
    assert (await grid.desk.get(PATH, params=params)).status_code == 422


async def test_a_change_is_found_at_once_and_an_unchanged_index_costs_one_statement(grid: Grid) -> None:
    await survey(grid, CITY)
    before = await at(grid, 82.1, 44.1)
    await survey(grid, REGIMENT)
    after = await at(grid, 82.1, 44.1)
    async with grid.harness.counting_statements() as statements:
        again = await at(grid, 82.1, 44.1)

    assert (before, after, again) == ([CITY], [CITY, REGIMENT], [CITY, REGIMENT])
    assert len(statements) == 2  # the edition, and the chain


async def test_what_a_transaction_wrote_and_took_back_is_kept_from_everybody_else(grid: Grid) -> None:
    await survey(grid, CITY)
    async with grid.harness.sessions() as db:
        await db.execute(update(Territory).where(Territory.code == OTHER).values(boundary=BOUNDS[OTHER]))
        own = await locate(db, 82.7, 44.1)
        meanwhile = await at(grid, 82.7, 44.1)
        await db.rollback()
    await survey(grid, REGIMENT)

    assert (own, meanwhile) == (OTHER, [CITY])
    assert await at(grid, 82.7, 44.1) == [CITY]


async def test_many_at_once_are_answered_alike_while_the_bounds_change(grid: Grid) -> None:
    await survey(grid, CITY)

    *found, _ = await asyncio.gather(*(at(grid, 82.1, 44.1) for _ in range(20)), survey(grid, REGIMENT))

    assert {tuple(each) for each in found} <= {(CITY,), (CITY, REGIMENT)}
    assert await at(grid, 82.1, 44.1) == [CITY, REGIMENT]


_BOUNDS = {code: each.boundary for code, each in surveyed_city(3, 3, 4, per_side=3).items() if each.boundary is not None}
_INDEX = TerritoryIndex(_BOUNDS)
_SHAPES = {code: shapely.geometry.shape(each) for code, each in _BOUNDS.items()}
# Whole tenths and twentieths lie on borders more often than chance would have it.
_LON = st.one_of(st.floats(81.9, 83.0), st.integers(1638, 1660).map(lambda n: n / 20))
_LAT = st.one_of(st.floats(43.9, 45.7), st.integers(878, 914).map(lambda n: n / 20))


@given(_LON, _LAT)
def test_the_index_finds_what_a_naive_scan_finds(lon: float, lat: float) -> None:
    point = shapely.Point(lon, lat)
    covering = [code for code, shape in _SHAPES.items() if shape.intersects(point)]
    deepest = min(covering, key=lambda code: (-code.count("/"), code), default=None)

    assert _INDEX.locate(lon, lat) == deepest


_BOXES = st.dictionaries(
    st.sampled_from(["a", "b", "a/1", "a/2", "b/1", "a/1/x", "a/1/y", "b/1/x"]),
    st.tuples(*(st.integers(0, 6),) * 2, *(st.integers(1, 4),) * 2).map(lambda sides: box(*sides)),
    max_size=8,
)


@given(_BOXES, st.integers(0, 20), st.integers(0, 20))
def test_among_any_bounds_it_finds_what_a_naive_scan_finds(bounds: dict[str, Any], half_lon: int, half_lat: int) -> None:
    lon, lat = half_lon / 2, half_lat / 2
    covering = [code for code, each in bounds.items() if shapely.geometry.shape(each).intersects(shapely.Point(lon, lat))]

    assert TerritoryIndex(bounds).locate(lon, lat) == min(covering, key=lambda code: (-code.count("/"), code), default=None)
