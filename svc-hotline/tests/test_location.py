"""The territory of a point, by the boundaries that the grid told of."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hotline_builders import CITY, COMMUNITY, OTHER, REGIMENT, Hotline

from contracts.grid import TerritoryChangedV1
from svc_hotline.directory.service import Locator


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


CONCAVE = polygon([[80, 40], [84, 40], [84, 44], [83, 44], [83, 41], [81, 41], [81, 44], [80, 44], [80, 40]])


class Map:
    """Boundaries as the grid's events bring them, and what is found by them."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline, self.locator, self.versions = hotline, Locator(), dict[str, int]()

    async def told(self, code: str, boundary: Mapping[str, Any] | None, *, version: int | None = None) -> None:
        self.versions[code] = version or self.versions.get(code, 1) + 1
        event = TerritoryChangedV1(
            occurred_at=datetime.now(UTC), territory_code=code, parent_code=None, level="cell", name=code, boundary=boundary
        )
        await self.hotline.harness.deliver(event, subject=code, sequence=self.versions[code])

    async def at(self, lon: float, lat: float) -> str | None:
        async with self.hotline.harness.sessions() as db:
            return await self.locator.locate(db, lon, lat)


@pytest.fixture
def chart(hotline: Hotline) -> Map:
    return Map(hotline)


async def test_without_boundaries_no_point_has_a_territory(chart: Map) -> None:
    assert await chart.at(82, 44) is None


async def test_the_deepest_territory_round_a_point_is_found(chart: Map) -> None:
    await chart.told(CITY, polygon(box(80, 40, 90, 50)))
    await chart.told(COMMUNITY, polygon(box(81, 41, 82, 42)))
    await chart.told(REGIMENT, polygon(box(81, 41, 84, 44)))

    assert await chart.at(81.5, 41.5) == COMMUNITY
    assert await chart.at(83, 43) == REGIMENT
    assert await chart.at(89, 49) == CITY
    assert await chart.at(91, 49) is None


async def test_a_bay_and_a_hole_are_outside(chart: Map) -> None:
    await chart.told(REGIMENT, CONCAVE)
    await chart.told(OTHER, polygon(box(86, 40, 90, 44), box(87, 41, 89, 43)))

    assert [await chart.at(lon, 42) for lon in (80.5, 82, 83.5)] == [REGIMENT, None, REGIMENT]
    assert [await chart.at(lon, 42) for lon in (86.5, 88, 89.5)] == [OTHER, None, OTHER]


async def test_every_part_of_a_territory_counts(chart: Map) -> None:
    parts = [[box(80, 40, 81, 41)], [box(85, 45, 86, 46)]]
    await chart.told(REGIMENT, {"type": "MultiPolygon", "coordinates": parts})

    assert [await chart.at(80.5, 40.5), await chart.at(85.5, 45.5), await chart.at(83, 43)] == [REGIMENT, REGIMENT, None]


async def test_a_point_on_the_edge_belongs_to_the_smaller_neighbour_and_of_equals_to_the_first_by_code(chart: Map) -> None:
    await chart.told(OTHER, polygon(box(80, 40, 82, 41)))
    await chart.told(REGIMENT, polygon(box(82, 40, 86, 41)))
    await chart.told(f"{COMMUNITY}", polygon(box(80, 50, 81, 51)))
    await chart.told("659007/84/02", polygon(box(81, 50, 82, 51)))

    assert await chart.at(82, 40.5) == OTHER
    assert await chart.at(80, 40) == OTHER
    assert await chart.at(81, 50.5) == "659007/84/02"


async def test_a_changed_boundary_counts_at_the_next_question(chart: Map) -> None:
    await chart.told(REGIMENT, polygon(box(80, 40, 81, 41)))
    before = await chart.at(80.5, 40.5)

    await chart.told(REGIMENT, polygon(box(85, 40, 86, 41)))
    moved = await chart.at(80.5, 40.5), await chart.at(85.5, 40.5)
    await chart.told(REGIMENT, None)

    assert before == REGIMENT
    assert moved == (None, REGIMENT)
    assert await chart.at(85.5, 40.5) is None


async def test_an_older_event_changes_no_boundary(chart: Map) -> None:
    await chart.told(REGIMENT, polygon(box(80, 40, 81, 41)), version=5)

    await chart.told(REGIMENT, polygon(box(85, 40, 86, 41)), version=4)

    assert [await chart.at(80.5, 40.5), await chart.at(85.5, 40.5)] == [REGIMENT, None]


async def test_what_cannot_be_read_as_a_boundary_bounds_nothing_and_harms_no_other(chart: Map) -> None:
    await chart.told(OTHER, {"type": "Polygon", "coordinates": [[[1, 1]]]})
    await chart.told(REGIMENT, polygon(box(80, 40, 81, 41)))

    assert await chart.at(80.5, 40.5) == REGIMENT


async def test_a_question_costs_one_statement_while_no_boundary_changes(chart: Map) -> None:
    await chart.told(REGIMENT, polygon(box(80, 40, 81, 41)))
    await chart.at(80.5, 40.5)
    await chart.told(REGIMENT, polygon(box(80, 40, 81, 41)))

    async with chart.hotline.harness.counting_statements() as statements:
        await chart.at(80.5, 40.5)

    assert len(statements) == 1
    assert "boundary_editions" in statements[0]
