"""What a look for holes found: who may act and verify by which detour, what waits how long, and counting by two at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from evidence_builders import Album, an_album  # noqa: F401 - the fixture
from file_builders import JPEG
from grid_builders import ASSIGN, COMMUNITY, REGIMENT, REPORT, RESULT, REVIEW_ON, Grid
from sqlalchemy import text
from test_fieldwork import changes, did, kind, send
from urban_builders import LAMP_CLASS

from chassis import clock
from svc_grid.cases.sweeping import sweep_once
from svc_grid.figures import folding

BEYOND, LATER = {"reason_code": "beyond_means"}, {"hours": 8, "reason_code": "waits_for_parts"}
REST = {"review_on": REVIEW_ON, "reason_code": "waits_for_budget"}


def why(answer: httpx.Response) -> str:
    return str(answer.json()["type"].rpartition(":")[2])


async def test_two_who_fold_at_once_count_a_step_once(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    await grid.brought_to("closed")
    slow = folding._FOLD.replace("AS ours)", "AS ours FROM pg_sleep(1.0))")  # its snapshot is older than its lock
    database = grid.harness.app.state.chassis.database

    async def fold_slowly() -> None:
        async with database.unit_of_work() as db:
            await db.execute(text(slow), {"most": folding.BATCH})

    folding_slowly = asyncio.create_task(fold_slowly())
    await asyncio.sleep(0.3)
    async with database.unit_of_work() as db:
        await folding.fold_once(db)
    await folding_slowly

    today = clock.local_day(clock.system_now())
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    assert (await grid.admin.get("/v1/grid/case-figures/recount", params=span)).json()["is_equal"]


async def test_what_a_telephone_or_a_timer_has_done_is_looked_at_again_in_time(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    await send(grid.lead, did("case.start", timedelta(0), case["id"]))
    await grid.act(case, "extensions", LATER)
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE cases SET stage_due_at = now() - interval '1 h', wake_at = now() - interval '1 h'"))
        await db.execute(text("UPDATE cases SET extension_decide_by = now() + interval '1 s'"))
    database = grid.harness.app.state.chassis.database

    async with database.unit_of_work() as db:
        await sweep_once(db)
        with clock.declared(clock.system_now() + timedelta(minutes=1)):
            await sweep_once(db)

    assert (await grid.facts_of(case))[-2:] == ["overdue", "extension_refused"]
    assert not any(each.replay for each in await grid.harness.events())


async def test_who_asked_decides_on_neither_of_two_requests(grid: Grid) -> None:
    case = await grid.brought_to("handling")
    first = grid.harness.as_("unit", "grid_desk", subject="d1", unit_code="84-03")
    await grid.act(case, "extensions", LATER, client=first)
    await grid.act(case, "shelvings", REST, client=grid.lead)

    own = await grid.act(case, "extension-decisions", {"granted": True}, client=first)
    await grid.act(case, "extension-decisions", {"granted": False}, client=grid.desk)
    other = await grid.act(case, "shelving-decisions", {"granted": True}, client=first)

    assert (own.status_code, why(own), other.status_code) == (409, "asker-may-not-decide", 201)


async def test_a_desk_below_does_not_act_on_what_is_held_above(grid: Grid) -> None:
    case = await grid.brought_to("escalated")
    above = grid.harness.as_("grid_desk", territory_code=REGIMENT, subject="above")
    below = grid.harness.as_("grid_desk", territory_code=COMMUNITY, subject="below")
    await grid.act(case, "assignments", {"unit_code": "84"}, client=above)

    steps: list[tuple[str, dict[str, Any]]] = [("handlings", {}), ("extensions", LATER), ("escalations", BEYOND), RESULT]
    refused = [await grid.act(case, *step, client=below) for step in steps]
    for step in (("handlings", {}), RESULT):
        await grid.act(case, *step, client=above)
    refused.append(await grid.act(case, "verifications", {"passed": True}, client=below))

    assert [(answer.status_code, why(answer)) for answer in refused] == [(403, "not-your-level")] * 5


async def test_an_account_of_no_unit_handles_only_what_it_was_given(grid: Grid) -> None:
    case = await grid.brought_to("handling")

    answer = await grid.act(case, *RESULT, client=grid.harness.as_("grid_lead", subject="nobody"))

    assert (answer.status_code, why(answer)) == (403, "not-your-case")


async def test_whoever_worked_on_it_does_not_verify_it_nor_a_colleague(grid: Grid) -> None:
    reporter = grid.harness.as_("grid_lead", subject="a07", unit_code="dept-07")
    case = (await reporter.post("/v1/cases", json=REPORT)).json()
    await grid.act(case, "registrations", {})
    await grid.act(case, "assignments", {"unit_code": "84-03", "assignee": "a07"})
    await grid.act(case, "handlings", {}, client=reporter)
    await grid.act(case, "hand-overs", {"assignee": "lead-84-03"}, client=reporter)
    assert (await grid.act(case, *RESULT, client=grid.lead)).status_code == 201
    colleague = grid.harness.as_("inspector", subject="b07", unit_code="dept-07")

    refused = [await grid.act(case, "verifications", {"passed": True}, client=client) for client in (reporter, colleague)]

    assert [(answer.status_code, why(answer)) for answer in refused] == [(409, "handler-may-not-verify")] * 2
    assert (await grid.act(case, "verifications", {"passed": True}, client=grid.inspector)).status_code == 201


async def test_more_time_asked_for_off_line_waits_for_its_decision(grid: Grid) -> None:
    long_ago = clock.system_now() - timedelta(days=3)
    case = (await grid.at(long_ago).post("/v1/cases", json=REPORT | {"class_code": "community.dispute"})).json()
    for step in (("registrations", {}), ASSIGN):
        await grid.act(case, *step, client=grid.at(long_ago))

    (result,) = await send(grid.lead, did("case.extension", timedelta(days=2, hours=23), case["id"], **LATER))
    granted = await grid.act(case, "extension-decisions", {"granted": True}, client=grid.desk)

    assert (result["outcome"], granted.status_code) == ("accepted", 201)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
async def test_an_impossible_time_spoils_no_other_action(grid: Grid, at: str) -> None:
    good = did("case.report", timedelta(minutes=1), **REPORT)
    skewed = clock.system_now() - timedelta(seconds=5)

    results = await send(grid.lead, did("case.report", timedelta(0), **REPORT) | {"at": at}, good, sent_at=skewed)

    assert [each["outcome"] for each in results] == ["refused", "accepted"]


async def test_a_version_that_is_yet_to_come_is_refused(grid: Grid) -> None:
    case = await grid.brought_to("assigned")

    (result,) = await send(grid.lead, did("case.start", timedelta(0), case["id"], 99))

    assert (result["outcome"], kind(result)) == ("refused", "version-ahead")


async def test_a_unit_is_told_what_left_it(grid: Grid) -> None:
    case = await grid.brought_to("registered")
    await grid.act(case, "assignments", {"unit_code": "dept-07"})
    unit = grid.harness.as_("unit", subject="c7", unit_code="dept-07")
    begun = await changes(unit)

    await grid.act(case, "returns", {"reason_code": "not_our_remit"})
    await grid.act(case, "assignments", {"unit_code": "84-03"})
    told = await changes(unit, begun["cursor"])

    assert [each["id"] for each in begun["cases"]] == [case["id"]]
    assert (told["cases"], told["gone"]) == ([], [case["id"]])


async def test_a_unit_that_gave_it_back_has_it_no_more(grid: Grid) -> None:
    case = await grid.brought_to("registered")
    await grid.act(case, "assignments", {"unit_code": "dept-07"})
    unit = grid.harness.as_("unit", subject="c7", unit_code="dept-07")
    await grid.act(case, "returns", {"reason_code": "not_our_remit"}, client=unit)

    upwards = await grid.act(case, "escalations", BEYOND, client=unit)
    again = (await grid.act(case, "assignments", {})).json()

    assert (upwards.status_code, why(upwards)) == (403, "not-your-case")
    assert (again["unit_code"], again["is_territorial"]) == ("84-03", True)


async def test_what_was_handled_on_the_spot_and_sent_back_wants_a_new_photograph(album: Album) -> None:
    report = REPORT | {"class_code": LAMP_CLASS, "self_handled": {"result": "已复位"}}
    case = (await album.grid.lead.post("/v1/cases", json=report)).json()
    await album.kept(case, moment="before")
    await album.kept(case, JPEG + b"1", moment="after")
    await album.grid.act(case, "verifications", {"passed": False, "reason_code": "not_done"}, client=album.grid.inspector)

    stale = await album.grid.act(case, *RESULT, client=album.grid.lead)
    await album.kept(case, JPEG + b"2", moment="after")
    finished = await album.grid.act(case, *RESULT, client=album.grid.lead)
    passed = await album.grid.act(case, "verifications", {"passed": True}, client=album.grid.inspector)

    assert (stale.status_code, why(stale)) == (409, "photos-missing")
    assert (finished.status_code, passed.status_code) == (201, 201)


@pytest.mark.parametrize("q", [{"reported_from": "9999-12-31T23:59:59Z"}, {"reported_to": "0001-01-01T00:00:00+14:00"}])
async def test_a_search_outside_of_all_time_finds_nothing(grid: Grid, q: dict[str, str]) -> None:
    await grid.brought_to("reported")

    answer = await grid.desk.get("/v1/cases", params={"q": "垃圾"} | q)

    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_who_has_a_case_beyond_the_own_territory_sees_it_and_works_on_it(grid: Grid) -> None:
    case = await grid.brought_to("registered")
    await grid.act(case, "assignments", {"unit_code": "84-03", "assignee": "lead-85"})
    officer = grid.harness.as_("grid_lead", subject="lead-85", territory_code="659007/85")

    assert (await officer.get(f"/v1/cases/{case['id']}")).status_code == 200
    assert (await grid.act(case, "handlings", {}, client=officer)).status_code == 201


async def test_a_rest_is_not_granted_until_a_day_that_is_over(grid: Grid) -> None:
    monday = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
    case = (await grid.at(monday).post("/v1/cases", json=REPORT)).json()
    for step in (("registrations", {}), ASSIGN, ("shelvings", REST | {"review_on": "2025-03-11"})):
        assert (await grid.act(case, *step, client=grid.at(monday))).status_code == 201

    answer = await grid.act(case, "shelving-decisions", {"granted": True}, client=grid.at(monday + timedelta(days=1)))

    assert (answer.status_code, why(answer)) == (422, "review-date-wrong")


async def test_referring_upwards_counts_for_the_unit_that_did_so_and_a_filter_holds_for_the_parts_too(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    await grid.act(case, "escalations", BEYOND)
    span = {"from": "2020-01-01", "to": "2100-01-01"}

    by_unit = (await grid.desk.get("/v1/grid/case-figures", params=span | {"by": "unit"})).json()["groups"]
    of_one = (await grid.desk.get("/v1/grid/case-figures", params=span | {"by": "unit", "unit_code": "84-03"})).json()
    crossed = await grid.desk.get("/v1/grid/case-figures", params=span | {"by": "class", "unit_code": "84-03"})

    assert {each["key"]: each["counts"]["escalated"] for each in by_unit} == {"84-03": 1}
    assert [each["key"] for each in of_one["groups"]] == ["84-03"]
    assert crossed.status_code == 422


async def test_an_extended_deadline_that_passes_too_is_marked_too(grid: Grid) -> None:
    monday = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
    case = (await grid.at(monday).post("/v1/cases", json=REPORT)).json()
    for step in (("registrations", {}), ASSIGN):
        await grid.act(case, *step, client=grid.at(monday))
    assigned = (await grid.at(monday).get(f"/v1/cases/{case['id']}")).json()
    due_at = datetime.fromisoformat(assigned["stage_due_at"])
    await grid.act(case, "extensions", LATER, client=grid.at(due_at - timedelta(minutes=5)))
    await grid.act(case, "extension-decisions", {"granted": True}, client=grid.at(due_at + timedelta(minutes=5)))

    await grid.act(case, "handlings", {}, client=grid.at(due_at + timedelta(days=9)))

    assert (await grid.facts_of(case)).count("overdue") == 2


async def test_a_verified_case_that_nobody_closes_is_closed_by_itself(grid: Grid) -> None:
    monday = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
    case = (await grid.at(monday).post("/v1/cases", json=REPORT)).json()
    steps = [("registrations", {}), ASSIGN, ("handlings", {}), RESULT, ("verifications", {"passed": True})]
    for step in steps:
        assert (await grid.act(case, *step, client=grid.at(monday))).status_code == 201
    database = grid.harness.app.state.chassis.database

    async with database.unit_of_work() as db:
        with clock.declared(clock.system_now() + timedelta(hours=7)):  # a replay's cases are left alone for a while
            await sweep_once(db)

    closed = (await grid.desk.get(f"/v1/cases/{case['id']}")).json()
    assert (closed["status"], closed["closed_at"]) == ("closed", "2025-03-11T12:00:00Z")
