"""Cases through HTTP: the way to the end, what is refused, and who may see and do what."""

from typing import Any

import pytest
from grid_builders import COMMUNITY, OTHER, REPORT, RESULT, REVIEW_ON, WAYS, Grid

from svc_grid.cases.lifecycle import possible
from svc_grid.cases.terms import Action, Status

# How each action is asked for, with a body that is good in itself.
ASKED: dict[Action, tuple[str, dict[str, Any]]] = {
    Action.REGISTER: ("registrations", {}),
    Action.DISMISS: ("dismissals", {"reason_code": "duplicate"}),
    Action.ASSIGN: ("assignments", {"unit_code": "84-03"}),
    Action.START_HANDLING: ("handlings", {}),
    Action.FINISH: RESULT,
    Action.PASS: ("verifications", {"passed": True}),
    Action.SEND_BACK: ("verifications", {"passed": False, "reason_code": "not_done"}),
    Action.RETURN: ("returns", {"reason_code": "not_our_remit"}),
    Action.RECLASSIFY: ("reclassifications", {"class_code": "community.safety_hazard"}),
    Action.REQUEST_EXTENSION: ("extensions", {"hours": 8, "reason_code": "waits_for_parts"}),
    Action.GRANT_EXTENSION: ("extension-decisions", {"granted": True}),
    Action.REFUSE_EXTENSION: ("extension-decisions", {"granted": False}),
    Action.REQUEST_SHELVING: ("shelvings", {"review_on": REVIEW_ON, "reason_code": "waits_for_budget"}),
    Action.SHELVE: ("shelving-decisions", {"granted": True}),
    Action.REFUSE_SHELVING: ("shelving-decisions", {"granted": False}),
    Action.RESUME: ("resumptions", {}),
    Action.ESCALATE: ("escalations", {"reason_code": "beyond_means"}),
    Action.HAND_DOWN: ("hand-downs", {}),
    Action.HAND_OVER: ("hand-overs", {"assignee": "lead-2"}),
    Action.VOID: ("voids", {"reason_code": "test_case"}),
    Action.CLOSE: ("closures", {}),
}


_GRANTED = {Action.REFUSE_EXTENSION: Action.GRANT_EXTENSION, Action.REFUSE_SHELVING: Action.SHELVE}


async def test_a_case_goes_its_whole_way(grid: Grid) -> None:
    case = await grid.brought_to("closed")

    assert (case["result"], case["evidence"], case["assignee"]) == ("已清运", ["photo-1"], "lead-84-03")
    assert case["closed_at"] is not None
    assert await grid.facts_of(case) == [
        "reported", "registered", "assigned", "handling_started", "handled", "verified", "closed",
    ]  # fmt: skip
    history = (await grid.desk.get(f"/v1/cases/{case['id']}/history")).json()["items"]
    assert [step["version"] for step in history] == list(range(1, 8))


@pytest.mark.parametrize("status", list(WAYS))
async def test_what_is_not_possible_is_refused_and_says_what_is(grid: Grid, status: str) -> None:
    case = await grid.brought_to(status)
    allowed = possible(Status(case["status"]))

    for action in set(ASKED) - set(allowed):
        answer = await grid.act(case, *ASKED[action])
        assert answer.status_code == 409, action
        problem = answer.json()
        # A decision that cannot be taken is named by what it would grant.
        assert (problem["state"], problem["action"]) == (status, str(_GRANTED.get(action, action)))
        assert problem["possible"] == [str(each) for each in allowed]
    assert (await grid.desk.get(f"/v1/cases/{case['id']}")).json()["version"] == case["version"]


async def test_a_case_sent_back_is_handled_again(grid: Grid) -> None:
    case = await grid.brought_to("handled")

    back = (await grid.act(case, "verifications", {"passed": False, "reason_code": "not_done"})).json()

    assert (back["status"], back["reason_code"]) == ("handling", "not_done")
    assert (await grid.act(case, *RESULT)).json()["status"] == "handled"


async def test_a_check_that_did_not_pass_needs_its_reason(grid: Grid) -> None:
    case = await grid.brought_to("handled")

    assert (await grid.act(case, "verifications", {"passed": False})).status_code == 422


