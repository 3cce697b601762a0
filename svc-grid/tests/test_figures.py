"""The figures of cases: what each step counts for, how they are told apart, and that they equal a recount."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, WAYS, Grid
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from svc_grid.cases.terms import Action
from svc_grid.figures.folding import fold_once
from svc_grid.figures.measures import LATE, MEASURES, OF_ACTION, RATES, rates_of

SPAN = {"from": "2020-01-01", "to": "2100-01-01"}


async def asked(grid: Grid, **params: Any) -> dict[str, Any]:
    answer = await grid.desk.get("/v1/grid/case-figures", params=SPAN | params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def fold(grid: Grid) -> int:
    async with grid.harness.app.state.chassis.database.unit_of_work() as db:
        return await fold_once(db)


def nonzero(counts: dict[str, Any]) -> dict[str, int]:
    return {name: counts[name] for name in MEASURES if counts[name]}


async def test_every_step_counts_for_its_place_and_all_above_it_before_and_after_it_is_folded(grid: Grid) -> None:
    await grid.brought_to("closed")
    expected = dict.fromkeys(("reported", "registered", "assigned", "handled", "passed", "closed"), 1)

    before = {place: nonzero((await asked(grid, territory_code=place))["total"]) for place in (CITY, REGIMENT, COMMUNITY, OTHER)}
    while await fold(grid):
        pass
    after = {place: nonzero((await asked(grid, territory_code=place))["total"]) for place in (CITY, REGIMENT, COMMUNITY, OTHER)}

    assert before == after == {CITY: expected, REGIMENT: expected, COMMUNITY: expected, OTHER: {}}


async def test_a_step_is_counted_once_by_whoever_folds(grid: Grid) -> None:
    await grid.brought_to("assigned")

    while await fold(grid):
        pass
    again = await fold(grid)

    assert again == 0
    assert nonzero((await asked(grid))["total"]) == {"reported": 1, "registered": 1, "assigned": 1}


async def test_the_figures_are_told_apart(grid: Grid) -> None:
    await grid.brought_to("registered")
    await grid.brought_to("assigned", class_code="community.safety_hazard")
    await grid.brought_to("reported", territory_code=OTHER)

    by = {
        name: {each["key"]: nonzero(each["counts"]) for each in (await asked(grid, by=name))["groups"]}
        for name in ("class", "unit", "territory", "month")
    }

    assert by["class"] == {
        "community.environment": {"reported": 2, "registered": 1},
        "community.safety_hazard": {"reported": 1, "registered": 1, "assigned": 1},
    }
    assert by["unit"] == {"84-03": {"assigned": 1}}
    assert by["territory"] == {REGIMENT: {"reported": 2, "registered": 2, "assigned": 1}, OTHER: {"reported": 1}}
    assert list(by["month"].values()) == [{"reported": 3, "registered": 2, "assigned": 1}]


async def test_what_is_open_shows_its_stage_and_its_light(grid: Grid) -> None:
    monday = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
    case = (await grid.at(monday).post("/v1/cases", json=_REPORT)).json()
    due_at = datetime.fromisoformat(case["stage_due_at"])

    lights = []
    for at in (monday, due_at - timedelta(minutes=1), due_at + timedelta(minutes=1)):
        lights += (await grid.at(at, "grid_desk").get("/v1/grid/case-figures", params=SPAN)).json()["open_now"]

    assert lights == [{"stage": "registration", "colour": colour, "cases": 1} for colour in ("green", "amber", "red")]


_REPORT = {"class_code": "community.environment", "title": "垃圾", "description": "未清运", "territory_code": COMMUNITY}


async def test_heat_shows_places_the_hottest_first(grid: Grid) -> None:
    for _ in range(2):
        await grid.brought_to("reported")
    await grid.brought_to("reported", territory_code=OTHER)

    cells = (await grid.desk.get("/v1/grid/case-heat", params=SPAN | {"level": "regiment"})).json()["cells"]

    assert [(cell["territory_code"], cell["count"], cell["heat"]) for cell in cells] == [(REGIMENT, 2, 1.0), (OTHER, 1, 0.5)]


async def test_kept_figures_equal_a_recount_whatever_was_done_and_however_far_it_is_folded(grid: Grid) -> None:
    drawn = random.Random(171)
    for at in range(24):
        await grid.brought_to(drawn.choice(list(WAYS)), territory_code=drawn.choice([COMMUNITY, REGIMENT, OTHER]))
        if at % 7 == 0:
            await fold(grid)

    start, end = date.today() - timedelta(days=2), date.today() + timedelta(days=3)
    for more in ({}, {"territory_code": REGIMENT}, {"class_code": "community.environment"}, {"unit_code": "84-03"}):
        span = {"from": start.isoformat(), "to": end.isoformat()}
        found = (await grid.admin.get("/v1/grid/case-figures/recount", params=span | more)).json()
        assert found["is_equal"], (more, found)
        assert found["kept"]["reported"] > 0 or "unit_code" in more


async def test_a_recount_finds_what_is_wrong(grid: Grid) -> None:
    await grid.brought_to("closed")
    while await fold(grid):
        pass
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE case_counts SET count = count + 1 WHERE measure = 'closed'"))

    span = {"from": (date.today() - timedelta(days=2)).isoformat(), "to": (date.today() + timedelta(days=3)).isoformat()}
    found = (await grid.admin.get("/v1/grid/case-figures/recount", params=span)).json()

    assert (found["is_equal"], found["kept"]["closed"], found["recounted"]["closed"]) == (False, 2, 1)


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"from": "2025-02-01", "to": "2025-01-01"}, 422),
        ({"territory_code": "659007/99"}, 404),
        ({"class_code": "community.environment", "unit_code": "84-03"}, 422),
        ({"by": "person"}, 422),
        ({"from": "yesterday"}, 422),
    ],
)
async def test_what_cannot_be_counted_is_said(grid: Grid, params: dict[str, str], status: int) -> None:
    answer = await grid.desk.get("/v1/grid/case-figures", params=SPAN | params)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_who_is_bound_to_a_territory_counts_that_alone(grid: Grid) -> None:
    await grid.brought_to("reported")
    await grid.brought_to("reported", territory_code=OTHER)
    bound = grid.harness.as_("grid_desk", territory_code=OTHER)

    own = (await bound.get("/v1/grid/case-figures", params=SPAN)).json()
    elsewhere = await bound.get("/v1/grid/case-figures", params=SPAN | {"territory_code": COMMUNITY})

    assert (own["territory_code"], own["total"]["reported"], elsewhere.status_code) == (OTHER, 1, 404)
    assert (await grid.harness.as_().get("/v1/grid/case-figures", params=SPAN)).status_code == 401


async def test_the_figures_cost_as_many_statements_however_much_there_is(grid: Grid) -> None:
    async with grid.harness.counting_statements() as few:
        await asked(grid, by="unit")
    for _ in range(4):
        await grid.brought_to("assigned")
    async with grid.harness.counting_statements() as many:
        await asked(grid, by="unit")

    assert len(many) == len(few) <= 5


@given(st.dictionaries(st.sampled_from(MEASURES), st.integers(0, 500)))
def test_a_rate_is_a_share_or_nothing(counts: dict[str, int]) -> None:
    counts = dict.fromkeys(MEASURES, 0) | counts
    counts["handled_late"] = min(counts["handled_late"], counts["handled"])
    counts["returned"] = min(counts["returned"], counts["assigned"])

    rates = rates_of(counts)

    assert set(rates) == set(RATES)
    assert all(rate is None or 0 <= rate <= 100 for rate in rates.values())
    if counts["handled"]:
        assert rates["on_time_rate_pct"] == pytest.approx(100 * (1 - counts["handled_late"] / counts["handled"]), abs=0.051)


def test_what_is_counted_beside_an_action_is_counted_of_it_too() -> None:
    assert set(LATE) <= set(OF_ACTION)
    assert len(set(MEASURES)) == len(MEASURES)
    assert set(OF_ACTION) <= set(Action)
