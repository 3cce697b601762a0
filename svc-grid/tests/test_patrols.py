"""Patrol tasks through HTTP: begun, seen, finished, missed and called off; findings become cases; what is refused."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from grid_builders import COMMUNITY, OTHER, Grid
from patrol_builders import BLOCKED, DAY, FINDINGS, FIRST, PLANS, TASKS, Patrols, noon, point

from svc_grid.patrols.lifecycle import MOVES, IllegalMove, move, possible
from svc_grid.patrols.terms import TaskAction, TaskStatus

A, S = TaskAction, TaskStatus
LATE = noon(FIRST + DAY, 9)  # past the window and the time for what was done off-line


@pytest.fixture
def patrols(grid: Grid) -> Patrols:
    return Patrols(grid)


def test_each_status_and_action_leads_where_the_table_says_and_nowhere_else() -> None:
    for status in TaskStatus:
        for action in TaskAction:
            if (status, action) in MOVES:
                assert move(status, action) is MOVES[status, action]
                continue
            with pytest.raises(IllegalMove) as illegal:
                move(status, action)
            assert illegal.value.possible == possible(status)
    assert {status: possible(status) for status in S} == {
        S.PLANNED: [A.START, A.VISIT, A.MISS, A.CANCEL], S.UNDER_WAY: [A.VISIT, A.FINISH, A.MISS, A.CANCEL],
        S.DONE: [], S.MISSED: [], S.CANCELLED: [],
    }  # fmt: skip


async def test_a_patrol_goes_its_whole_way_in_any_order(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()
    lead = patrols.as_("grid_lead", subject="lead-84-03", unit_code="84-03")

    started = await patrols.act(task, "starts", lead)
    again = await patrols.act(task, "starts", lead)
    early = await patrols.act(task, "completions", lead)
    for code in ("b", "a"):
        assert (await patrols.visit(task, code, lead)).status_code == 201
    done = await patrols.act(task, "completions", lead)
    twice = await patrols.act(task, "completions", lead)

    assert (task["unit_code"], task["points_planned"], started.json()["status"]) == ("84-03", 2, "under_way")
    assert started.json() == again.json()
    assert (early.status_code, early.json()["left"]) == (409, ["a", "b"])
    assert (done.json()["status"], done.json()["points_visited"]) == ("done", 2)
    assert (twice.status_code, twice.json()) == (201, done.json())
    assert await patrols.told() == [("task_done", task["id"], 1)]
    history = (await patrols.as_().get(f"{TASKS}/{task['id']}/history")).json()["items"]
    assert [each["action"] for each in history] == ["start", "visit", "visit", "finish"]
    assert {each["actor"] for each in history} == {"lead-84-03"}
    found = await patrols.coverage()
    assert (found["tasks_done"], found["checkpoints_visited"], found["coverage_pct"]) == (1, 2, 100.0)
    assert await patrols.is_proved()


async def test_which_way_somebody_went_is_told_nowhere(patrols: Patrols) -> None:
    """The account answers for the task; neither the history nor a visit nor a list ties it to places."""
    await patrols.planned()
    task = await patrols.task()
    made = (await patrols.visit(task, "b", patrols.as_("grid_lead", subject="lead-84-03"))).json()

    history = (await patrols.as_().get(f"{TASKS}/{task['id']}/history")).json()
    seen = (await patrols.as_().get(f"{TASKS}/{task['id']}/checkpoints")).json()
    by_actor = (await patrols.as_().get(TASKS, params={"actor": "nobody"})).json()

    assert "lead-84-03" not in str(made) + str(seen)
    assert '"b"' not in str(history).replace("'", '"')
    assert len(by_actor["items"]) == 1  # there is no such filter


async def test_a_visit_sent_again_is_the_same_visit(patrols: Patrols) -> None:
    await patrols.planned()
    task, visit_id = await patrols.task(), str(uuid4())
    body: dict[str, Any] = {"visit_id": visit_id, "result": "finding", "findings": [BLOCKED]}

    answers = await asyncio.gather(*(patrols.visit(task, "a", **body) for _ in range(3)))
    other = await patrols.visit(task, "b", **body)
    second = await patrols.visit(task, "a")

    assert {each.status_code for each in answers} == {201}
    assert len({each.text for each in answers}) == 1
    assert [each.json()["type"].rpartition(":")[2] for each in (other, second)] == ["visit-id-reused", "checkpoint-seen"]
    assert len((await patrols.as_().get(FINDINGS)).json()["items"]) == 1
    assert len((await patrols.as_().get("/v1/cases")).json()["items"]) == 1
    await patrols.visit(task, "b")
    await patrols.act(task, "completions")
    assert (await patrols.visit(task, "a", **body)).json() == answers[0].json()
    assert (await patrols.visit(task, "a")).json()["type"].endswith("task-action-not-possible")
    assert await patrols.is_proved()


async def test_two_at_once_on_one_checkpoint_are_one(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()

    answers = await asyncio.gather(*(patrols.visit(task, "a") for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert (await patrols.task())["points_visited"] == 1
    assert await patrols.is_proved()


async def test_a_finding_becomes_a_case_and_each_leads_to_the_other(patrols: Patrols) -> None:
    await patrols.planned(checkpoints=[point("a", component_code="lamp-7"), point("b")])
    task = await patrols.task()

    made = await patrols.found(task, "a")

    (finding,) = made["findings"]
    case = (await patrols.as_().get(f"/v1/cases/{finding['case_id']}")).json()
    assert (case["source"], case["class_code"], case["title"]) == ("patrol", "community.safety_hazard", "通道堵塞")
    assert case["territory_code"] == COMMUNITY
    assert "巡查点a（a）" in case["description"]
    assert (finding["is_new_case"], finding["joined_because"]) == (True, None)
    by_case = (await patrols.as_().get(FINDINGS, params={"case_id": case["id"]})).json()["items"]
    assert [each["id"] for each in by_case] == [finding["id"]]
    assert await patrols.told() == [("finding_reported", task["id"], 1)]


async def test_what_was_found_before_and_is_open_still_makes_no_second_case(patrols: Patrols) -> None:
    await patrols.planned()
    first = await patrols.found(await patrols.task(), "a")
    await patrols.passed(noon(FIRST + DAY))
    _, second_task = await patrols.tasks()
    second = await patrols.found(second_task, "a", BLOCKED, BLOCKED | {"item_code": "waste"})
    case_id = first["findings"][0]["case_id"]
    await patrols.as_().post(f"/v1/cases/{case_id}/voids", json={"reason_code": "test_case"})
    await patrols.passed(noon(FIRST + 2 * DAY))
    third = await patrols.found((await patrols.tasks())[-1], "a")
    elsewhere = await patrols.found((await patrols.tasks())[-1], "b")

    again, other = second["findings"]
    assert (again["case_id"], again["is_new_case"], again["joined_because"]) == (case_id, False, "earlier_finding_open")
    assert (other["is_new_case"], other["case_id"] != case_id) == (True, True)
    assert third["findings"][0]["is_new_case"]
    assert elsewhere["findings"][0]["is_new_case"]
    by_case = (await patrols.as_().get(FINDINGS, params={"case_id": case_id})).json()["items"]
    assert len(by_case) == 2
    assert await patrols.is_proved()


async def test_a_checkpoint_out_of_reach_has_its_reason_and_may_be_seen_after_all(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()
    away = {"result": "not_reachable", "reason_code": "road_closed"}

    first = await patrols.visit(task, "a", **away)
    twice = await patrols.visit(task, "a", **away)
    counted = await patrols.coverage()
    seen = await patrols.visit(task, "a")

    assert [first.status_code, twice.status_code, seen.status_code] == [201, 409, 201]
    assert (counted["checkpoints_not_reachable"], counted["checkpoints_visited"]) == (1, 0)
    assert (await patrols.states(task)) == {"a": "visited", "b": "planned"}
    assert (await patrols.task())["points_not_reachable"] == 0
    assert await patrols.is_proved()


@pytest.mark.parametrize(
    ("change", "status"),
    [({"result": "finding"}, 422), ({"result": "not_reachable"}, 422), ({"reason_code": "road_closed"}, 422),
     ({"findings": [BLOCKED]}, 422), ({"result": "finding", "findings": [BLOCKED | {"item_code": "no"}]}, 422),
     ({"checkpoint_code": "z"}, 404), ({"visit_id": "x"}, 422), ({"at": "2026-01-01T08:00:00"}, 422), ({"lon": 82.0}, 422),
     ({"at": noon(FIRST, 7).isoformat()}, 409), ({"at": noon(FIRST, 13).isoformat()}, 409)],
)  # fmt: skip
async def test_a_faulty_visit_leaves_nothing(patrols: Patrols, change: dict[str, Any], status: int) -> None:
    await patrols.planned()
    task = await patrols.task()

    answer = await patrols.visit(task, "a", **change)

    assert answer.status_code == status, answer.text
    assert await patrols.task() == task
    assert await patrols.told() == []
    assert (await patrols.as_().get("/v1/cases")).json()["items"] == []


async def test_what_was_done_off_line_comes_in_late_but_within_the_grace(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()
    await patrols.passed(noon(FIRST, 23))
    at = {"at": noon(FIRST, 15).isoformat()}

    started = await patrols.act(task, "starts", **at)
    visits = [await patrols.visit(task, code, **at) for code in ("a", "b")]
    done = await patrols.act(task, "completions", at=noon(FIRST, 16).isoformat())
    unstated = await patrols.act((await patrols.tasks())[0], "cancellations", reason_code="severe_weather")

    assert [each.status_code for each in (started, *visits, done, unstated)] == [201, 201, 201, 201, 409]
    await patrols.passed(LATE)
    assert (await patrols.tasks())[0]["status"] == "done"


async def test_a_patrol_that_was_not_made_is_missed_for_good(patrols: Patrols) -> None:
    await patrols.planned(ends_on=FIRST.isoformat())
    task = await patrols.task()
    await patrols.passed(noon(FIRST, 23))
    still = await patrols.task()
    await patrols.passed(LATE)

    missed = await patrols.task()
    late = await patrols.visit(task, "a", at=noon(FIRST).isoformat())

    assert (still["status"], missed["status"], missed["points_visited"]) == ("planned", "missed", 0)
    assert late.status_code == 409
    assert late.json()["possible"] == []
    assert await patrols.told() == [("task_missed", task["id"], 1)]
    found = await patrols.coverage()
    assert (found["tasks_missed"], found["coverage_pct"], found["overdue_checkpoints"]) == (1, 0.0, 2)
    assert await patrols.worked() == 0
    assert await patrols.is_proved()


async def test_one_that_was_seen_through_but_not_finished_is_done_and_one_half_seen_is_missed(patrols: Patrols) -> None:
    await patrols.planned(ends_on=FIRST.isoformat())
    await patrols.planned(ends_on=FIRST.isoformat())
    whole, half = await patrols.tasks()
    for code in ("a", "b"):
        await patrols.visit(whole, code)
    await patrols.visit(half, "a")

    await patrols.passed(LATE)

    assert {each["id"]: each["status"] for each in await patrols.tasks()} == {whole["id"]: "done", half["id"]: "missed"}
    assert sorted(each[0] for each in await patrols.told()) == ["task_done", "task_missed"]
    assert await patrols.places(is_overdue=True) == ["b"]
    assert await patrols.is_proved()


async def test_a_patrol_that_was_called_off_is_planned_no_more(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()
    await patrols.visit(task, "a")

    gone = await patrols.act(task, "cancellations", reason_code="severe_weather", remark="暴雪")

    assert (gone.json()["status"], gone.json()["reason_code"], gone.json()["points_planned"]) == (
        "cancelled",
        "severe_weather",
        1,
    )
    assert await patrols.states(task) == {"a": "visited", "b": "dropped"}
    found = await patrols.coverage()
    assert (found["tasks_cancelled"], found["checkpoints_planned"], found["coverage_pct"]) == (1, 1, 100.0)
    assert (await patrols.act(task, "starts")).status_code == 409
    assert await patrols.is_proved()


async def test_another_area_s_and_another_unit_s_tasks_are_not_touched(patrols: Patrols) -> None:
    plan = await patrols.planned()
    task = await patrols.task()
    elsewhere = patrols.as_("grid_desk", territory_code=OTHER)
    department = patrols.as_("unit", unit_code="dept-07")

    answers = [await patrols.act(task, action, elsewhere) for action in ("starts", "completions")]
    answers += [await elsewhere.get(f"{path}") for path in (
        f"{TASKS}/{task['id']}", f"{TASKS}/{task['id']}/checkpoints", f"{TASKS}/{task['id']}/history", f"{PLANS}/{plan['id']}",
        f"{PLANS}/{plan['id']}/versions", f"{PLANS}/{plan['id']}/checkpoints",
    )]  # fmt: skip

    assert {each.status_code for each in answers} == {404}
    assert (await elsewhere.get(TASKS)).json()["items"] == []
    assert (await patrols.coverage(elsewhere))["tasks_planned"] == 0
    assert (await patrols.act(task, "starts", department)).status_code == 403
    assert (await patrols.visit(task, "a", department)).status_code == 403
    assert (await patrols.act(task, "cancellations", department, reason_code="severe_weather")).status_code == 403
    assert (await patrols.as_("analyst").get(TASKS)).status_code == 200
    assert (await patrols.visit(task, "a", patrols.as_("analyst"))).status_code == 403
    assert (await patrols.grid.harness.as_().get(TASKS)).status_code == 401


async def test_a_stale_start_is_told(patrols: Patrols) -> None:
    await patrols.planned()
    task = await patrols.task()

    stale = await patrols.as_().post(f"{TASKS}/{task['id']}/starts", json={}, headers={"if-match": '"7"'})

    assert stale.status_code == 412


async def test_tasks_are_filtered_and_lists_cost_one_statement(patrols: Patrols) -> None:
    plan = await patrols.planned()
    await patrols.passed(noon(FIRST + 2 * DAY))
    asking = patrols.as_()

    async with patrols.grid.harness.counting_statements() as statements:
        await asking.get(TASKS)
    async with patrols.grid.harness.counting_statements() as of_findings:
        await asking.get(FINDINGS)

    assert (len(statements), len(of_findings)) == (1, 1)
    assert len(await patrols.tasks(plan_id=plan["id"])) == 3
    assert len(await patrols.tasks(status="missed")) == 2
    assert len(await patrols.tasks(unit_code="84-03", territory_code="659007/84")) == 3
    assert len(await patrols.tasks(**{"from": str(FIRST + DAY), "to": str(FIRST + 2 * DAY)})) == 1
    assert await patrols.tasks(territory_code=OTHER) == []
