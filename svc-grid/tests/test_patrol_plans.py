"""Patrol plans: their tasks are made once each, whatever happened; changed, retired, and filled with checkpoints."""

import asyncio
import json
from typing import Any

import pytest
from grid_builders import OTHER, REGIMENT, Grid
from patrol_builders import DAY, FIRST, PLAN, PLANS, TASKS, TODAY, Patrols, noon, point
from sqlalchemy import text

from chassis import clock
from svc_grid.patrols import passing

CSV = {"content-type": "text/csv"}
NO_CLASS = {"code": "x", "name": "y", "class_code": "no.such"}


@pytest.fixture
def patrols(grid: Grid) -> Patrols:
    return Patrols(grid)


async def changed(patrols: Patrols, plan: dict[str, Any], **changes: Any) -> Any:
    return await patrols.as_("grid_desk").patch(f"{PLANS}/{plan['id']}", json={"reason": "调整"} | changes)


async def imported(patrols: Patrols, plan: dict[str, Any], **body: Any) -> Any:
    return await patrols.as_("grid_desk").post(f"{PLANS}/{plan['id']}/checkpoint-imports", json={"reason": "补充"} | body)


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [each["pointer"] for each in answer.json()["errors"]]


async def test_each_due_day_has_one_task_after_downtime_too(patrols: Patrols) -> None:
    plan = await patrols.planned(rhythm="every_n_days", every_days=3)

    await patrols.passed(noon(FIRST + 100 * DAY))
    await patrols.passed(noon(FIRST + 101 * DAY))
    await patrols.passed(noon(FIRST + 102 * DAY))

    tasks = await patrols.tasks(plan_id=plan["id"])
    assert [each["due_on"] for each in tasks] == [str(FIRST + at * DAY) for at in range(0, 103, 3)]
    assert {each["status"] for each in tasks[:-1]} == {"missed"}
    assert tasks[-1]["status"] == "planned"
    assert await patrols.is_proved()


async def test_two_workers_at_once_make_and_miss_each_task_once(patrols: Patrols) -> None:
    for _ in range(4):
        await patrols.planned()
    patrols.now = noon(FIRST + 20 * DAY)

    await asyncio.gather(*(patrols.worked() for _ in range(4)))
    await patrols.worked()

    tasks = await patrols.tasks()
    assert len({(each["plan_id"], each["due_on"]) for each in tasks}) == len(tasks) == 4 * 21
    told = await patrols.told()
    assert len(told) == len(set(told)) == 4 * 20
    assert (await patrols.coverage())["tasks_missed"] == 80
    assert await patrols.is_proved()


async def test_the_service_s_own_worker_makes_what_is_due_today(patrols: Patrols) -> None:
    patrols.now = clock.system_now()
    plan = await patrols.planned(starts_on=str(TODAY - 40 * DAY), rhythm="daily", opens="00:00", closes="00:00")

    for _ in range(150):
        if len(await patrols.tasks(plan_id=plan["id"], status="missed")) >= 39:
            break
        await asyncio.sleep(0.2)

    assert len(await patrols.tasks(plan_id=plan["id"])) in (41, 42)  # midnight may pass meanwhile


async def test_a_plan_without_checkpoints_makes_no_tasks(patrols: Patrols) -> None:
    await patrols.planned(checkpoints=[])
    await patrols.passed(noon(FIRST + 3 * DAY))

    assert await patrols.tasks() == []


async def test_days_off_are_left_out_by_the_official_calendar(patrols: Patrols) -> None:
    plan = await patrols.planned(only_working_days=True)
    await patrols.passed(noon(FIRST + 13 * DAY))

    due = (
        await patrols.as_().get(f"{PLANS}/{plan['id']}/due-days", params={"from": str(FIRST), "to": str(FIRST + 14 * DAY)})
    ).json()
    tasks = [each["due_on"] for each in await patrols.tasks()]

    assert tasks == due["days"]
    assert 5 <= len(tasks) < 14


