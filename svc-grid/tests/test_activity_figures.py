"""The figures of service activities: what was done, by whatever it is asked for, and equal to a recount whatever happened."""

import asyncio
import random
from typing import Any

import pytest
from activity_builders import (
    COLLECTED,
    DEED,
    FIGURES,
    IMPORTS,
    NOTHING,
    PATH,
    SOLVED,
    corrected,
    figures,
    is_proved,
    registered,
    withdrawn,
)
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from svc_grid.activities.service import percent


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_share_is_rounded_half_up_to_one_decimal(part: int, whole: int) -> None:
    shown = percent(part, whole)

    if not whole:
        assert shown is None
        return
    assert shown is not None
    tenths = round(shown * 10)
    assert 2 * whole * tenths - whole <= 2000 * part < 2 * whole * tenths + whole


def test_half_of_a_tenth_is_rounded_up() -> None:
    assert (percent(1, 2000), percent(1999, 2000), percent(1, 1)) == (0.1, 100.0, 100.0)


async def filled(grid: Grid) -> None:
    await registered(grid, asked_count=3, satisfied_count=3)
    await registered(grid, kind="research_visit", unit_code="dept-07", territory_code=CITY, held_on="2025-12-31")
    await registered(grid, kind="home_outreach_visit", count=17, unit_code="84", held_on="2025-01-01")
    await registered(grid, COLLECTED, territory_code=OTHER, unit_code="84-03", asked_count=1)
    await registered(grid, SOLVED, held_on="2024-12-31")


async def test_the_year_s_figures_have_the_names_that_the_city_publishes(grid: Grid) -> None:
    assert await figures(grid) == NOTHING | {"groups": {}}
    await filled(grid)

    found = await figures(grid)

    assert found == {
        "research_visits": 1, "home_outreach_visits": 17, "problems_collected": 1, "problems_solved": 0, "good_deeds": 1,
        "satisfaction_pct": 75.0, "groups": {},
    }  # fmt: skip


async def test_figures_are_shown_by_unit_territory_and_month(grid: Grid) -> None:
    await filled(grid)

    units = (await figures(grid, by="unit"))["groups"]
    regiments = (await figures(grid, by="territory"))["groups"]
    communities = (await figures(grid, by="territory", level="community", territory_code=REGIMENT))["groups"]
    months = (await figures(grid, by="month"))["groups"]

    assert {key: each["good_deeds"] for key, each in units.items()} == {"84": 0, "84-03": 1, "dept-07": 0}
    assert list(regiments) == [CITY, REGIMENT, OTHER]
    assert (regiments[REGIMENT]["home_outreach_visits"], regiments[REGIMENT]["good_deeds"]) == (17, 1)
    assert {key: each["home_outreach_visits"] for key, each in communities.items()} == {REGIMENT: 17, COMMUNITY: 0}
    assert list(months) == ["2025-01", "2025-03", "2025-12"]


async def test_figures_are_narrowed_and_cost_one_statement(grid: Grid) -> None:
    await filled(grid)

    async with grid.harness.counting_statements() as statements:
        regiment = await figures(grid, territory_code=REGIMENT, by="month")
    unit = await figures(grid, unit_code="84-03")
    bound = await figures(grid, grid.harness.as_("analyst", territory_code=COMMUNITY))
    astray = await figures(grid, grid.harness.as_("analyst", territory_code=COMMUNITY), territory_code=OTHER)

    assert len(statements) == 1
    assert (regiment["home_outreach_visits"], regiment["problems_collected"]) == (17, 0)
    assert (unit["good_deeds"], unit["problems_collected"], unit["home_outreach_visits"]) == (1, 1, 0)
    assert (bound["good_deeds"], bound["home_outreach_visits"]) == (1, 0)
    assert astray == NOTHING | {"groups": {}}


async def test_a_period_that_ends_before_it_begins_is_refused(grid: Grid) -> None:
    asked = {"from": "2025-02-01", "to": "2025-02-01"}

    assert (await grid.admin.get(FIGURES, params=asked)).status_code == 422
    assert (await grid.admin.get(FIGURES)).status_code == 422
    assert (await grid.admin.get(FIGURES, params=asked | {"to": "2025-03-01", "by": "person"})).status_code == 422
    assert (await grid.harness.as_().get(FIGURES, params=asked | {"to": "2025-03-01"})).status_code == 401
    assert (await grid.desk.post(f"{FIGURES}/recounts", json={})).status_code == 403
    backwards = {"start_on": "2025-02-01", "end_on": "2025-01-01"}
    assert (await grid.admin.post(f"{FIGURES}/recounts", json=backwards)).status_code == 422


