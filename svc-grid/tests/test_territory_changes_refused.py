"""Changes of the territories that are refused whole: each fault with its place, and nothing half-done."""

import asyncio
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from territory_change_builders import (
    BASIS,
    BUILDING,
    CELL,
    CELL_2,
    EAST,
    FOUR,
    PATH,
    WEST,
    box,
    change,
    changed,
    codes,
    faults,
    furnish,
    in_days,
    territory,
)  # fmt: skip

NEW = f"{REGIMENT}/05"
CHILDREN = {CELL: f"{FOUR}/g01", CELL_2: f"{FOUR}/g02"}
TWO = [{"code": NEW, "name": "五连"}, {"code": f"{REGIMENT}/06", "name": "六连"}]
BOW_TIE = {"type": "Polygon", "coordinates": [[[82, 44], [83, 45], [83, 44], [82, 45], [82, 44]]]}


@pytest.fixture(autouse=True)
async def _furnished(grid: Grid) -> None:
    await furnish(grid)


async def everything(grid: Grid) -> list[Any]:
    """All that a change touches, as it stands."""
    lists = [
        (await grid.desk.get(path, params={"limit": 200, **more})).json()["items"]
        for path, more in (
            ("/v1/territories", {"with_retired": True}), ("/v1/units", {}), ("/v1/facilities", {}), (PATH, {}),
            ("/v1/territory-versions", {"code": COMMUNITY}),
        )
    ]  # fmt: skip
    return [*lists, (await grid.admin.get("/v1/cases")).json()["items"], len(await grid.harness.events())]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"kind": "move", "code": COMMUNITY, "to_code": f"{CELL}/x"}, "/to_code"),
        ({"kind": "move", "code": COMMUNITY, "to_code": COMMUNITY}, "/to_code"),
        ({"kind": "move", "code": COMMUNITY, "to_code": FOUR}, "/to_code"),
        ({"kind": "move", "code": COMMUNITY, "to_code": f"{FOUR}/x"}, "/to_code"),
        ({"kind": "move", "code": COMMUNITY, "to_code": "659007/99/x"}, "/to_code"),
        ({"kind": "move", "code": COMMUNITY, "to_code": "800000"}, "/to_code"),
        ({"kind": "move", "code": "659007/99", "to_code": NEW}, "/code"),
        ({"kind": "move", "code": BUILDING, "to_code": f"{CELL_2}/{'x' * 24}", "versions": {"1/2": 1}}, "/versions/1~12"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": FOUR}, "/children"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": FOUR, "children": {**CHILDREN, BUILDING: f"{FOUR}/b"}},
         f"/children/{BUILDING.replace('/', '~1')}"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": FOUR, "children": CHILDREN | {CELL: f"{COMMUNITY}/g09"}},
         f"/children/{CELL.replace('/', '~1')}"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": FOUR, "children": CHILDREN | {CELL: f"{FOUR}/g02"}},
         f"/children/{CELL_2.replace('/', '~1')}"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": FOUR, "name": "x", "children": CHILDREN}, "/name"),
        ({"kind": "merge", "codes": [COMMUNITY], "into_code": REGIMENT, "children": CHILDREN}, "/into_code"),
        ({"kind": "merge", "codes": [COMMUNITY, FOUR], "into_code": NEW,
          "children": {CELL: f"{NEW}/1", CELL_2: f"{NEW}/2"}}, "/name"),
        ({"kind": "merge", "codes": [FOUR], "into_code": NEW, "name": "x"}, "/codes"),
        ({"kind": "merge", "codes": [FOUR, FOUR], "into_code": NEW, "name": "x"}, "/codes"),
        ({"kind": "merge", "codes": [FOUR, CELL_2], "into_code": NEW, "name": "x"}, "/codes/1"),
        ({"kind": "merge", "codes": [FOUR, "659007/99"], "into_code": NEW, "name": "x"}, "/codes/1"),
        ({"kind": "split", "code": FOUR, "into": TWO, "main_successor": FOUR}, "/main_successor"),
        ({"kind": "split", "code": FOUR, "into": [TWO[0], TWO[0]], "main_successor": NEW}, "/into/1/code"),
        ({"kind": "split", "code": FOUR, "into": [TWO[0], TWO[1] | {"code": f"{FOUR}/x"}], "main_successor": NEW},
         "/into/1/code"),
        ({"kind": "split", "code": FOUR, "into": [TWO[0], TWO[1] | {"unit_code": "nobody"}], "main_successor": NEW},
         "/into/1/unit_code"),
        ({"kind": "split", "code": COMMUNITY, "into": TWO, "main_successor": NEW}, "/children"),
        ({"kind": "split", "code": FOUR, "into": [TWO[0] | {"boundary": EAST}, TWO[1] | {"boundary": EAST}],
          "main_successor": NEW}, "/into/0/boundary"),
        ({"kind": "retire", "code": COMMUNITY, "successor_code": FOUR}, "/children"),
        ({"kind": "retire", "code": FOUR, "successor_code": "659007/99"}, "/successor_code"),
        ({"kind": "retire", "code": COMMUNITY, "successor_code": CELL, "children": CHILDREN}, "/successor_code"),
        ({"kind": "redraw", "boundaries": [{"code": FOUR, "boundary": BOW_TIE}]}, "/boundaries/0/boundary"),
        ({"kind": "redraw", "boundaries": [{"code": FOUR, "boundary": box(82.05, 44.8, 82.2, 45.0)}]},
         "/boundaries/0/boundary"),
        ({"kind": "redraw", "boundaries": [{"code": FOUR, "boundary": EAST}, {"code": FOUR, "boundary": EAST}]}, "/boundaries"),
        ({"kind": "redraw", "boundaries": [{"code": "659007/99", "boundary": WEST}]}, "/boundaries/0/code"),
        ({"kind": "retire", "code": FOUR, "successor_code": COMMUNITY, "boundaries": [{"code": FOUR, "boundary": EAST}]},
         "/boundaries/0/code"),
        ({"kind": "retire", "code": FOUR, "successor_code": COMMUNITY, "effective_on": in_days(0)}, "/effective_on"),
        ({"kind": "retire", "code": FOUR, "successor_code": COMMUNITY, "effective_on": in_days(800)}, "/effective_on"),
        ({"kind": "retire", "code": FOUR, "successor_code": COMMUNITY, "basis": " "}, "/basis"),
        ({"kind": "split", "code": FOUR, "into": TWO[:1], "main_successor": NEW}, "/into"),
    ],
)  # fmt: skip
async def test_a_change_with_a_fault_is_refused_whole(grid: Grid, facts: dict[str, Any], pointer: str) -> None:
    await grid.brought_to("registered")
    before = await everything(grid)

    answer = await grid.desk.post(PATH, json=BASIS | facts)

    assert pointer in faults(answer), answer.text
    assert await everything(grid) == before


