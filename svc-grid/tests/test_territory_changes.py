"""Each kind of change of the territories: what becomes of the tree, and of all that lies in it."""

from datetime import timedelta
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid, Ticket
from territory_change_builders import (
    BUILDING,
    CELL,
    CELL_2,
    EAST,
    FOUR,
    TODAY,
    WEST,
    box,
    case,
    changed,
    codes,
    furnish,
    history,
    point,
    territory,
)  # fmt: skip

NEW = f"{REGIMENT}/05"


@pytest.fixture(autouse=True)
async def _furnished(grid: Grid) -> None:
    await furnish(grid)


async def told(grid: Grid, since: int) -> list[tuple[str, str]]:
    """What was announced since, of which aggregate, by the last word of its type."""
    return [(each.type.split(".", 2)[2], each.subject) for each in (await grid.harness.events())[since:]]


async def test_a_move_takes_the_whole_subtree_along(grid: Grid) -> None:
    there = f"{OTHER}/13"
    before = await territory(grid, COMMUNITY)
    since = len(await grid.harness.events())

    done = await changed(grid, "move", code=COMMUNITY, to_code=there)

    assert await codes(grid) == [REGIMENT, FOUR]
    assert await codes(grid, within=OTHER) == [OTHER, there, f"{there}/g01", f"{there}/g01/b1", f"{there}/g02"]
    after = await territory(grid, there)
    assert after == before | {"code": there, "parent_code": OTHER, "version": 1}
    old = await territory(grid, BUILDING)
    assert (old["successor_code"], old["boundary"], old["version"]) == (f"{there}/g01/b1", None, 2)
    assert old["retired_at"] is not None
    assert done["effects"]["moves"] == [{"from_code": COMMUNITY, "to_code": there}]
    assert (done["effects"]["begun"], done["effects"]["gone"]) == (4, 4)
    assert (done["effects"]["units"], done["effects"]["facilities"]) == (1, 1)
    assert (await grid.desk.get("/v1/units/84-03")).json()["territory_code"] == there
    assert (await grid.desk.get("/v1/facilities/library-1")).json()["territory_code"] == there
    facts = await told(grid, since)
    assert facts[:4] == [("territory.registered.v1", f"{there}{end}") for end in ("", "/g01", "/g01/b1", "/g02")]
    assert facts[4:8] == [("territory.retired.v1", code) for code in (COMMUNITY, CELL, BUILDING, CELL_2)]
    assert ("unit.changed.v1", "84-03") in facts
    assert facts[-1] == ("territory_change.applied.v1", done["id"])


async def test_open_cases_move_with_their_history_and_closed_ones_stay(grid: Grid) -> None:
    there = f"{OTHER}/13"
    handling, at_cell, closed = [
        await grid.brought_to(status, territory_code=code)
        for status, code in (("handling", COMMUNITY), ("escalated", CELL), ("closed", COMMUNITY))
    ]
    held = [(await case(grid, each))["held_by"] for each in (handling, at_cell)]

    done = await changed(grid, "move", code=COMMUNITY, to_code=there)

    assert done["effects"]["cases"] == 2
    assert held == [COMMUNITY, COMMUNITY]
    handling, at_cell, closed = [await case(grid, each) for each in (handling, at_cell, closed)]
    assert (handling["territory_code"], handling["held_by"], handling["status"]) == (there, there, "handling")
    assert (at_cell["territory_code"], at_cell["held_by"], at_cell["status"]) == (f"{there}/g01", there, "escalated")
    assert closed["territory_code"] == COMMUNITY
    *_, before, last = await history(grid, handling)
    assert (last["action"], last["note"], last["actor"]) == ("relocate", "改隶：师市发〔2026〕3号", "grid_desk")
    assert before["to_status"] == last["to_status"]
    assert (await grid.facts_of(handling))[-1] == "relocated"