async def test_who_handled_a_case_does_not_verify_it(grid: Grid) -> None:
    case = await grid.brought_to("handling")
    both = grid.harness.as_("grid_lead", "inspector", subject="lead-84-03", unit_code="84-03")
    await grid.act(case, *RESULT, client=both)

    own = await grid.act(case, "verifications", {"passed": True}, client=both)
    another = await grid.act(case, "verifications", {"passed": True}, client=grid.inspector)

    assert (own.status_code, another.status_code) == (409, 201)
    assert own.json()["type"].endswith("handler-may-not-verify")


async def test_another_unit_does_not_handle_it(grid: Grid) -> None:
    case = await grid.brought_to("assigned")
    other = grid.harness.as_("grid_lead", subject="lead-85-01", unit_code="85-01")

    assert (await grid.act(case, "handlings", {}, client=other)).status_code == 403
    assert (await grid.act(case, "handlings", {}, client=grid.lead)).status_code == 201


async def test_a_lost_race_is_told(grid: Grid) -> None:
    case = await grid.brought_to("registered")
    seen = {"if-match": f'"{case["version"]}"'}

    first = await grid.act(case, *ASKED[Action.ASSIGN], headers=seen)
    second = await grid.act(case, *ASKED[Action.VOID], headers=seen)

    assert (first.status_code, second.status_code) == (201, 412)
    assert first.headers["etag"] == f'"{case["version"] + 1}"'


@pytest.mark.parametrize(
    "change",
    [{"class_code": "no.such"}, {"territory_code": "659007/99"}, {"surprise": 1}, {"title": ""}, {"description": "\x00"}],
)
async def test_a_faulty_report_leaves_nothing(grid: Grid, change: dict[str, Any]) -> None:
    before = len(await grid.harness.events())

    answer = await grid.desk.post("/v1/cases", json=REPORT | change)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await grid.desk.get("/v1/cases")).json()["items"] == []
    assert len(await grid.harness.events()) == before


async def test_the_same_report_sent_twice_is_one_case(grid: Grid) -> None:
    key = {"idempotency-key": "report-1"}

    first = await grid.desk.post("/v1/cases", json=REPORT, headers=key)
    second = await grid.desk.post("/v1/cases", json=REPORT, headers=key)

    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert len((await grid.desk.get("/v1/cases")).json()["items"]) == 1


async def test_another_area_s_case_is_not_found(grid: Grid) -> None:
    case = await grid.brought_to("reported")
    elsewhere = grid.harness.as_("grid_desk", territory_code=OTHER)

    answers = [
        await elsewhere.get(f"/v1/cases/{case['id']}"),
        await elsewhere.get(f"/v1/cases/{case['id']}/history"),
        await grid.act(case, "registrations", {}, client=elsewhere),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (await elsewhere.get("/v1/cases")).json()["items"] == []
    assert (await elsewhere.post("/v1/cases", json=REPORT)).status_code == 422


async def test_the_list_is_filtered_and_costs_one_statement(grid: Grid) -> None:
    await grid.brought_to("reported")
    assigned = await grid.brought_to("assigned")

    async with grid.harness.counting_statements() as statements:
        by_status = (await grid.desk.get("/v1/cases", params={"status": "assigned"})).json()["items"]
    inside = (await grid.desk.get("/v1/cases", params={"territory_code": "659007/84"})).json()["items"]
    outside = (await grid.desk.get("/v1/cases", params={"territory_code": OTHER})).json()["items"]

    assert [case["id"] for case in by_status] == [assigned["id"]]
    assert len(statements) == 1
    assert (len(inside), outside) == (2, [])


async def test_roles_are_needed(grid: Grid) -> None:
    public, analyst = grid.harness.as_(), grid.harness.as_("analyst")

    assert (await public.post("/v1/cases", json=REPORT)).status_code == 401
    assert (await analyst.post("/v1/cases", json=REPORT)).status_code == 403
    assert (await public.get("/v1/case-classes")).status_code == 200


async def test_the_year_s_figures_count_what_was_reported(grid: Grid) -> None:
    closed = await grid.brought_to("closed")
    await grid.brought_to("reported", territory_code=COMMUNITY)
    year = int(closed["reported_at"][:4])

    figures = (await grid.desk.get("/v1/grid/figures", params={"year": year})).json()

    assert figures["cases"] == {"reported": 2, "closed": 1, "open": 1}
