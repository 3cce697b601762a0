"""Disputes through HTTP: the way to the end, what is refused, who may do what, and what everybody may see."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dispute_builders import APPLICATION, DECLARED, FAILURE, FOLLOWED, MEDIATOR, NAME, WAYS, Disputes, agreement
from grid_builders import CITY, OTHER, REGIMENT, Grid

from svc_grid.disputes.lifecycle import possible
from svc_grid.disputes.terms import Action, Status

SOON = (datetime.now(UTC) + timedelta(days=1)).isoformat()
# How each action is asked for, with a body that is good in itself; and who asks, where it is not the desk.
ASKED: dict[Action, tuple[str, dict[str, Any]]] = {
    Action.ACCEPT: ("acceptances", {}),
    Action.REFUSE: ("refusals", {"reason_code": "in_court"}),
    Action.ASSIGN: ("assignments", {"mediator": MEDIATOR}),
    Action.REPLACE: ("replacements", {"mediator": MEDIATOR, "reason_code": "other"}),
    Action.START: ("mediations", {}),
    Action.EXTEND: ("extensions", {"reason": "双方同意"}),
    Action.PLAN_SESSION: ("sessions", {"planned_at": SOON, "place": "三连调解室"}),
    Action.RECORD_SESSION: ("sessions/1/results", {"status": "adjourned"}),
    Action.AGREE: agreement(),
    Action.FAIL: FAILURE,
    Action.WITHDRAW: ("withdrawals", {"party_no": 1}),
    Action.RECORD_PERFORMANCE: ("obligations/1/outcomes", {"outcome": "performed"}),
    Action.MAKE_DOCUMENT: ("documents", {"purpose": "归档"}),
    Action.FOLLOW_UP: FOLLOWED,
    Action.CLOSE: ("closures", {}),
    Action.UNSEAL: ("unsealings", {"reason": "当事人申请"}),
    Action.SEAL: ("sealings", {}),
}
FACTS = {
    "id", "number", "version", "kind", "kind_label_zh", "kind_label_en", "territory_code", "status", "status_label_zh",
    "status_label_en", "applied_at", "accepted_at", "mediating_at", "concluded_at", "followed_up_at", "ended_at",
}  # fmt: skip


@pytest.fixture
async def disputes(grid: Grid) -> Disputes:
    return await Disputes(grid).furnish("mediator-2")


async def test_a_dispute_goes_its_whole_way(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("closed")

    assert await disputes.told(dispute) == ["applied", "accepted", "mediating", "agreed", "followed_up", "closed"]
    assert dispute["number"].startswith("TJ-")
    assert all(dispute[name] for name in ("accepted_at", "mediating_at", "concluded_at", "followed_up_at", "ended_at"))
    steps = await disputes.rows("SELECT version FROM dispute_steps ORDER BY version")
    assert [row[0] for row in steps] == list(range(1, dispute["version"] + 1))


@pytest.mark.parametrize("status", list(WAYS))
async def test_what_is_not_possible_is_refused_and_says_what_is(disputes: Disputes, status: str) -> None:
    dispute = await disputes.brought_to(status)
    allowed = possible(Status(status))

    for action in set(ASKED) - set(allowed):
        keeper = disputes.keeper if action in (Action.UNSEAL, Action.SEAL) else None
        answer = await disputes.act(dispute, *ASKED[action], client=keeper)
        assert answer.status_code == 409, (action, answer.text)
        problem = answer.json()
        assert (problem["state"], problem["action"]) == (status, str(action))
        assert problem["possible"] == [str(each) for each in allowed]
    assert (await disputes.desk.get(f"/v1/disputes/{dispute['id']}")).json()["version"] == dispute["version"]


async def test_an_application_that_is_not_accepted_needs_a_reason_from_the_list(disputes: Disputes) -> None:
    dispute = await disputes.applied()

    wrong = await disputes.act(dispute, "refusals", {"reason_code": "because"})
    right = await disputes.act(dispute, "refusals", {"reason_code": "not_mediable"})

    assert (wrong.status_code, right.status_code) == (422, 201)
    assert await disputes.told(dispute) == ["applied", "not_accepted"]


async def test_only_an_applicant_withdraws(disputes: Disputes) -> None:
    dispute = await disputes.applied()

    answers = [await disputes.act(dispute, "withdrawals", {"party_no": number}) for number in (2, 3, 1)]

    assert [answer.status_code for answer in answers] == [409, 422, 201]
    assert await disputes.told(dispute) == ["applied", "withdrawn"]


async def test_a_mediator_with_interests_of_his_own_does_not_mediate(disputes: Disputes) -> None:
    dispute = await disputes.moved(await disputes.brought_to("accepted"), ("assignments", {"mediator": MEDIATOR}))

    early = await disputes.act(dispute, "mediations", {})
    by_another = await disputes.act(dispute, *DECLARED, client=disputes.client("grid_desk", "mediator", subject="mediator-2"))
    declared = await disputes.act(dispute, "interest-declarations", {"has_conflict": True, "note": "系当事人亲属"})
    now_none = await disputes.act(dispute, "mediations", {})
    again = await disputes.act(dispute, "assignments", {"mediator": MEDIATOR})
    other = await disputes.act(dispute, "assignments", {"mediator": "mediator-2"})

    found = [early.status_code, by_another.status_code, declared.status_code, now_none.status_code, again.status_code]
    assert found == [409, 403, 201, 409, 422]
    assert early.json()["type"].endswith("interests-not-declared")
    assert other.status_code == 201
    record = await disputes.record(dispute)
    assert [(each["mediator"], each["has_conflict"], each["end_reason"]) for each in record["assignments"]] == [
        (MEDIATOR, True, "conflict"),
        ("mediator-2", None, None),
    ]


async def test_a_replaced_mediator_is_out_and_the_new_one_declares_anew(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    second = disputes.client("mediator", subject="mediator-2")

    before = await disputes.act(dispute, *ASKED[Action.PLAN_SESSION], client=second)
    same = await disputes.act(dispute, "replacements", {"mediator": MEDIATOR, "reason_code": "party_asked"})
    await disputes.moved(dispute, ("replacements", {"mediator": "mediator-2", "reason_code": "party_asked"}))
    undeclared = await disputes.act(dispute, *ASKED[Action.PLAN_SESSION], client=second)
    await disputes.act(dispute, *DECLARED, client=second)
    after = await disputes.act(dispute, *ASKED[Action.PLAN_SESSION], client=second)
    former = await disputes.act(dispute, *ASKED[Action.PLAN_SESSION], client=disputes.mediator)

    answers = (before, same, undeclared, after, former)
    assert [answer.status_code for answer in answers] == [403, 422, 409, 201, 403]


async def test_an_inactive_or_unknown_mediator_gets_nothing(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("accepted")
    await disputes.desk.patch(f"/v1/mediators/{MEDIATOR}", json={"is_active": False})

    answers = [await disputes.act(dispute, "assignments", {"mediator": each}) for each in (MEDIATOR, "nobody")]

    assert [answer.status_code for answer in answers] == [422, 422]
    active = (await disputes.desk.get("/v1/mediators", params={"is_active": True, "speciality": "neighbour"})).json()["items"]
    assert [each["account"] for each in active] == ["mediator-2"]


async def test_sessions_are_planned_ahead_and_recorded_once_with_parties_by_number(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    past = ("sessions", {"planned_at": "2020-01-01T00:00:00Z", "place": "三连调解室"})
    refused = await disputes.act(dispute, *past)
    await disputes.moved(dispute, ASKED[Action.PLAN_SESSION])
    result = {"status": "held", "attended": [2, 1], "minutes": "双方陈述"}

    early = await disputes.act(dispute, "sessions/1/results", result)
    later = disputes.client("grid_desk", replay_at=datetime.now(UTC) + timedelta(days=2))
    stranger = await disputes.act(dispute, "sessions/1/results", result | {"attended": [7]}, client=later)
    without = await disputes.act(dispute, "sessions/1/results", {"status": "held", "attended": [1]}, client=later)
    held = await disputes.act(dispute, "sessions/1/results", result, client=later)
    twice = await disputes.act(dispute, "sessions/1/results", result, client=later)
    none = await disputes.act(dispute, "sessions/2/results", result, client=later)

    answers = (refused, early, stranger, without, held, twice, none)
    assert [answer.status_code for answer in answers] == [422, 409, 422, 422, 201, 409, 404]
    session = (await disputes.record(dispute))["sessions"][0]
    assert (session["status"], session["attended"], session["minutes"]) == ("held", [1, 2], "双方陈述")


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2025-03-18", "2025-03-18T03:00:00", 1e30]
)
async def test_an_instant_that_cannot_be_is_refused(disputes: Disputes, at: Any) -> None:
    dispute = await disputes.brought_to("mediating")

    assert (await disputes.act(dispute, "sessions", {"planned_at": at, "place": "三连调解室"})).status_code == 422


async def test_nobody_promises_for_a_day_that_has_passed_or_for_a_stranger(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    action, terms = agreement()
    wrong = [{"due_on": "2020-01-01"}, {"party_no": 3}, {"party_no": 0}, {"what": " "}]

    for each in wrong:
        answer = await disputes.act(dispute, action, terms | {"obligations": [terms["obligations"][0] | each]})
        assert answer.status_code == 422, each
    assert await disputes.rows("SELECT 1 FROM dispute_obligations UNION ALL SELECT 1 FROM dispute_agreements") == []


async def test_who_is_not_of_the_desk_or_its_mediator_works_on_nothing(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    others = [
        disputes.client("grid_lead", subject="lead-84-03"), disputes.client("analyst"), disputes.client("supervisor"),
        disputes.client("mediator", subject="mediator-2"),
    ]  # fmt: skip

    for client in others:
        assert (await disputes.act(dispute, *FAILURE, client=client)).status_code == 403
    assert (await disputes.act(dispute, *FAILURE, client=disputes.public)).status_code == 401
    assert (await disputes.act(dispute, *FAILURE, client=disputes.mediator)).status_code == 201


async def test_everybody_sees_the_bare_facts_and_nothing_more(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")

    shown = await disputes.public.get(f"/v1/disputes/{dispute['id']}")
    listed = await disputes.public.get("/v1/disputes")

    assert set(shown.json()) == FACTS
    assert [set(each) for each in listed.json()["items"]] == [FACTS]
    assert "王" not in shown.text + listed.text
    for client in (disputes.client("grid_lead"), disputes.client("analyst"), disputes.client("unit")):
        assert (await client.get(f"/v1/disputes/{dispute['id']}/record")).status_code == 403
    assert (await disputes.public.get(f"/v1/disputes/{dispute['id']}/record")).status_code == 401


async def test_another_area_s_dispute_is_not_found_except_by_its_mediator(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")
    elsewhere = disputes.client("grid_desk", territory_code=OTHER)
    away = disputes.client("mediator", subject=MEDIATOR, territory_code=OTHER)

    answers = [
        await elsewhere.get(f"/v1/disputes/{dispute['id']}"),
        await elsewhere.get(f"/v1/disputes/{dispute['id']}/record"),
        await disputes.act(dispute, *FAILURE, client=elsewhere),
        await elsewhere.post("/v1/disputes", json=APPLICATION),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 422]
    assert (await elsewhere.get("/v1/disputes")).json()["items"] == []
    assert (await disputes.act(dispute, *FAILURE, client=away)).status_code == 201


async def test_a_list_is_filtered_by_no_party_and_costs_one_statement(disputes: Disputes) -> None:
    await disputes.applied()
    labour = await disputes.applied(kind="labour")

    async with disputes.harness.counting_statements() as statements:
        found = (await disputes.public.get("/v1/disputes", params={"kind": "labour", "territory_code": REGIMENT})).json()

    assert ([each["id"] for each in found["items"]], len(statements)) == ([labour["id"]], 1)
    paths = disputes.harness.app.openapi()["paths"]
    asked = {each["name"] for path, of in paths.items() if "dispute" in path for each in of.get("get", {}).get("parameters", [])}
    assert not asked & {"phone", "name", "party", "party_no"}
    assert not [path for path in paths if "parties" in path]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "religion"}, {"territory_code": "659007/99"}, {"surprise": 1}, {"statement": "\x00"}, {"statement": " "},
        {"parties": APPLICATION["parties"][:1]}, {"parties": [APPLICATION["parties"][0]] * 2}, {"parties": []},
        {"parties": [*APPLICATION["parties"], {"side": "applicant", "name": "x", "phone": "no"}]},
        {"case_id": "01959c2e-8a00-7000-8000-000000000002"},
    ],
)  # fmt: skip
async def test_a_faulty_application_leaves_nothing(disputes: Disputes, change: dict[str, Any]) -> None:
    before = len(await disputes.harness.events())

    answer = await disputes.desk.post("/v1/disputes", json=APPLICATION | change)

    assert answer.status_code == 422
    assert NAME not in answer.text
    assert await disputes.rows("SELECT 1 FROM disputes UNION ALL SELECT 1 FROM dispute_parties") == []
    assert len(await disputes.harness.events()) == before


async def test_of_two_at_once_one_wins_and_a_stale_version_is_told(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("mediating")

    found = await asyncio.gather(disputes.act(dispute, *agreement()), disputes.act(dispute, *FAILURE))
    stale = await disputes.act(dispute, *FOLLOWED, headers={"if-match": f'"{dispute["version"]}"'})

    assert sorted(answer.status_code for answer in found) == [201, 409]
    assert stale.status_code == 412
    assert len(await disputes.told(dispute)) == 4


async def test_a_dispute_is_placed_no_finer_than_its_cell(disputes: Disputes) -> None:
    tree = [(f"{REGIMENT}/03/g1", "cell"), (f"{REGIMENT}/03/g1/b1", "building")]
    below = [{"code": code, "parent_code": code.rpartition("/")[0], "level": level, "name": level} for code, level in tree]
    answer = await disputes.grid.admin.post("/v1/organisation-imports", json={"territories": below})
    assert answer.status_code == 201, answer.text

    dispute = await disputes.applied(territory_code=f"{REGIMENT}/03/g1/b1")

    assert dispute["territory_code"] == f"{REGIMENT}/03/g1"


async def test_its_case_gets_a_remark_and_goes_its_own_way(disputes: Disputes) -> None:
    case = await disputes.grid.brought_to("registered", class_code="community.dispute")
    other = await disputes.grid.brought_to("registered")
    unfit = await disputes.desk.post("/v1/disputes", json=APPLICATION | {"case_id": other["id"]})
    dispute = await disputes.brought_to("agreed", case_id=case["id"])

    remarks = (await disputes.desk.get(f"/v1/cases/{case['id']}/remarks")).json()["items"]

    assert unfit.status_code == 422
    assert [each["remark"] for each in remarks] == [f"纠纷 {dispute['number']} 达成协议"]
    after = (await disputes.desk.get(f"/v1/cases/{case['id']}")).json()
    assert (after["version"], after["status"]) == (case["version"], "registered")


async def test_no_event_holds_anything_of_a_party(disputes: Disputes) -> None:
    dispute = await disputes.brought_to("closed")

    told = [event.data for event in await disputes.harness.events() if event.subject == dispute["id"]]

    assert {key for data in told for key in data} == {
        "occurred_at", "dispute_id", "number", "territory_code", "kind", "is_late", "outcome",
    }  # fmt: skip
    assert CITY in told[0]["territory_code"]