@pytest.mark.parametrize(
    ("change", "place"),
    [({"territory_code": "659007/99"}, "/territory_code"), ({"assigned_to": "unit"}, ""), ({"unit_code": "84-03"}, ""),
     ({"assigned_to": "unit", "unit_code": "nobody"}, "/unit_code"), ({"rhythm": "weekly"}, ""), ({"weekdays": [1]}, ""),
     ({"rhythm": "weekly", "weekdays": [8]}, "/weekdays/0"), ({"every_days": 2}, ""), ({"closes": "07:00"}, ""),
     ({"ends_on": str(FIRST - DAY)}, ""), ({"checkpoints": [point("a"), point("a")]}, "/checkpoints/1/code"),
     ({"checkpoints": [point("a", items=[])]}, "/checkpoints/0/items"),
     ({"checkpoints": [point("a", lon=181)]}, "/checkpoints/0/lon"),
     ({"checkpoints": [point("a", items=[NO_CLASS])]}, "/checkpoints/0/items/0/class_code"),
     ({"starts_on": str(TODAY - 500 * DAY)}, "/starts_on"), ({"opens": "08:00+08:00"}, ""), ({"person": "x"}, "/person")],
)  # fmt: skip
async def test_a_faulty_plan_is_named_and_not_kept(patrols: Patrols, change: dict[str, Any], place: str) -> None:
    answer = await patrols.as_("grid_desk").post(PLANS, json=PLAN | change)

    assert faults(answer) == [place]
    assert (await patrols.as_().get(PLANS)).json()["items"] == []


async def test_a_change_holds_from_tomorrow_and_what_was_due_before_is_made_as_it_was(patrols: Patrols) -> None:
    plan = await patrols.planned()
    patrols.now = noon(FIRST + 2 * DAY)  # the worker slept

    answer = await changed(patrols, plan, rhythm="every_n_days", every_days=4, assigned_to="unit", unit_code="dept-07")
    await patrols.passed(noon(FIRST + 9 * DAY))

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    tasks = await patrols.tasks()
    assert [(each["due_on"], each["plan_version"], each["unit_code"]) for each in tasks] == [
        *((str(FIRST + at * DAY), 1, "84-03") for at in range(3)), *((str(FIRST + at * DAY), 2, "dept-07") for at in (4, 8)),
    ]  # fmt: skip
    versions = (await patrols.as_().get(f"{PLANS}/{plan['id']}/versions")).json()["items"]
    assert [(each["change"], each["entry"]["rhythm"]) for each in versions] == [("create", "daily"), ("change", "every_n_days")]
    assert [each["code"] for each in versions[0]["entry"]["checkpoints"]] == ["a", "b"]


