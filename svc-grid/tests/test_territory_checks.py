"""Bounds hold together: each overlap, each part outside its parent and each hole is found, and a sound city has none."""

import time
from dataclasses import replace
from typing import Any

import pytest
from territory_builders import CITY, box, surveyed_city

from svc_grid.territories.checks import FaultKind, Placed, faults_among

CELL = f"{CITY}/0/0/0"
# The cell of the small city: 0.15 degrees wide, 0.8 high, at the south-western corner.
WEST, SOUTH, WIDE, HIGH = 82.0, 44.0, 0.15, 0.8


def with_bounds(boundary: dict[str, Any] | None, code: str = CELL) -> dict[str, Placed]:
    city = surveyed_city()
    return city | {code: replace(city[code], boundary=boundary)}


def told(city: dict[str, Placed], **more: Any) -> list[tuple[str, ...]]:
    return [(each.kind.value, *each.codes) for each in faults_among(city, **more)]


def test_a_sound_city_has_no_faults() -> None:
    assert faults_among(surveyed_city(3, 3, 5, per_side=7)) == []


def test_neighbours_that_overlap_are_named_with_where_and_how_large() -> None:
    [fault] = faults_among(with_bounds(box(WEST, SOUTH, WIDE + 0.01, HIGH)))

    assert (fault.kind, fault.codes) == (FaultKind.OVERLAP, (CELL, f"{CITY}/0/0/1"))
    assert fault.lon is not None
    assert fault.lat is not None
    assert WEST + WIDE < fault.lon < WEST + WIDE + 0.01
    # 0.01 degrees of longitude at 44.4 north by 0.8 of latitude.
    assert fault.area_m2 == pytest.approx(794.5 * 88_956, rel=0.01)


def test_a_child_that_reaches_beyond_its_parent_is_named() -> None:
    assert told(with_bounds(box(WEST - 0.01, SOUTH, WIDE + 0.01, HIGH))) == [("outside", CELL, f"{CITY}/0/0")]


def test_a_hole_between_children_is_named_with_the_parent() -> None:
    [fault] = faults_among(with_bounds(box(WEST, SOUTH, WIDE - 0.01, HIGH)))

    assert (fault.kind, fault.codes) == (FaultKind.GAP, (f"{CITY}/0/0",))
    assert fault.lon is not None
    assert WEST + WIDE - 0.01 < fault.lon < WEST + WIDE


def test_what_is_not_yet_surveyed_leaves_no_hole() -> None:
    assert told(with_bounds(None)) == []


def test_what_lies_in_an_unsurveyed_territory_is_held_to_the_next_one_above() -> None:
    city = with_bounds(None, f"{CITY}/0/0")
    reaching = replace(city[CELL], boundary=box(WEST - 0.01, SOUTH, WIDE + 0.01, HIGH))

    assert ("outside", CELL, f"{CITY}/0") in told(city | {CELL: reaching})


def test_a_neighbour_under_another_unsurveyed_parent_is_a_neighbour_too() -> None:
    city = surveyed_city()
    for code in (f"{CITY}/0/0", f"{CITY}/0/1"):
        city[code] = replace(city[code], boundary=None)
    city[CELL] = replace(city[CELL], boundary=box(WEST, SOUTH, WIDE, HIGH + 0.01))

    assert ("overlap", CELL, f"{CITY}/0/1/0") in told(city)


def test_buildings_need_not_fill_their_cell() -> None:
    house = Placed(f"{CELL}/b1", CELL, box(82.05, 44.1, 0.001, 0.001), "building")

    assert told(surveyed_city() | {house.code: house}) == []


@pytest.mark.parametrize(("width", "found"), [(0.000_000_1, []), (0.001, [("overlap", CELL, f"{CITY}/0/0/1")])])
def test_what_rounding_makes_is_tolerated_and_no_more(width: float, found: list[tuple[str, ...]]) -> None:
    assert told(with_bounds(box(WEST, SOUTH, WIDE + width, HIGH))) == found


def test_bounds_that_cross_themselves_are_named_and_keep_no_other_from_being_checked() -> None:
    bow = {"type": "Polygon", "coordinates": [[[82, 44], [83, 45], [83, 44], [82, 45], [82, 44]]]}

    assert told(with_bounds(bow)) == [("invalid", CELL)]
    assert told({"x": Placed("x", None, {"type": "Polygon", "coordinates": "no"})}) == [("invalid", "x")]


def test_only_what_a_territory_takes_part_in_is_told_about_it() -> None:
    city = with_bounds(box(WEST, SOUTH, WIDE + 0.01, HIGH))

    assert told(city, about={f"{CITY}/0/0/1"}) == [("overlap", CELL, f"{CITY}/0/0/1")]
    assert told(city, about={f"{CITY}/1"}) == []


def test_nothing_and_a_ring_of_parents_are_no_trouble() -> None:
    ring = {"a": Placed("a", "b", None), "b": Placed("b", "a", box(0, 0, 1, 1))}

    assert told({}) == []
    assert told(ring) == []


def test_a_whole_city_is_checked_within_two_seconds() -> None:
    city = surveyed_city(9, 16, 14, per_side=10)
    began = time.process_time()

    assert faults_among(city) == []
    assert len(city) > 2150
    assert time.process_time() - began < 2
