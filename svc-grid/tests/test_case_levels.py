"""Whose case it is: the levels, the reporter's side, the territory that falls heir to it, and who takes it over."""

from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, REGIMENT, REPORT, RESULT, Grid

from chassis.auth import Principal
from svc_grid.cases.moving import hand_over

BEYOND = {"reason_code": "beyond_means"}
HOUSE = Principal(subject="svc-grid", kind="service")


async def test_a_case_goes_up_level_by_level_and_comes_down_again(grid: Grid) -> None:
    case = await grid.brought_to("registered")

    up = [(await grid.act(case, "escalations", BEYOND)).json() for _ in range(2)]
    top = await grid.act(case, "escalations", BEYOND)
    down = (await grid.act(case, "hand-downs", {})).json()

    assert [(each["status"], each["held_by"], each["unit_code"]) for each in up] == [
        ("escalated", REGIMENT, "84"), ("escalated", CITY, "city"),
    ]  # fmt: skip
    assert (top.status_code, top.json()["type"].rpartition(":")[2]) == (409, "nothing-above")
    assert (down["status"], down["held_by"], down["unit_code"], down["escalated_times"]) == ("registered", REGIMENT, "84", 2)


async def test_the_level_above_decides_on_what_was_referred_to_it(grid: Grid) -> None:
    case = await grid.brought_to("escalated")
    below = grid.harness.as_("grid_desk", territory_code=COMMUNITY)
    above = grid.harness.as_("grid_desk", territory_code=REGIMENT)

    refused = [
        await grid.act(case, *each, client=below) for each in (("assignments", {}), ("escalations", BEYOND), ("hand-downs", {}))
    ]
    taken = await grid.act(case, "assignments", {"unit_code": "84"}, client=above)

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert {answer.json()["type"].rpartition(":")[2] for answer in refused} == {"not-your-level"}
    assert (taken.status_code, taken.json()["status"]) == (201, "assigned")


async def test_what_is_nobody_s_falls_to_the_territory(grid: Grid) -> None:
    case = await grid.brought_to("registered")

    assigned = (await grid.act(case, "assignments", {})).json()

    assert (assigned["unit_code"], assigned["is_territorial"]) == ("84-03", True)


async def test_where_no_unit_answers_for_the_territory_it_is_said(grid: Grid) -> None:
    bare = {"territories": [{"code": "77", "level": "city", "name": "他城"}]}
    (await grid.admin.post("/v1/organisation-imports", json=bare)).raise_for_status()
    case = await grid.brought_to("registered", territory_code="77")

    answer = await grid.act(case, "assignments", {})

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "handler-unknown")


async def a_self_handled_case(grid: Grid) -> dict[str, Any]:
    report = REPORT | {"self_handled": {"result": "已当场清理", "evidence": ["photo-1"]}}
    answer = await grid.lead.post("/v1/cases", json=report)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_what_the_reporter_handled_waits_for_somebody_else_s_check(grid: Grid) -> None:
    case = await a_self_handled_case(grid)

    own = await grid.act(case, "verifications", {"passed": True}, client=grid.lead)
    of_the_unit = grid.harness.as_("inspector", subject="somebody", unit_code="84-03")
    same_unit = await grid.act(case, "verifications", {"passed": True}, client=of_the_unit)
    another = await grid.act(case, "verifications", {"passed": True}, client=grid.inspector)

    assert (case["status"], case["is_self_handled"], case["result"]) == ("handled", True, "已当场清理")
    assert [own.status_code, same_unit.status_code, another.status_code] == [409, 409, 201]
    assert await grid.facts_of(case) == ["reported", "handled", "verified"]


async def test_who_reported_it_may_verify_it_and_another_lead_may_not(grid: Grid) -> None:
    reporter = grid.harness.as_("grid_lead", subject="lead-84-01", unit_code="84-01")
    case = (await reporter.post("/v1/cases", json=REPORT)).json()
    for step in (("registrations", {}), ("assignments", {"unit_code": "84-03"}), ("handlings", {}), RESULT):
        assert (await grid.act(case, *step)).status_code == 201
    stranger = grid.harness.as_("grid_lead", subject="lead-84-02", unit_code="84-02")

    refused = await grid.act(case, "verifications", {"passed": True}, client=stranger)
    passed = await grid.act(case, "verifications", {"passed": True}, client=reporter)

    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "not-reporters-side")
    assert passed.status_code == 201


@pytest.mark.parametrize("status", ["assigned", "handling", "shelved", "handled"])
async def test_open_work_is_handed_over_to_another_officer(grid: Grid, status: str) -> None:
    case = await grid.brought_to(status)
    other = await grid.brought_to("assigned")
    await grid.act(other, "hand-overs", {"assignee": "somebody-else"})

    async with grid.harness.app.state.chassis.database.unit_of_work() as db:
        moved = await hand_over(
            db, HOUSE, from_assignee="lead-84-03", to_assignee="lead-new", territory_code=REGIMENT, reason="岗位调整"
        )

    after = (await grid.desk.get(f"/v1/cases/{case['id']}")).json()
    assert (moved, after["assignee"], after["status"]) == (1, "lead-new", status)
    assert (await grid.facts_of(case))[-1] == "handed_over"


async def test_a_case_reclassified_gets_its_new_class(grid: Grid) -> None:
    case = await grid.brought_to("registered")

    changed = (await grid.act(case, "reclassifications", {"class_code": "community.safety_hazard", "level": 1})).json()
    unknown = await grid.act(case, "reclassifications", {"class_code": "no.such"})

    assert (changed["class_code"], changed["level"], changed["status"]) == ("community.safety_hazard", 1, "registered")
    assert unknown.status_code == 422