async def test_a_faulty_or_stale_or_empty_change_changes_nothing(patrols: Patrols) -> None:
    plan = await patrols.planned()
    desk = patrols.as_("grid_desk")

    answers = [
        await changed(patrols, plan, rhythm="weekly"), await changed(patrols, plan, territory_code="659007/99"),
        await changed(patrols, plan, name=None), await changed(patrols, plan, ends_on=str(FIRST - DAY)),
        await desk.patch(f"{PLANS}/{plan['id']}", json={"reason": "x", "name": "y"}, headers={"if-match": '"4"'}),
        await changed(patrols, plan, name=plan["name"]),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [422, 422, 422, 422, 412, 200]
    assert (await desk.get(f"{PLANS}/{plan['id']}")).json() == plan


async def test_two_changes_at_once_of_one_version_are_one(patrols: Patrols) -> None:
    plan = await patrols.planned()
    desk = patrols.as_("grid_desk")

    bodies = [{"reason": "x", "name": f"计划{at}"} for at in range(3)]
    answers = await asyncio.gather(
        *(desk.patch(f"{PLANS}/{plan['id']}", json=each, headers={"if-match": '"1"'}) for each in bodies)
    )

    assert sorted(each.status_code for each in answers) == [200, 412, 412]


async def test_a_retired_plan_makes_no_more_and_calls_off_what_waits(patrols: Patrols) -> None:
    plan = await patrols.planned()
    await patrols.passed(noon(FIRST + 5 * DAY))
    desk = patrols.as_("grid_desk")

    gone = await desk.post(f"{PLANS}/{plan['id']}/retirements", json={"reason": "合并"})
    again = await desk.post(f"{PLANS}/{plan['id']}/retirements", json={"reason": "合并"})
    await patrols.passed(noon(FIRST + 9 * DAY))

    assert (gone.status_code, gone.json()["status"], again.status_code) == (201, "retired", 409)
    assert [(each["status"], each["reason_code"]) for each in await patrols.tasks()][-1] == ("cancelled", "plan_retired")
    assert len(await patrols.tasks()) == 6
    assert (await changed(patrols, plan, name="x")).status_code == 409
    assert (await imported(patrols, plan, rows=[point("c")])).status_code == 409
    assert await patrols.places() == []
    assert await patrols.is_proved()


async def test_checkpoints_come_in_as_rows_and_count_from_tomorrow(patrols: Patrols) -> None:
    plan = await patrols.planned()
    rows = [point("a"), point("b", name="新名"), point("c", crs="GCJ-02")]

    dry = await imported(patrols, plan, rows=rows, is_dry_run=True)
    made = await imported(patrols, plan, rows=rows)
    again = await imported(patrols, plan, rows=rows)
    await patrols.passed(noon(FIRST + DAY))

    assert dry.json() == {"created": 1, "changed": 1, "unchanged": 1, "is_dry_run": True, "plan_version": 1}
    assert (made.json()["created"], made.json()["plan_version"]) == (1, 2)
    assert (again.json()["unchanged"], again.json()["plan_version"]) == (3, 2)
    assert [each["points_planned"] for each in await patrols.tasks()] == [2, 3]
    points = (await patrols.as_().get(f"{PLANS}/{plan['id']}/checkpoints")).json()["items"]
    assert [each["name"] for each in points][1:] == ["新名", "巡查点c"]
    assert points[0]["lon"] == 82.07
    assert 0 < abs(points[2]["lon"] - 82.07) < 0.01
    assert await patrols.is_proved()


async def test_checkpoints_come_in_as_geojson_and_as_csv(patrols: Patrols) -> None:
    plan = await patrols.planned()
    feature = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [82.1, 44.9]},
        "properties": {"code": "g", "name": "桥", "items": point("x")["items"], "fid": 3},
    }  # fmt: skip
    items = "exit=畅通=community.safety_hazard;w=清运=community.environment"
    sheet = f"code,name,lon,lat,crs,component_code,items\nk,井,82.2,44.7,,lamp-1,{items}\n"

    geojson = await imported(patrols, plan, geojson={"type": "FeatureCollection", "features": [feature]})
    path = f"{PLANS}/{plan['id']}/checkpoint-imports/csv?reason=x"
    csv = await patrols.as_("grid_desk").post(path, content=sheet.encode("gb18030"), headers=CSV)

    assert (geojson.json()["created"], csv.json()["created"]) == (1, 1)
    points = {each["code"]: each for each in (await patrols.as_().get(f"{PLANS}/{plan['id']}/checkpoints")).json()["items"]}
    assert (points["g"]["lon"], points["g"]["lat"]) == (82.1, 44.9)
    assert (points["k"]["component_code"], [item["code"] for item in points["k"]["items"]]) == ("lamp-1", ["exit", "w"])


async def test_one_bad_checkpoint_keeps_all_out_and_is_named(patrols: Patrols) -> None:
    plan = await patrols.planned()
    bad = point("c", items=[NO_CLASS])
    features: list[Any] = [
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": []}}, 7,
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [900, "x"]}, "properties": {"code": "g"}},
    ]  # fmt: skip
    path = f"{PLANS}/{plan['id']}/checkpoint-imports/csv?reason=x"
    sheet = "code,name,lon,lat,items\nk,井,82.2,44.7,exit=畅通\nl,井,east,44.7,e=畅通=community.environment\n"

    rows = await imported(patrols, plan, rows=[point("d"), bad, point("d")])
    geojson = await imported(patrols, plan, geojson={"type": "FeatureCollection", "features": features})
    csv = await patrols.as_("grid_desk").post(path, content=sheet.encode(), headers=CSV)

    assert sorted(faults(rows)) == ["/rows/1/items/0/class_code", "/rows/2/code"]
    assert faults(geojson)[:2] == ["/geojson/features/0", "/geojson/features/1"]
    assert {"/geojson/features/2/lon", "/geojson/features/2/lat", "/geojson/features/2/name"} <= set(faults(geojson))
    assert faults(csv) == ["/rows/0", "/rows/1/lon"]
    assert csv.json()["errors"][1]["detail"].startswith("line 3: ")
    assert faults(await imported(patrols, plan, geojson={"type": "Feature"})) == ["/geojson"]
    assert faults(await imported(patrols, plan)) == [""]
    assert faults(await imported(patrols, plan, rows=[point(f"p{at}") for at in range(499)])) == ["/rows"]
    assert len((await patrols.as_().get(f"{PLANS}/{plan['id']}/checkpoints")).json()["items"]) == 2


