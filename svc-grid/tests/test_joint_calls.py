"""Joint calls through HTTP: the way to the end, what is refused, who may do what, and who sees them."""

import asyncio
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from joint_builders import CALL_WAYS, DECLINE, REPORT, UNIT_WAYS, WHISTLE, Calls, of_all, unit_of

from svc_grid.joint_handling.lifecycle import UNIT
from svc_grid.joint_handling.terms import UnitCommand, UnitStatus

ASKED: dict[UnitCommand, tuple[str, dict[str, Any]]] = {
    UnitCommand.REPORT_IN: ("reports", REPORT),
    UnitCommand.DECLINE: ("declines", DECLINE),
    UnitCommand.UPHOLD: ("decisions", {"is_upheld": True, "note": "属实"}),
    UnitCommand.OVERRULE: ("decisions", {"is_upheld": False, "note": "由贵单位牵头"}),
    UnitCommand.START: ("handlings", {}),
    UnitCommand.FINISH: ("results", {"result": "已清理"}),
    UnitCommand.RATE: ("ratings", {"rating": "satisfied"}),
}
OF_CALL = {"close": ("closures", {}), "cancel": ("cancellations", {"reason_code": "settled"})}
CLOSABLE, CANCELLABLE = {"rated"}, {"open", "assembled"}


@pytest.fixture
async def calls(grid: Grid) -> Calls:
    return await Calls(grid).furnish()


async def test_a_call_goes_its_whole_way(calls: Calls) -> None:
    call = await calls.brought_to("closed")

    assert await calls.told(call) == ["opened", "unit_reported", "unit_reported", "rated", "closed"]
    assert all(call[name] for name in ("assembled_at", "done_at", "rated_at", "ended_at"))
    history = (await calls.community.get(f"/v1/joint-calls/{call['id']}/history")).json()["items"]
    assert [step["version"] for step in history] == list(range(1, call["version"] + 1))
    assert [step["to_status"] for step in history if step["from_status"] != step["to_status"]] == [
        "open", "assembled", "done", "rated", "closed",
    ]  # fmt: skip
    assert unit_of(call, "dept-07") | {"comes": ["officer-2"], "rating": "satisfied", "is_late": False} == unit_of(
        call, "dept-07"
    )


@pytest.mark.parametrize("status", list(CALL_WAYS))
async def test_a_call_is_closed_and_cancelled_only_where_it_can_be(calls: Calls, status: str) -> None:
    call = await calls.brought_to(status)

    for command, (action, body) in OF_CALL.items():
        if status in (CLOSABLE if command == "close" else CANCELLABLE):
            continue
        answer = await calls.act(call, "", action, body)
        assert (answer.status_code, answer.json()["state"], answer.json()["action"]) == (409, status, command)
    assert (await calls.shown(call))["version"] == call["version"]


@pytest.mark.parametrize("status", list(UNIT_WAYS))
async def test_what_a_unit_cannot_do_now_is_refused_and_says_what_it_can(calls: Calls, status: str) -> None:
    call = await calls.moved(await calls.called(), *UNIT_WAYS[status])
    assert unit_of(call, "dept-07")["status"] == status
    allowed = UNIT.possible(UnitStatus(status))

    for command in set(ASKED) - set(allowed):
        answer = await calls.act(call, "dept-07", *ASKED[command])
        assert answer.status_code == 409, command
        assert answer.json()["possible"] == [str(each) for each in allowed]
    assert await calls.shown(call) == call


async def test_only_the_staff_of_the_place_call_and_rate(calls: Calls) -> None:
    strangers = [
        calls.client("grid_desk"),
        calls.client("grid_desk", territory_code=CITY),
        calls.client("unit", territory_code=COMMUNITY),
    ]
    refused = [await client.post("/v1/joint-calls", json=WHISTLE) for client in strangers]
    elsewhere = await calls.client("grid_lead", territory_code=OTHER).post("/v1/joint-calls", json=WHISTLE)
    call = await calls.brought_to("done")
    called = calls.client("grid_desk", subject="staff", unit_code="dept-07", territory_code=OTHER)

    rated = [
        await calls.act(call, "dept-07", "ratings", {"rating": "very_satisfied"}, client=each) for each in (*strangers, called)
    ]
    by_regiment = await calls.act(call, "dept-07", "ratings", {"rating": "neutral"}, client=calls.regiment)

    assert [answer.status_code for answer in (*refused, elsewhere)] == [403, 403, 403, 422]
    assert [answer.status_code for answer in (*rated, by_regiment)] == [403, 403, 403, 403, 201]
    assert (await calls.client().post("/v1/joint-calls", json=WHISTLE)).status_code == 401