async def test_a_case_referred_to_the_regiment_goes_to_the_new_regiment(grid: Grid) -> None:
    opened = await grid.brought_to("escalated")
    assert (await case(grid, opened))["held_by"] == REGIMENT

    await changed(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13")

    assert (await case(grid, opened))["held_by"] == OTHER


async def test_a_merge_into_one_that_stays_joins_their_bounds(grid: Grid) -> None:
    opened = await grid.brought_to("registered")
    children = {CELL: f"{FOUR}/g01", CELL_2: f"{FOUR}/g02"}

    done = await changed(grid, "merge", codes=[COMMUNITY], into_code=FOUR, children=children)

    assert await codes(grid) == [REGIMENT, FOUR, f"{FOUR}/g01", f"{FOUR}/g01/b1", f"{FOUR}/g02"]
    merged = await territory(grid, FOUR)
    assert (merged["name"], merged["version"]) == ("四连", 2)
    assert sorted({position[0] for position in merged["boundary"]["coordinates"][0]}) == [82.0, 82.1, 82.2]
    assert (await territory(grid, COMMUNITY))["successor_code"] == FOUR
    assert (await territory(grid, CELL))["successor_code"] == f"{FOUR}/g01"
    assert (await case(grid, opened))["territory_code"] == FOUR
    assert done["effects"] == {
        "created": [f"{FOUR}/g01", f"{FOUR}/g02"], "changed": [FOUR], "begun": 3, "gone": 4, "cases": 1, "units": 1,
        "facilities": 1, "moves": [{"from_code": COMMUNITY, "to_code": FOUR}],
    }  # fmt: skip


async def test_what_gets_another_place_below_is_named_by_itself(grid: Grid) -> None:
    done = await changed(grid, "merge", codes=[COMMUNITY], into_code=FOUR, children={CELL: f"{FOUR}/g09", CELL_2: f"{FOUR}/g02"})

    pairs = [(each["from_code"], each["to_code"]) for each in done["effects"]["moves"]]
    assert pairs == [(COMMUNITY, FOUR), (CELL, f"{FOUR}/g09")]
    assert (await grid.harness.events())[-1].data["moves"] == done["effects"]["moves"]


async def test_a_merge_into_a_new_one_retires_all_of_them(grid: Grid) -> None:
    children = {CELL: f"{NEW}/g01", CELL_2: f"{NEW}/g02"}

    await changed(
        grid, "merge", codes=[COMMUNITY, FOUR], into_code=NEW, name="新三连", unit_code="84-03", children=children
    )  # fmt: skip

    new = await territory(grid, NEW)
    assert (new["name"], new["unit_code"], new["level"], new["parent_code"]) == ("新三连", "84-03", "community", REGIMENT)
    assert new["boundary"] is not None
    assert await codes(grid) == [REGIMENT, NEW, f"{NEW}/g01", f"{NEW}/g01/b1", f"{NEW}/g02"]
    assert [(await territory(grid, code))["successor_code"] for code in (COMMUNITY, FOUR)] == [NEW, NEW]


async def test_a_split_sends_cases_by_their_points_and_the_others_to_the_main_one(grid: Grid) -> None:
    north, south = f"{REGIMENT}/31", f"{REGIMENT}/32"
    in_north, in_south, nowhere, at_cell = [
        await grid.brought_to("registered", **more)
        for more in (
            {"place": point(82.05, 44.95)}, {"place": point(82.05, 44.85)}, {}, {"territory_code": CELL},
        )
    ]  # fmt: skip

    done = await changed(
        grid, "split", code=COMMUNITY, main_successor=south, children={CELL: f"{north}/g01", CELL_2: f"{south}/g02"},
        into=[
            {"code": north, "name": "三连北", "unit_code": "84-03", "boundary": box(82.0, 44.9, 82.1, 45.0)},
            {"code": south, "name": "三连南", "boundary": box(82.0, 44.8, 82.1, 44.9)},
        ],
    )  # fmt: skip

    where = [(await case(grid, each))["territory_code"] for each in (in_north, in_south, nowhere, at_cell)]
    assert where == [north, south, south, f"{north}/g01"]
    assert (await case(grid, at_cell))["held_by"] == f"{north}/g01"
    assert done["effects"]["cases"] == 4
    assert (await territory(grid, COMMUNITY))["successor_code"] == south
    assert (await grid.desk.get("/v1/units/84-03")).json()["territory_code"] == south


async def test_a_case_of_a_cell_that_the_split_community_held_goes_to_the_desk_over_its_cell(grid: Grid) -> None:
    north, south = f"{REGIMENT}/31", f"{REGIMENT}/32"
    opened = await grid.brought_to("escalated", territory_code=CELL)
    assert (await case(grid, opened))["held_by"] == COMMUNITY

    await changed(
        grid, "split", code=COMMUNITY, main_successor=south, children={CELL: f"{north}/g01", CELL_2: f"{south}/g02"},
        into=[{"code": north, "name": "三连北"}, {"code": south, "name": "三连南"}],
    )  # fmt: skip

    assert (await case(grid, opened))["held_by"] == north
    assert [each["action"] for each in await history(grid, opened)].count("relocate") == 1


async def test_redrawn_neighbours_exchange_the_cases_whose_points_changed_hands(grid: Grid) -> None:
    stays, goes, comes, pointless, on_border, beyond = [
        await grid.brought_to("registered", **more)
        for more in (
            {"place": point(82.02, 44.9)}, {"place": point(82.08, 44.9)},
            {"place": point(82.15, 44.9), "territory_code": FOUR}, {}, {"place": point(82.06, 44.9)},
            {"place": point(82.06, 44.9), "territory_code": FOUR},
        )
    ]  # fmt: skip
    bounds = [
        {"code": COMMUNITY, "boundary": box(82.0, 44.8, 82.06, 45.0)}, {"code": FOUR, "boundary": box(82.06, 44.8, 82.2, 45.0)},
    ]  # fmt: skip

    done = await changed(grid, "redraw", boundaries=bounds)

    where = [(await case(grid, each))["territory_code"] for each in (stays, goes, comes, pointless, on_border, beyond)]
    assert where == [COMMUNITY, FOUR, FOUR, COMMUNITY, COMMUNITY, FOUR]
    assert (await case(grid, goes))["held_by"] == FOUR
    assert done["effects"] == {
        "created": [], "changed": [COMMUNITY, FOUR], "moves": [], "begun": 0, "gone": 0, "cases": 1,
        "units": 0, "facilities": 0,
    }  # fmt: skip
    assert (await territory(grid, COMMUNITY))["boundary"] == bounds[0]["boundary"]
    versions = (await grid.desk.get("/v1/territory-versions", params={"code": COMMUNITY})).json()["items"]
    assert [each["change_kind"] for each in versions] == ["redraw", "corrected", "registered"]
    assert [each["boundary"] for each in versions] == [bounds[0]["boundary"], WEST, None]
    assert (versions[0]["basis"], versions[0]["change_id"]) == ("师市发〔2026〕3号", done["id"])


async def test_a_retired_territory_goes_on_in_its_successor(grid: Grid) -> None:
    opened = await grid.brought_to("reported", territory_code=FOUR)

    await changed(grid, "retire", code=FOUR, successor_code=COMMUNITY)

    assert (await case(grid, opened))["territory_code"] == COMMUNITY
    assert FOUR not in await codes(grid)
    assert FOUR in await codes(grid, with_retired=True)
    assert (await territory(grid, FOUR))["successor_code"] == COMMUNITY
    versions = (await grid.desk.get("/v1/territory-versions", params={"code": FOUR})).json()["items"]
    assert [each["boundary"] for each in versions] == [None, EAST]


async def test_a_retired_territory_takes_no_new_cases_and_nothing_else(grid: Grid) -> None:
    await changed(grid, "retire", code=FOUR, successor_code=COMMUNITY)
    entry: dict[str, Any] = {"code": FOUR, "parent_code": REGIMENT, "level": "community", "name": "x"}
    below = {"code": f"{FOUR}/g1", "parent_code": FOUR, "level": "cell", "name": "x"}

    answers = [
        await grid.admin.post("/v1/cases", json={"class_code": "community.environment", "title": "x", "description": "x",
                                                 "territory_code": FOUR}),
        await grid.desk.patch(f"/v1/territories/{FOUR}", json={"name": "x"}),
        await grid.desk.post("/v1/territories", json=entry),
        await grid.desk.post("/v1/territories", json=below),
        await grid.desk.post("/v1/organisation-imports", json={"territories": [entry]}),
        await grid.desk.post("/v1/units", json={"code": "u1", "kind": "community", "name": "x", "territory_code": FOUR}),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [422, 409, 409, 422, 422, 422]
    assert answers[1].json()["successor_code"] == COMMUNITY
    assert answers[4].json()["errors"][0]["pointer"] == "/territories/0/code"
    assert (await grid.desk.get("/v1/grid/organisation-figures")).json()["figures"]["communities"] == 1


async def test_a_ticket_with_the_old_code_gets_its_case_where_that_went(grid: Grid) -> None:
    await changed(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13")
    await changed(grid, "move", code=f"{OTHER}/13", to_code=f"{REGIMENT}/33")
    ticket = Ticket(grid)

    await ticket.dispatched("84-03", "community")

    assert [each["territory_code"] for each in await grid.cases_of(ticket.id)] == [f"{REGIMENT}/33"]


async def test_the_figures_of_a_retired_territory_are_still_there(grid: Grid) -> None:
    await changed(grid, "retire", code=FOUR, successor_code=COMMUNITY)
    days = {"from": str(TODAY), "to": str(TODAY + timedelta(days=1)), "territory_code": FOUR}

    answer = await grid.admin.get("/v1/grid/case-figures", params=days)

    assert answer.status_code == 200, answer.text


async def test_the_tree_of_the_day_before_is_shown_as_it_was(grid: Grid) -> None:
    before = await codes(grid)
    await changed(grid, "move", code=COMMUNITY, to_code=f"{OTHER}/13", effective_on=None)

    assert await codes(grid, as_of=str(TODAY - timedelta(days=1))) == []
    assert await codes(grid, as_of=str(TODAY)) == [REGIMENT, FOUR]
    assert sorted([*await codes(grid, as_of=str(TODAY), with_retired=True)]) == before
    assert (await territory(grid, COMMUNITY, TODAY))["successor_code"] == f"{OTHER}/13"
    assert CITY not in before
