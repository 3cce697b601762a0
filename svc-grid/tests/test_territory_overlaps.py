"""Bounds that would overlap, or reach beyond their parent, are refused at the door; a report names all that is wrong."""

import asyncio
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from sqlalchemy import update
from territory_builders import box

from svc_grid.territories.models import Territory

IMPORTS, CHECKS = "/v1/organisation-imports", "/v1/territory-checks"
CITY_BOX, WEST, EAST = box(82, 44, 1, 1), box(82, 44, 0.5, 1), box(82.5, 44, 0.5, 1)
WIDE = box(82.4, 44, 0.6, 1)
LEVELS = ["city", "regiment", "community", "cell"]


def entry(code: str, boundary: Any) -> dict[str, Any]:
    parent = code.rpartition("/")[0] or None
    return {"code": code, "parent_code": parent, "level": LEVELS[code.count("/")], "name": code, "boundary": boundary}


async def bring(grid: Grid, *entries: dict[str, Any], **more: Any) -> Any:
    return await grid.desk.post(IMPORTS, json={"territories": list(entries)} | more)


async def put_in(grid: Grid, code: str, boundary: Any) -> None:
    """What an earlier release let in."""
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(update(Territory).where(Territory.code == code).values(boundary=boundary))


async def kinds(grid: Grid, **params: Any) -> list[tuple[str, ...]]:
    answer = await grid.desk.get(CHECKS, params=params)
    assert answer.status_code == 200, answer.text
    return [(each["kind"], *each["codes"]) for each in answer.json()["faults"]]


async def test_sound_bounds_are_taken_in_one_document(grid: Grid) -> None:
    answer = await bring(grid, entry(CITY, CITY_BOX), entry(REGIMENT, WEST), entry(OTHER, EAST))

    assert answer.status_code == 201, answer.text
    assert await kinds(grid) == []


async def test_an_overlap_within_a_document_is_refused_at_its_later_entry(grid: Grid) -> None:
    answer = await bring(grid, entry(REGIMENT, WEST), entry(OTHER, WIDE))

    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"]) == (422, "/territories/1/boundary")
    assert "overlap" in fault["detail"]
    assert (await grid.desk.get(f"/v1/territories/{REGIMENT}")).json()["boundary"] is None


async def test_an_overlap_with_what_is_there_is_refused(grid: Grid) -> None:
    await bring(grid, entry(REGIMENT, WEST))

    answer = await bring(grid, entry(OTHER, WIDE), is_dry_run=True)

    assert answer.json()["errors"][0]["pointer"] == "/territories/0/boundary"
    assert (await bring(grid, entry(OTHER, EAST))).status_code == 201


async def test_what_stands_in_the_document_unchanged_is_a_neighbour_too(grid: Grid) -> None:
    await bring(grid, entry(REGIMENT, WEST))

    answer = await bring(grid, entry(OTHER, WIDE), entry(REGIMENT, WEST))

    assert [each["pointer"] for each in answer.json()["errors"]] == ["/territories/0/boundary"]


async def test_what_one_gives_up_another_may_take_in_the_same_document(grid: Grid) -> None:
    await bring(grid, entry(REGIMENT, WEST))

    assert (await bring(grid, entry(OTHER, WIDE), entry(REGIMENT, None))).status_code == 201
    assert (await bring(grid, entry(REGIMENT, box(82, 44, 0.4, 1)), entry(OTHER, WIDE))).status_code == 201


async def test_another_city_s_bounds_are_neighbours_too(grid: Grid) -> None:
    await bring(grid, entry(CITY, CITY_BOX))

    answer = await bring(grid, entry("659008", box(82.9, 44, 1, 1)))

    assert CITY in answer.json()["errors"][0]["detail"]