async def test_children_of_which_nothing_is_said_are_named(grid: Grid) -> None:
    answer = await change(grid, "retire", code=COMMUNITY, successor_code=FOUR)

    assert faults(answer) == {"/children": f"not said where these go: {CELL}, {CELL_2}"}


async def test_a_regiment_with_bounds_takes_in_no_community_that_lies_outside_them(grid: Grid) -> None:
    far: dict[str, Any] = {"code": OTHER, "boundary": box(84.0, 44.8, 84.2, 45.0)}
    await changed(grid, "redraw", boundaries=[far])

    refused = await change(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13")
    both = {"type": "MultiPolygon", "coordinates": [WEST["coordinates"], far["boundary"]["coordinates"]]}
    taken = await change(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13", boundaries=[far | {"boundary": both}])

    assert "reaches beyond" in faults(refused)["/to_code"]
    assert taken.status_code == 201, taken.text


async def test_a_stale_version_refuses_the_change(grid: Grid) -> None:
    (await grid.desk.patch(f"/v1/territories/{FOUR}", json={"name": "四连新村"})).raise_for_status()
    before = await everything(grid)

    stale = await change(grid, "retire", code=FOUR, successor_code=COMMUNITY, versions={FOUR: 1, COMMUNITY: 2})

    assert (stale.status_code, stale.json()["territory_code"], stale.json()["current_version"]) == (412, FOUR, 2)
    assert await everything(grid) == before
    fresh = await change(grid, "retire", code=FOUR, successor_code=COMMUNITY, versions={FOUR: 2, COMMUNITY: 2})
    assert fresh.status_code == 201


async def test_what_is_retired_is_not_retired_again_nor_a_successor(grid: Grid) -> None:
    await changed(grid, "retire", code=FOUR, successor_code=COMMUNITY)

    again = await change(grid, "retire", code=FOUR, successor_code=COMMUNITY)
    after = await change(grid, "retire", code=OTHER, successor_code=FOUR)
    back = await change(grid, "move", code=COMMUNITY, to_code=FOUR)

    assert faults(again) == {"/code": f"{FOUR} is retired; it was followed by {COMMUNITY}"}
    assert list(faults(after)) == ["/successor_code"]
    assert list(faults(back)) == ["/to_code"]


async def test_of_two_changes_at_once_one_holds(grid: Grid) -> None:
    answers = await asyncio.gather(
        change(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13"),
        change(grid, "merge", codes=[COMMUNITY], into_code=FOUR, children=CHILDREN),
        change(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/14"),
    )

    assert sorted(each.status_code for each in answers) == [201, 422, 422]
    living = await codes(grid, within=CITY)
    assert len([code for code in living if code.endswith("/g01/b1")]) == 1
    assert COMMUNITY not in living


async def test_a_case_reported_meanwhile_is_never_left_behind(grid: Grid) -> None:
    report = {"class_code": "community.environment", "title": "x", "description": "x", "territory_code": FOUR}

    moved, *reports = await asyncio.gather(
        change(grid, "retire", code=FOUR, successor_code=COMMUNITY),
        *(grid.admin.post("/v1/cases", json=report) for _ in range(8)),
    )

    assert moved.status_code == 201
    assert {each.status_code for each in reports} <= {201, 422}
    left = (await grid.admin.get("/v1/cases", params={"territory_code": FOUR})).json()["items"]
    assert left == []


async def test_only_keepers_whom_no_territory_bounds_change_the_tree(grid: Grid) -> None:
    bound = grid.harness.as_("grid_desk", territory_code=REGIMENT)
    facts = {"code": FOUR, "successor_code": COMMUNITY}

    answers = [await change(grid, "retire", client=client, **facts) for client in (bound, grid.lead, grid.harness.as_())]

    assert [each.status_code for each in answers] == [403, 403, 401]
    assert (await territory(grid, FOUR))["retired_at"] is None