async def test_only_a_unit_s_own_staff_report_for_it(calls: Calls) -> None:
    call = await calls.called()
    others = (calls.community, calls.regiment, calls.units["dept-08"], calls.grid.admin, calls.client("unit"))

    for action, body in (("reports", REPORT), ("declines", DECLINE)):
        answers = [await calls.act(call, "dept-07", action, body, client=client) for client in others]
        assert [answer.status_code for answer in answers] == [403] * 5
    assert (await calls.act(call, "84", "reports", REPORT, client=calls.regiment)).status_code == 404
    assert (await calls.act(call, "dept-07", "reports", REPORT)).status_code == 201


async def test_a_unit_that_declines_is_excused_or_called_anew_by_the_regiment(calls: Calls) -> None:
    call = await calls.moved(await calls.called(), *((unit, "declines", DECLINE) for unit in WHISTLE["units"]))
    upheld, overruled = ({"is_upheld": each, "note": "核实职责"} for each in (True, False))
    other_regiment = calls.client("grid_desk", territory_code=OTHER, unit_code="dept-08")

    by_community = await calls.act(call, "dept-07", "decisions", upheld, client=calls.community)
    by_other = await calls.act(call, "dept-07", "decisions", upheld, client=other_regiment)
    after = await calls.moved(call, ("dept-07", "decisions", upheld), ("dept-08", "decisions", overruled))

    assert (by_community.status_code, by_other.status_code) == (403, 403)
    assert {each["unit_code"]: each["status"] for each in after["units"]} == {"dept-07": "excused", "dept-08": "called"}
    assert unit_of(after, "dept-08")["due_at"] >= unit_of(call, "dept-08")["due_at"]
    done = await calls.moved(
        after,
        *(
            ("dept-08", action, body)
            for action, body in (("reports", REPORT), ("handlings", {}), ("results", {"result": "办结"}))
        ),
    )
    assert done["status"] == "done"
    rated = await calls.moved(done, ("dept-08", "ratings", {"rating": "neutral"}))
    assert rated["status"] == "rated"
    assert await calls.told(call) == ["opened", "unit_declined", "unit_declined", "unit_reported", "rated"]


async def test_the_last_excuse_lets_the_others_go_on(calls: Calls) -> None:
    steps = [("dept-07", "reports", REPORT), ("dept-07", "handlings", {}), ("dept-07", "results", {"result": "办结"})]
    call = await calls.moved(await calls.called(), *steps, ("dept-08", "declines", DECLINE))
    assert call["status"] == "open"

    after = await calls.moved(call, ("dept-08", "decisions", {"is_upheld": True, "note": "属实"}))

    assert after["status"] == "done"
    assert after["version"] == call["version"] + 3