async def test_a_single_entry_is_held_to_the_same(grid: Grid) -> None:
    await bring(grid, entry(REGIMENT, WEST))
    code = f"{REGIMENT}/09"

    beyond = await grid.desk.post("/v1/territories", json=entry(code, box(82.4, 44, 0.2, 0.2)))
    inside = await grid.desk.post("/v1/territories", json=entry(code, box(82.3, 44, 0.2, 0.2)))

    assert (beyond.status_code, beyond.json()["errors"][0]["pointer"]) == (422, "/boundary")
    assert "reaches beyond" in beyond.json()["errors"][0]["detail"]
    assert inside.status_code == 201


async def test_a_parent_may_not_shrink_off_its_children(grid: Grid) -> None:
    await bring(grid, entry(REGIMENT, WEST), entry(COMMUNITY, box(82, 44, 0.2, 0.2)))

    answer = await bring(grid, entry(REGIMENT, box(82.1, 44, 0.4, 1)))

    assert COMMUNITY in answer.json()["errors"][0]["detail"]


async def test_what_was_wrong_before_keeps_nothing_else_out_and_may_be_mended(grid: Grid) -> None:
    await put_in(grid, REGIMENT, WEST)
    await put_in(grid, OTHER, WIDE)

    again = await bring(grid, entry(OTHER, WIDE))
    elsewhere = await bring(grid, entry(COMMUNITY, box(82, 44, 0.2, 0.2)))
    found = await kinds(grid)
    mended = await bring(grid, entry(OTHER, EAST))

    assert (again.status_code, elsewhere.status_code, mended.status_code) == (201, 201, 201)
    assert set(found) == {
        ("overlap", REGIMENT, OTHER), ("gap", REGIMENT),
    }  # fmt: skip
    assert ("overlap", REGIMENT, OTHER) not in await kinds(grid)


async def test_two_that_overlap_and_come_at_once_do_not_both_get_in(grid: Grid) -> None:
    answers = await asyncio.gather(bring(grid, entry(REGIMENT, WEST)), bring(grid, entry(OTHER, WIDE)))

    assert sorted(each.status_code for each in answers) == [201, 422]


async def test_a_hole_is_told_of_and_not_refused(grid: Grid) -> None:
    answer = await bring(grid, entry(CITY, CITY_BOX), entry(REGIMENT, WEST), entry(OTHER, box(82.6, 44, 0.4, 1)))

    told = (await grid.desk.get(CHECKS, params={"within": CITY})).json()
    [fault] = told["faults"]
    assert answer.status_code == 201
    assert (fault["kind"], fault["codes"], told["territories"], told["surveyed"]) == ("gap", [CITY], 4, 3)
    assert 82.5 < fault["where"]["coordinates"][0] < 82.6


async def test_only_a_subtree_is_checked_and_nobody_sees_another_s(grid: Grid) -> None:
    await put_in(grid, REGIMENT, box(82, 44, 0.5, 1))
    await put_in(grid, OTHER, WIDE)
    await put_in(grid, COMMUNITY, box(81.9, 44, 0.5, 0.5))
    bound = grid.harness.as_("grid_lead", territory_code=REGIMENT)

    assert await kinds(grid, within=REGIMENT) == [("gap", REGIMENT), ("outside", COMMUNITY, REGIMENT)]
    assert {each["kind"] for each in (await bound.get(CHECKS)).json()["faults"]} == {"gap", "outside"}
    assert (await bound.get(CHECKS, params={"within": OTHER})).status_code == 404
    assert (await grid.desk.get(CHECKS, params={"within": "659007/99"})).status_code == 404
    assert (await grid.harness.as_().get(CHECKS)).status_code == 401


@pytest.mark.parametrize("count", [2, 30])
async def test_many_entries_take_as_many_statements_as_few(grid: Grid, count: int) -> None:
    cells = [entry(f"{COMMUNITY}/g{number:02d}", box(82 + number / 100, 44, 0.01, 0.01)) for number in range(count)]
    async with grid.harness.counting_statements() as statements:
        assert (await bring(grid, *cells)).status_code == 201

    assert sum("FROM territories" in each for each in statements) <= 7