async def test_counters_that_were_tampered_with_are_named_and_put_right(grid: Grid) -> None:
    await filled(grid)
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE activity_counters SET good_deeds = 5 WHERE unit_code = '84-03'"))
    span = {"start_on": "2024-01-01", "end_on": "2027-01-01", "is_repair": True}

    assert not await is_proved(grid)
    found = (await grid.admin.post(f"{FIGURES}/recounts", json=span)).json()

    assert (found["is_equal"], found["is_repaired"], found["differing"]) == (False, True, 3)
    assert await is_proved(grid)
    assert (await figures(grid))["good_deeds"] == 1


def drawn_body(drawn: random.Random, problems: list[str]) -> dict[str, Any]:
    kind = drawn.choice(("research_visit", "home_outreach_visit", "problem_collected", "problem_solved", "good_deed"))
    asked = drawn.randrange(4)
    body = DEED | {
        "kind": kind, "count": drawn.randint(1, 4), "unit_code": drawn.choice(("84", "84-03", "city")),
        "held_on": f"2025-0{drawn.randint(1, 3)}-0{drawn.randint(1, 3)}", "asked_count": asked,
        "satisfied_count": drawn.randint(0, asked),
    }  # fmt: skip
    return body | ({"solves_id": drawn.choice(problems)} if problems and kind == "problem_solved" else {})


async def step(grid: Grid, drawn: random.Random, made: list[dict[str, Any]], problems: list[str]) -> int:
    """One thing that somebody does, good or bad; its status."""
    choice = drawn.random()
    if choice < 0.45 or not made:
        answer = await grid.admin.post(PATH, json=drawn_body(drawn, problems))
        if answer.status_code == 201:
            made.append(answer.json())
            problems += [answer.json()["id"]] if answer.json()["kind"] == "problem_collected" else []
    elif choice < 0.55:
        rows = [drawn_body(drawn, problems) | {"external_no": f"N{drawn.randrange(40)}"} for _ in range(4)]
        answer = await grid.admin.post(IMPORTS, json={"source": "walk", "rows": rows})
    elif choice < 0.85:
        body = drawn_body(drawn, problems)
        names = drawn.sample(
            ["count", "unit_code", "held_on", "asked_count", "satisfied_count", *({"solves_id"} & body.keys())], 2
        )
        answer = await corrected(grid, drawn.choice(made), **{name: body[name] for name in names})
    else:
        answer = await withdrawn(grid, drawn.choice(made))
    return answer.status_code


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_was_done_a_recount_says_the_same(grid: Grid, seed: int) -> None:
    drawn, made, problems = random.Random(seed), list[dict[str, Any]](), list[str]()

    statuses = [await step(grid, drawn, made, problems) for _ in range(150)]

    assert set(statuses) <= {200, 201, 409, 422}
    assert statuses.count(201) > 40
    assert await is_proved(grid)
    async with grid.harness.sessions() as db:
        unlike = await db.execute(text(
            "SELECT p.id FROM activities p LEFT JOIN activities s ON s.solves_id = p.id AND s.status = 'registered' "
            "WHERE p.kind = 'problem_collected' GROUP BY p.id HAVING p.solved_count <> coalesce(sum(s.count), 0) "
            "OR p.problem_state IS DISTINCT FROM CASE WHEN p.status = 'withdrawn' THEN NULL "
            "WHEN p.solved_count = p.count THEN 'solved' ELSE 'open' END"
        ))  # fmt: skip
        assert unlike.all() == []


async def test_everything_at_once_waits_in_no_circle(grid: Grid) -> None:
    problems = [await registered(grid, COLLECTED, count=5) for _ in range(3)]
    ids = [each["id"] for each in problems]
    solved = [await registered(grid, SOLVED, solves_id=ids[at % 3]) for at in range(6)]
    rows = [SOLVED | {"solves_id": each, "held_on": f"2025-01-0{at + 1}"} for at, each in enumerate((*ids, *ids[::-1]))]

    answers = await asyncio.gather(
        *(grid.admin.post(IMPORTS, json={"source": f"s{at}", "rows": rows[:: 1 if at % 2 else -1]}) for at in range(4)),
        *(corrected(grid, each, solves_id=ids[(at + 1) % 3], held_on="2025-01-09") for at, each in enumerate(solved)),
        *(corrected(grid, each, count=7, unit_code="84") for each in problems),
        *(withdrawn(grid, each) for each in solved[::2]),
    )

    assert {each.status_code for each in answers} <= {200, 201, 409, 422}
    assert await is_proved(grid)
