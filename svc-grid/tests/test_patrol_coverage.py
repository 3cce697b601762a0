"""Coverage is of places, by territory and period, and equal to a recount whatever happened."""

import random
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from patrol_builders import BLOCKED, COVERAGE, DAY, FIRST, Patrols, noon, point
from sqlalchemy import text


@pytest.fixture
def patrols(grid: Grid) -> Patrols:
    return Patrols(grid)


async def test_coverage_is_shown_by_territory_and_month_and_costs_two_statements(patrols: Patrols) -> None:
    await patrols.planned()
    await patrols.planned(territory_code=OTHER)
    await patrols.planned(territory_code=REGIMENT)
    for task in await patrols.tasks(territory_code=REGIMENT):
        await patrols.visit(task, "a")

    asking = patrols.as_()
    async with patrols.grid.harness.counting_statements() as statements:
        whole = await patrols.coverage(asking, by="territory")
    below = await patrols.coverage(by="territory", level="community", territory_code=REGIMENT)
    months = await patrols.coverage(by="month")
    bound = await patrols.coverage(patrols.as_("analyst", territory_code=COMMUNITY))
    city = await patrols.coverage(by="territory", level="city")

    assert len(statements) == 2
    assert (whole["checkpoints_planned"], whole["checkpoints_visited"], whole["coverage_pct"]) == (6, 2, 33.3)
    assert {each["key"]: each["coverage_pct"] for each in whole["groups"]} == {REGIMENT: 50.0, OTHER: 0.0}
    assert [each["key"] for each in below["groups"]] == [REGIMENT, COMMUNITY]
    assert [each["key"] for each in months["groups"]] == [f"{FIRST:%Y-%m}"]
    assert (bound["checkpoints_planned"], bound["checkpoints_visited"]) == (2, 1)
    assert [each["key"] for each in city["groups"]] == [CITY]


async def test_nothing_planned_has_no_share_and_a_period_must_not_end_before_it_begins(patrols: Patrols) -> None:
    assert (await patrols.coverage())["coverage_pct"] is None
    span = {"from": "2026-02-01", "to": "2026-02-01"}
    assert (await patrols.as_().get(COVERAGE, params=span)).status_code == 422
    assert (await patrols.as_("grid_desk").post(f"{COVERAGE}/recounts", json={})).status_code == 403
    assert (await patrols.grid.harness.as_().get(COVERAGE, params=span)).status_code == 401


async def test_places_are_overdue_from_the_first_missed_day_until_they_are_seen(patrols: Patrols) -> None:
    await patrols.planned(checkpoints=[point("a"), point("b"), point("c")])
    await patrols.visit((await patrols.tasks())[-1], "a")
    await patrols.passed(noon(FIRST + 2 * DAY))
    third = (await patrols.tasks())[-1]
    await patrols.visit(third, "b")

    overdue = (await patrols.as_().get(f"{COVERAGE}/places", params={"is_overdue": True})).json()["items"]

    assert {each["code"]: each["overdue_since"] for each in overdue} == {"a": str(FIRST + DAY), "c": str(FIRST)}
    assert (await patrols.coverage())["overdue_checkpoints"] == 2
    assert await patrols.places(unseen_days=2) == ["a", "c"]
    assert await patrols.places(unseen_days=3) == []
    assert await patrols.places(is_overdue=True, territory_code=OTHER) == []
    patrols.now = noon(FIRST + 3 * DAY)
    assert await patrols.places(unseen_days=3) == ["a", "c"]


async def test_what_is_told_late_moves_no_place_back(patrols: Patrols) -> None:
    await patrols.planned()
    first = await patrols.task()
    patrols.now = noon(FIRST + DAY, 7)  # within the grace
    await patrols.passed(noon(FIRST + DAY, 7))
    patrols.now = noon(FIRST + DAY, 8)
    second = (await patrols.tasks())[-1]
    patrols.now = noon(FIRST + DAY, 8)

    await patrols.visit(second, "a")
    patrols.now = noon(FIRST + DAY, 8)
    await patrols.visit(first, "a", at=noon(FIRST).isoformat())

    places = (await patrols.as_().get(f"{COVERAGE}/places")).json()["items"]
    assert {each["code"]: each["last_seen_on"] for each in places} == {"a": str(FIRST + DAY), "b": None}


async def test_counters_that_were_tampered_with_are_named(patrols: Patrols) -> None:
    await patrols.planned()
    async with patrols.grid.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE patrol_counters SET points_visited = 1"))

    assert not await patrols.is_proved()


async def step(patrols: Patrols, drawn: random.Random) -> int:
    """One thing that somebody does, good or bad, or half a day that passes; its status."""
    tasks = await patrols.tasks()
    task = drawn.choice(tasks[-6:]) if tasks else None
    choice = drawn.random()
    if task is None or choice < 0.06:
        place = drawn.choice((COMMUNITY, REGIMENT))
        points = [point(code) for code in drawn.sample("abcd", drawn.randint(0, 3))]
        await patrols.planned(
            starts_on=str(patrols.now.date()), territory_code=place, checkpoints=points, opens="00:00", closes="00:00"
        )
        return 201
    if choice < 0.26:
        await patrols.passed(patrols.now + DAY / 2)
        return 200
    if choice < 0.75:
        result: dict[str, Any] = drawn.choice((
            {"result": "fine"}, {"result": "finding", "findings": [BLOCKED] * drawn.randint(1, 2)},
            {"result": "not_reachable", "reason_code": "road_closed"},
        ))  # fmt: skip
        at = drawn.choice((None, noon(FIRST).isoformat(), task["opens_at"]))
        return (await patrols.visit(task, drawn.choice("abcd"), at=at, **result)).status_code
    action = drawn.choice(("starts", "completions", "completions", "cancellations"))
    body = {"reason_code": "severe_weather"} if action == "cancellations" else {"at": task["opens_at"]}
    return (await patrols.act(task, action, **body)).status_code


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_was_done_a_recount_says_the_same(patrols: Patrols, seed: int) -> None:
    drawn = random.Random(seed)

    statuses = [await step(patrols, drawn) for _ in range(140)]

    assert set(statuses) <= {200, 201, 404, 409}
    assert statuses.count(201) > 25
    assert await patrols.is_proved()
    told = await patrols.told()
    assert len({each[0] for each in told}) >= 2
    by_task: dict[str, list[int]] = {}
    for _, subject, sequence in told:
        by_task.setdefault(subject, []).append(sequence)
    assert all(sequences == list(range(1, len(sequences) + 1)) for sequences in by_task.values())
    async with patrols.grid.harness.sessions() as db:
        unlike = await db.execute(text(
            "SELECT c.code, c.overdue_since, min(t.due_on) FROM patrol_checkpoints c LEFT JOIN patrol_tasks t "
            "ON t.plan_id = c.plan_id AND t.status IN ('done', 'missed') AND t.due_on > coalesce(c.last_seen_on, '-infinity') "
            "AND EXISTS (SELECT 1 FROM patrol_task_points p WHERE p.task_id = t.id AND p.code = c.code AND p.state <> 'visited') "
            "GROUP BY c.plan_id, c.code HAVING c.overdue_since IS DISTINCT FROM min(t.due_on)"
        ))  # fmt: skip
        assert unlike.all() == []
