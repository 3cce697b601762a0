"""What lies in territories besides units and cases follows a change of the tree: posts, components and patrol plans."""

from typing import Any

import pytest
from grid_builders import OTHER, Grid
from leads_builders import acting, appointed, told_of
from patrol_builders import DAY, FIRST, PLANS, Patrols, noon
from territory_change_builders import CELL, CELL_2, changed, furnish
from urban_builders import a_component

MOVED = f"{OTHER}/13"


@pytest.fixture(autouse=True)
async def _furnished(grid: Grid) -> None:
    await furnish(grid)


async def posts(grid: Grid) -> dict[str, str]:
    """Who holds a post now, by territory."""
    listed = (await grid.desk.get("/v1/leads", params={"limit": 100})).json()["items"]
    return {each["territory_code"]: each["account"] for each in listed if each["status"] == "holding"}


async def move_community(grid: Grid) -> dict[str, Any]:
    return await changed(grid, "move", code=CELL.rpartition("/")[0], to_code=MOVED)


async def test_a_lead_goes_on_where_the_cell_goes_on(grid: Grid) -> None:
    lead = await appointed(grid, "lead-a", CELL)
    await appointed(grid, "lead-b", CELL_2)

    await move_community(grid)

    assert await posts(grid) == {f"{MOVED}/g01": "lead-a", f"{MOVED}/g02": "lead-b"}
    assert await acting(grid, f"{MOVED}/g01") == "lead-a"
    assert await told_of(grid, lead) == ["appointed", "dismissed"]


async def test_where_two_cells_become_one_its_own_lead_stays_and_the_other_s_post_ends(grid: Grid) -> None:
    await appointed(grid, "lead-a", CELL)
    await appointed(grid, "lead-b", CELL_2)

    await changed(grid, "retire", code=CELL_2, successor_code=CELL)

    assert await posts(grid) == {CELL: "lead-a"}


async def test_a_post_that_was_to_end_goes_on_nowhere(grid: Grid) -> None:
    await appointed(grid, "lead-a", CELL, to_at="2099-01-01T00:00:00+08:00")

    await move_community(grid)

    assert await posts(grid) == {}


async def test_components_follow_with_their_history(grid: Grid) -> None:
    code = await a_component(grid, territory_code=CELL)

    await move_community(grid)

    component = (await grid.desk.get(f"/v1/components/{code}")).json()
    assert (component["territory_code"], component["version"]) == (f"{MOVED}/g01", 2)


async def test_a_patrol_plan_follows_with_its_checkpoints(grid: Grid) -> None:
    patrols = Patrols(grid)
    plan = await patrols.planned(territory_code=CELL)

    await move_community(grid)

    moved = (await grid.desk.get(f"{PLANS}/{plan['id']}")).json()
    assert (moved["territory_code"], moved["version"]) == (f"{MOVED}/g01", plan["version"] + 1)
    await patrols.passed(noon(FIRST + DAY))
    assert [task["territory_code"] for task in await patrols.tasks()] == [CELL, f"{MOVED}/g01"]  # what was made before stays