async def test_a_checkpoint_out_of_use_is_looked_at_no_more_and_begins_anew_when_it_comes_back(patrols: Patrols) -> None:
    plan = await patrols.planned()
    path = f"{PLANS}/{plan['id']}/checkpoint-retirements"

    gone = await patrols.as_("grid_desk").post(path, json={"codes": ["a"], "reason": "拆除"})
    unknown = await patrols.as_("grid_desk").post(path, json={"codes": ["a"], "reason": "拆除"})
    await patrols.passed(noon(FIRST + DAY))
    back = await imported(patrols, plan, rows=[point("a")])
    await patrols.passed(noon(FIRST + 2 * DAY))

    assert (gone.status_code, unknown.status_code, back.json()["changed"]) == (201, 404, 1)
    assert [each["points_planned"] for each in await patrols.tasks()] == [2, 1, 2]


async def test_plans_are_the_desk_s_to_keep_within_its_area(patrols: Patrols) -> None:
    plan = await patrols.planned()
    bound = patrols.as_("grid_desk", territory_code=OTHER)

    assert (await patrols.as_("grid_lead").post(PLANS, json=PLAN)).status_code == 403
    assert (await bound.post(PLANS, json=PLAN)).status_code == 422
    assert (await bound.patch(f"{PLANS}/{plan['id']}", json={"reason": "x", "name": "y"})).status_code == 404
    assert (await changed(patrols, plan, territory_code=REGIMENT)).status_code == 200
    listed = (await patrols.as_("analyst").get(PLANS, params={"territory_code": REGIMENT, "status": "active"})).json()
    assert [each["id"] for each in listed["items"]] == [plan["id"]]
    assert (await patrols.as_("analyst").get(PLANS, params={"unit_code": "84-03"})).json()["items"] == []


async def test_a_worker_that_finds_nothing_does_nothing(patrols: Patrols) -> None:
    await patrols.planned()

    with clock.declared(patrols.now):
        async with patrols.grid.harness.app.state.chassis.database.unit_of_work() as db:
            assert await passing.pass_once(db) == 0
    assert json.dumps(await patrols.told()) == "[]"
    assert len((await patrols.as_().get(TASKS)).json()["items"]) == 1


async def test_one_plan_that_fails_keeps_no_other_waiting(patrols: Patrols) -> None:
    broken = await patrols.planned()
    await patrols.planned(territory_code=OTHER)
    day = text("UPDATE patrol_plans SET every_days = :every, rhythm = :rhythm WHERE id = :id")  # nothing divides by no days
    async with patrols.grid.harness.sessions() as db, db.begin():
        await db.execute(day, {"every": 0, "rhythm": "every_n_days", "id": broken["id"]})
    await patrols.passed(noon(FIRST + DAY))
    fine = await patrols.tasks(territory_code=OTHER)
    async with patrols.grid.harness.sessions() as db, db.begin():
        await db.execute(day, {"every": 1, "rhythm": "daily", "id": broken["id"]})
    await patrols.passed(noon(FIRST + DAY))

    assert (len(fine), len(await patrols.tasks(plan_id=broken["id"]))) == (2, 2)
    assert await patrols.is_proved()


async def test_everything_at_once_waits_in_no_circle(patrols: Patrols) -> None:
    plans = [await patrols.planned(ends_on=str(FIRST + 30 * DAY)) for _ in range(5)]
    patrols.now = noon(FIRST + 3 * DAY)
    desk = patrols.as_("grid_desk")
    due = await patrols.tasks()

    def doings() -> list[Any]:
        retired = (desk.post(f"{PLANS}/{plan['id']}/retirements", json={"reason": "x"}) for plan in plans[:2])
        moved = (changed(patrols, plan, name="新") for plan in plans[2:])
        filled = (imported(patrols, plan, rows=[point("b", name="新"), point("a", name="新")]) for plan in plans)
        seen = (patrols.visit(task, code, at=noon(FIRST).isoformat()) for task in due for code in "ab")
        gone = (patrols.act(task, "cancellations", reason_code="severe_weather") for task in due)
        return [*retired, *moved, *filled, *seen, *gone, patrols.worked(), patrols.worked()]

    answers = await asyncio.gather(*doings())

    assert {each.status_code for each in answers if not isinstance(each, int)} <= {200, 201, 409}
    await patrols.worked()
    assert await patrols.is_proved()