async def test_the_two_lowest_ratings_need_a_reason_and_each_unit_is_rated_once(calls: Calls) -> None:
    call = await calls.brought_to("done")

    answers = [
        await calls.act(call, "dept-07", "ratings", {"rating": "dissatisfied"}),
        await calls.act(call, "dept-07", "ratings", {"rating": "very_dissatisfied", "reason": " "}),
        await calls.act(call, "dept-07", "ratings", {"rating": "splendid"}),
        await calls.act(call, "dept-07", "ratings", {"rating": "very_dissatisfied", "reason": "到场即走"}),
        await calls.act(call, "dept-07", "ratings", {"rating": "very_satisfied"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 201, 409]
    assert answers[-1].json()["type"].endswith("rated-before")
    assert answers[3].json()["status"] == "done"


async def test_nobody_rates_or_decides_about_the_own_unit(calls: Calls) -> None:
    call = await calls.called(units=["84", "84-03"])
    own_units, others = {"84-03": calls.community, "84": calls.regiment}, {"84": calls.community, "84-03": calls.regiment}
    for unit, client in own_units.items():
        await calls.act(call, unit, "declines", DECLINE, client=client)
    overruled = ("decisions", {"is_upheld": False, "note": "应当报到"})
    decided = [await calls.act(call, unit, *overruled, client=calls.regiment) for unit in ("84", "84-03")]
    await calls.act(call, "84", *overruled, client=calls.grid.admin)
    for unit, client in own_units.items():
        for step in (("reports", REPORT), ("handlings", {}), ("results", {"result": "办结"})):
            assert (await calls.act(call, unit, *step, client=client)).status_code == 201

    praise = ("ratings", {"rating": "very_satisfied"})
    by_itself = [await calls.act(call, unit, *praise, client=client) for unit, client in own_units.items()]
    crosswise = [await calls.act(call, unit, *praise, client=client) for unit, client in others.items()]

    assert [answer.status_code for answer in decided] == [403, 201]
    assert [answer.status_code for answer in (*by_itself, *crosswise)] == [403, 403, 201, 201]
    assert crosswise[-1].json()["status"] == "rated"


async def test_a_cancelled_call_waits_for_nobody(calls: Calls) -> None:
    call = await calls.moved(await calls.called(), ("dept-07", "reports", REPORT))

    cancelled = await calls.moved(call, ("", "cancellations", {"reason_code": "taken_over"}))
    late = await calls.act(call, "dept-08", "reports", REPORT)

    assert (cancelled["reason_code"], {each["status"] for each in cancelled["units"]}) == ("taken_over", {"released"})
    assert late.status_code == 409
    closed = [event for event in await calls.harness.events() if event.subject == call["id"]][-1]
    assert (closed.data["outcome"], closed.data["reason_code"]) == ("cancelled", "taken_over")


async def test_the_called_units_see_their_calls_and_others_of_elsewhere_do_not(calls: Calls) -> None:
    call = await calls.called()
    named = calls.client("unit", unit_code="dept-07", territory_code=OTHER)
    unnamed = calls.client("unit", unit_code="dept-99", territory_code=OTHER)

    assert [each["id"] for each in (await named.get("/v1/joint-calls")).json()["items"]] == [call["id"]]
    assert (await named.get(f"/v1/joint-calls/{call['id']}")).status_code == 200
    assert (await unnamed.get("/v1/joint-calls")).json()["items"] == []
    for path in ("", "/history"):
        assert (await unnamed.get(f"/v1/joint-calls/{call['id']}{path}")).status_code == 404
    assert (await calls.act(call, "dept-07", "reports", REPORT, client=unnamed)).status_code == 404
    assert (await calls.client().get("/v1/joint-calls")).status_code == 401


async def test_a_list_is_filtered_and_costs_two_statements_however_many_units(calls: Calls) -> None:
    for _ in range(3):
        await calls.called()
    only = await calls.called(units=["dept-08"], territory_code=COMMUNITY)
    regimental = await calls.called(client=calls.regiment, territory_code=REGIMENT, units=["dept-08"])

    async with calls.harness.counting_statements() as statements:
        found = (await calls.community.get("/v1/joint-calls", params={"limit": 3, "territory_code": COMMUNITY})).json()
    by_unit = (await calls.regiment.get("/v1/joint-calls", params={"unit_code": "dept-07", "status": "open"})).json()["items"]

    assert (len(statements), len(found["items"]), found["next"] is not None) == (2, 3, True)
    assert len(by_unit) == 3
    assert {only["id"], regimental["id"]}.isdisjoint(each["id"] for each in by_unit)


@pytest.mark.parametrize(
    "change",
    [
        {"units": []}, {"units": ["dept-07", "dept-07"]}, {"units": ["dept-99"]}, {"coordinator_unit_code": "dept-99"},
        {"territory_code": None}, {"territory_code": "659007/99"}, {"title": "\x00"}, {"urgency": "soon"}, {"surprise": 1},
        {"case_id": "01959c2e-8a00-7000-8000-000000000002"}, {"units": [f"u-{number}" for number in range(21)]},
    ],
)  # fmt: skip
async def test_a_faulty_call_leaves_nothing(calls: Calls, change: dict[str, Any]) -> None:
    before = len(await calls.harness.events())

    answer = await calls.community.post("/v1/joint-calls", json=WHISTLE | change)

    assert answer.status_code == 422
    assert await calls.rows("SELECT 1 FROM joint_calls UNION ALL SELECT 1 FROM joint_unit_figures") == []
    assert len(await calls.harness.events()) == before


async def test_a_call_about_a_case_is_where_the_case_is_and_the_case_is_open(calls: Calls) -> None:
    case, closed = await calls.grid.brought_to("assigned"), await calls.grid.brought_to("voided")
    without = {key: value for key, value in WHISTLE.items() if key != "territory_code"}

    call = (await calls.community.post("/v1/joint-calls", json=without | {"case_id": case["id"]})).json()
    over = await calls.community.post("/v1/joint-calls", json=without | {"case_id": closed["id"]})
    wrong_place = await calls.regiment.post("/v1/joint-calls", json=WHISTLE | {"case_id": case["id"], "territory_code": REGIMENT})

    assert (call["territory_code"], call["case_id"]) == (COMMUNITY, case["id"])
    assert (over.status_code, wrong_place.status_code) == (422, 422)
    listed = (await calls.community.get("/v1/joint-calls", params={"case_id": case["id"]})).json()["items"]
    assert [each["id"] for each in listed] == [call["id"]]


async def test_all_units_at_once_assemble_the_call_once(calls: Calls) -> None:
    call = await calls.called()

    answers = await asyncio.gather(*(calls.act(call, *step) for step in of_all("reports", REPORT)))
    stale = await calls.act(call, "dept-07", "handlings", {}, headers={"if-match": '"1"'})

    assert [answer.status_code for answer in answers] == [201, 201]
    assert stale.status_code == 412
    history = (await calls.community.get(f"/v1/joint-calls/{call['id']}/history")).json()["items"]
    assert [step["command"] for step in history] == ["open", "report", "report", "assemble"]


async def test_a_call_sent_twice_is_one_call(calls: Calls) -> None:
    key = {"idempotency-key": "whistle-1"}

    first, second = [await calls.community.post("/v1/joint-calls", json=WHISTLE, headers=key) for _ in range(2)]

    assert first.json() == second.json()
    assert len((await calls.community.get("/v1/joint-calls")).json()["items"]) == 1
