"""What a telephone did off line is done once, in order, at the time it was done; what is not done says why."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from grid_builders import COMMUNITY, OTHER, REPORT, Grid

from chassis import clock
from chassis.ids import uuid7

HOUR = timedelta(hours=1)
RESULT = {"result": "已清运", "evidence": ["photo-1"]}


def did(action: str, ago: timedelta, target: str | None = None, version: int | None = None, **body: Any) -> dict[str, Any]:
    at = (clock.system_now() - ago).isoformat()
    return {"id": str(uuid7()), "at": at, "action": action, "target": target, "version": version, "body": body}


async def send(client: httpx.AsyncClient, *actions: dict[str, Any], sent_at: datetime | None = None) -> list[dict[str, Any]]:
    body = {"sent_at": (sent_at or clock.system_now()).isoformat(), "actions": actions}
    answer = await client.post("/v1/field-syncs", json=body)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["results"])


def kind(result: dict[str, Any]) -> str | None:
    return result["problem"] and result["problem"]["type"].rpartition(":")[2]


async def steps(grid: Grid, case: str) -> list[dict[str, Any]]:
    return list((await grid.desk.get(f"/v1/cases/{case}/history")).json()["items"])


async def test_work_done_off_line_is_done_in_order_at_the_time_it_was_done(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    start = did("case.start", timedelta(0), case["id"], case["version"])
    finish = did("case.finish", timedelta(0), case["id"], case["version"], **RESULT)

    results = await send(grid.lead, start, finish)

    assert [(each["outcome"], each["version"]) for each in results] == [("accepted", 4), ("accepted", 5)]
    assert [step["action"] for step in await steps(grid, case["id"])][-2:] == ["start_handling", "finish"]


async def test_the_time_of_a_report_is_that_of_then(grid: Grid) -> None:
    report = did("case.report", 3 * HOUR, **REPORT)

    (result,) = await send(grid.lead, report)

    case = (await grid.desk.get(f"/v1/cases/{result['target']}")).json()
    assert datetime.fromisoformat(case["reported_at"]) - datetime.fromisoformat(report["at"]) < timedelta(seconds=5)


async def test_a_telephone_s_wrong_clock_is_put_right(grid: Grid) -> None:
    report = did("case.report", 5 * HOUR, **REPORT)

    (result,) = await send(grid.lead, report, sent_at=clock.system_now() - 4 * HOUR)

    happened = clock.system_now() - datetime.fromisoformat(result["happened_at"])
    assert abs(happened - HOUR) < timedelta(seconds=10)


async def test_what_is_sent_again_is_done_once_and_answered_as_before(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    batch = (did("case.report", HOUR, **REPORT), did("case.start", timedelta(0), case["id"], case["version"]))

    first = await send(grid.lead, *batch)
    again = await send(grid.lead, *batch)

    assert [(each["outcome"], each["target"], each["version"]) for each in again] == [
        (each["outcome"], each["target"], each["version"]) for each in first
    ]
    assert [each["is_repeated"] for each in (*first, *again)] == [False, False, True, True]
    assert len((await grid.desk.get("/v1/cases")).json()["items"]) == 2
    assert len(await steps(grid, case["id"])) == 4


async def test_the_same_batch_sent_twice_at_once_is_done_once(grid: Grid) -> None:
    report = did("case.report", HOUR, **REPORT)

    both = await asyncio.gather(send(grid.lead, report), send(grid.lead, report))

    assert both[0][0]["target"] == both[1][0]["target"]
    assert len((await grid.desk.get("/v1/cases")).json()["items"]) == 1


async def test_another_content_under_the_same_id_is_refused(grid: Grid) -> None:
    report = did("case.report", HOUR, **REPORT)
    await send(grid.lead, report)

    (result,) = await send(grid.lead, report | {"body": REPORT | {"title": "另一件事"}})

    assert (result["outcome"], kind(result)) == ("refused", "action-id-reused")


async def test_a_later_action_builds_on_a_report_of_the_same_batch(grid: Grid) -> None:
    report = did("case.report", 2 * HOUR, **REPORT)
    verify = did("case.verify", HOUR, report["id"], passed=True)
    faulty = did("case.report", 2 * HOUR, **(REPORT | {"class_code": "no.such"}))
    lost = did("case.start", HOUR, faulty["id"])

    results = await send(grid.lead, report, verify, faulty, lost)

    assert [(each["outcome"], kind(each)) for each in results] == [
        ("accepted", None), ("conflict", "action-not-possible"), ("refused", "class-unknown"), ("refused", "target-unknown"),
    ]  # fmt: skip
    assert results[1]["problem"]["possible"]


async def test_what_others_did_meanwhile_is_a_conflict_that_says_what(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    seen = case["version"]
    await grid.act(case, "returns", {"reason_code": "not_our_remit"})
    again = (await grid.act(case, "assignments", {"unit_code": "84-03", "assignee": "lead-84-03"})).json()

    stale, unseen = await send(
        grid.lead,
        did("case.start", timedelta(0), case["id"], seen),
        did("case.start", timedelta(0), case["id"], again["version"]),
    )

    assert (stale["outcome"], kind(stale)) == ("conflict", "acted-meanwhile")
    assert stale["problem"]["actions"] == ["return", "assign"]
    assert unseen["outcome"] == "accepted"


async def test_what_leaves_the_work_alone_is_no_conflict(grid: Grid) -> None:
    case = await grid.brought_to("handling")
    await grid.act(case, "extensions", {"hours": 8, "reason_code": "waits_for_parts"})
    await grid.act(case, "extension-decisions", {"granted": True})

    (result,) = await send(grid.lead, did("case.finish", timedelta(0), case["id"], case["version"], **RESULT))

    assert result["outcome"] == "accepted"


async def test_one_s_own_steps_are_no_conflict_in_another_batch_either(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    seen = case["version"]
    await send(grid.lead, did("case.start", timedelta(0), case["id"], seen))

    (result,) = await send(grid.lead, did("case.finish", timedelta(0), case["id"], seen, **RESULT))

    assert result["outcome"] == "accepted"


async def test_one_that_is_refused_leaves_nothing_and_keeps_no_other_back(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    before = len(await grid.harness.events())

    results = await send(
        grid.lead,
        did("case.finish", timedelta(0), case["id"], case["version"], **RESULT),
        did("case.return", timedelta(0), case["id"], case["version"], surprise=1),
        did("case.start", timedelta(0), case["id"], case["version"]),
    )

    assert [(each["outcome"], kind(each)) for each in results] == [
        ("conflict", "action-not-possible"), ("refused", "body-wrong"), ("accepted", None),
    ]  # fmt: skip
    assert results[1]["problem"]["errors"]
    assert len(await grid.harness.events()) == before + 1


@pytest.mark.parametrize("ago", [timedelta(days=15), -HOUR])
async def test_what_is_too_old_or_lies_ahead_is_refused(grid: Grid, ago: timedelta) -> None:
    (result,) = await send(grid.lead, did("case.report", ago, **REPORT))

    assert (result["outcome"], kind(result)) == ("refused", "time-wrong")
    assert (await grid.desk.get("/v1/cases")).json()["items"] == []


async def test_the_roles_and_the_bounds_are_those_of_the_paths(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    inspector, elsewhere = grid.inspector, grid.harness.as_("grid_lead", subject="lead-85", unit_code="85", territory_code=OTHER)

    (by_inspector,) = await send(inspector, did("case.start", timedelta(0), case["id"]))
    (by_stranger,) = await send(elsewhere, did("case.start", timedelta(0), case["id"], 1))
    (report,) = await send(elsewhere, did("case.report", timedelta(0), **(REPORT | {"territory_code": COMMUNITY})))

    assert (by_inspector["outcome"], kind(by_inspector)) == ("refused", "forbidden")
    assert (by_stranger["outcome"], kind(by_stranger)) == ("conflict", "case-unknown")
    assert "actions" not in by_stranger["problem"]  # nor is anything told of it
    assert (report["outcome"], kind(report)) == ("refused", "place-unknown")
    assert (
        await grid.harness.as_().post("/v1/field-syncs", json={"sent_at": "2025-01-01T00:00:00Z", "actions": []})
    ).status_code == 401


async def test_work_done_in_time_is_not_late_because_the_line_was(grid: Grid) -> None:
    long_ago = clock.system_now() - timedelta(days=10)
    case = (await grid.at(long_ago).post("/v1/cases", json=REPORT)).json()
    for action, body in (("registrations", {}), ("assignments", {"unit_code": "84-03"}), ("handlings", {})):
        case = (await grid.act(case, action, body, client=grid.at(long_ago))).json()
    in_time = datetime.fromisoformat(case["stage_due_at"]) - HOUR
    finish = did("case.finish", timedelta(0), case["id"], case["version"], **RESULT) | {"at": in_time.isoformat()}

    (result,) = await send(grid.lead, finish)

    after = (await grid.desk.get(f"/v1/cases/{case['id']}")).json()
    assert (result["outcome"], after["is_overdue"]) == ("accepted", False)
    assert abs(datetime.fromisoformat(after["handled_at"]) - in_time) < timedelta(seconds=5)


async def changes(client: httpx.AsyncClient, cursor: str | None = None, limit: int = 100) -> dict[str, Any]:
    params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
    answer = await client.get("/v1/field-syncs/changes", params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_delta_tells_what_changed_and_what_left(grid: Grid) -> None:
    first, second = await grid.brought_to("assigned"), await grid.brought_to("assigned")
    await grid.brought_to("reported")
    lead = grid.harness.as_("grid_lead", subject="lead-84-03")
    begun = await changes(lead)

    await grid.act(first, "handlings", {})
    await grid.act(second, "hand-overs", {"assignee": "lead-other"})
    told = await changes(lead, begun["cursor"])
    quiet = await changes(lead, told["cursor"])

    assert {case["id"] for case in begun["cases"]} == {first["id"], second["id"]}
    assert [(case["id"], case["status"]) for case in told["cases"]] == [(first["id"], "handling")]
    assert told["gone"] == [second["id"]]
    assert (quiet["cases"], quiet["gone"]) == ([], [])


@pytest.mark.parametrize("limit", [1, 2])
async def test_a_download_in_pages_misses_nothing_though_work_goes_on(grid: Grid, limit: int) -> None:
    cases = [await grid.brought_to("assigned") for _ in range(4)]
    lead = grid.harness.as_("grid_lead", subject="lead-84-03")
    seen: dict[str, int] = {}
    page = await changes(lead, limit=limit)

    for at in range(40):
        for case in page["cases"]:
            seen[case["id"]] = max(seen.get(case["id"], 0), case["version"])
        if at < 4:
            await grid.act(cases[at], "handlings", {})
        elif not page["has_more"]:
            break
        page = await changes(lead, page["cursor"], limit)

    assert seen == {case["id"]: case["version"] + 1 for case in cases}


@pytest.mark.parametrize("cursor", ["x", "c1", "c1-1-zz", "c99999999999999-1-" + "0" * 32, "c1-1-" + "0" * 31])
async def test_a_cursor_that_was_not_given_here_is_refused(grid: Grid, cursor: str) -> None:
    answer = await grid.lead.get("/v1/field-syncs/changes", params={"cursor": cursor})

    assert answer.status_code == 422


async def test_a_delta_costs_as_many_statements_however_much_changed(grid: Grid) -> None:
    cursor = (await changes(grid.lead))["cursor"]
    for _ in range(3):
        await grid.brought_to("assigned")

    async with grid.harness.counting_statements() as statements:
        assert len((await changes(grid.lead, cursor))["cases"]) == 3

    assert len(statements) == 6  # the horizon, cases, leavings; patrols; the catalogue's version and its classes
