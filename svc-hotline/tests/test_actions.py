"""What is done with tickets, through HTTP: the story, every illegal pair, races and rights."""

import asyncio
from typing import Any

import pytest
from hotline_builders import IN_TEN_DAYS, OTHER, WAYS, Hotline

from svc_hotline.tickets.lifecycle import NOT_ASKED_FOR, Situation, possible
from svc_hotline.tickets.terms import Action, Kind, Status

# How each action is asked for, with a body that is good in itself.
ASKED: dict[Action, tuple[str, dict[str, Any]]] = {
    Action.DISPATCH: ("dispatches", {"lead_unit_code": "84"}),
    Action.SIGN: ("signatures", {}),
    Action.START_HANDLING: ("handlings", {}),
    Action.REQUEST_RETURN: ("returns", {"reason_code": "not_our_remit", "basis": "属住建局"}),
    Action.AGREE_RETURN: ("return-decisions", {"agreed": True}),
    Action.REFUSE_RETURN: ("return-decisions", {"agreed": False}),
    Action.REPLY: ("replies", {"content": "已更换灯具"}),
    Action.APPROVE_REPLY: ("reply-reviews", {"approved": True}),
    Action.SEND_REPLY_BACK: ("reply-reviews", {"approved": False}),
    Action.CALL_BACK: ("callbacks", {"outcome": "not_reached"}),
    Action.RATE: ("ratings", {"rating": "satisfied"}),
    Action.REOPEN: ("reopenings", {"reason": "又不亮了"}),
    Action.URGE: ("urges", {}),
    Action.SUPERVISE: ("supervisions", {"reason": "超期未办"}),
    Action.REJECT: ("rejections", {"reason_code": "outside_remit"}),
    Action.ANSWER: ("answers", {"content": "请带户口簿"}),
    Action.CLOSE: ("closures", {}),
    Action.HAND_OVER: ("hand-overs", {"emergency_line": "119"}),
    Action.AWAIT_CALLER: ("questions", {"question": "请说明灯杆号"}),
    Action.SUPPLEMENT: ("supplements", {"content": "灯杆号 0317"}),
    Action.SUSPEND: ("suspensions", {"reason": "冬季停工", "review_at": IN_TEN_DAYS}),
    Action.RESUME: ("resumptions", {}),
    Action.REQUEST_EXTENSION: ("extensions", {"days": 3, "reason": "需采购配件"}),
    Action.GRANT_EXTENSION: ("extension-decisions", {"granted": True}),
    Action.REFUSE_EXTENSION: ("extension-decisions", {"granted": False}),
    Action.RECLASSIFY: ("reclassifications", {"kind": "help"}),
    Action.MERGE: ("merges", {"main_ticket_id": "another"}),
    Action.UNMERGE: ("unmerges", {}),
    Action.SPLIT: (
        "splits",
        {"matters": [{"kind": "help", "title": "又一事", "description": "又一事", "category_code": "service"}]},
    ),
    Action.ANSWER_RATING: ("rating-answers", {"content": "已重新整改"}),
    Action.REMARK: ("remarks", {"content": "已与社区核实"}),
    Action.ESCALATE: ("escalations", {"reason": "需协调"}),
}


async def asked(hotline: Hotline, action: Action) -> tuple[str, dict[str, Any]]:
    """The call for an action; a merge needs another ticket to go into."""
    path, body = ASKED[action]
    return (path, {"main_ticket_id": (await hotline.opened())["id"]}) if action is Action.MERGE else (path, body)


def can_now(status: str) -> list[Action]:
    """What is possible with the builder's ticket of this state."""
    kind = Kind.CONSULTATION if status == "answered" else Kind.COMPLAINT
    return possible(Situation(Status(status), kind, is_rated=status == "closed", has_answer=status in ANSWERED))


ANSWERED = ("resolved", "answered", "closed")


def test_every_action_that_can_be_asked_for_is_driven_here() -> None:
    assert set(ASKED) | {Action.ATTACH} == set(Action) - NOT_ASKED_FOR


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_what_the_state_forbids_is_a_conflict_that_says_what_is_possible(hotline: Hotline, status: str) -> None:
    ticket = await hotline.brought_to(status)
    can = can_now(status)

    for action in set(ASKED) - set(can):
        answer = await hotline.act(ticket, *await asked(hotline, action), client=hotline.admin)

        problem = answer.json()
        assert answer.status_code == 409, (action, answer.text)
        assert problem["type"] == "urn:gov171:problem:action-not-possible"
        assert (problem["state"], problem["action"]) == (status, str(action))
        assert problem["possible"] == [str(each) for each in can]
    assert (await hotline.shown(ticket))["version"] == ticket["version"]


@pytest.mark.parametrize("status", sorted(WAYS))
async def test_what_the_state_allows_is_done(hotline: Hotline, status: str) -> None:
    for action in set(can_now(status)) & set(ASKED):
        ticket = await hotline.brought_to(status)
        answer = await hotline.act(ticket, *await asked(hotline, action), client=hotline.admin)

        assert answer.status_code == 201, (action, answer.text)
        body = answer.json()
        assert body.get("ticket", body)["version"] > ticket["version"]
        await hotline.kinds_of_events(ticket)


async def test_a_ticket_goes_its_whole_way(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("closed")

    assert await hotline.kinds_of_events(ticket) == [
        "accepted", "dispatched", "signed", "handling_started", "replied", "reply_reviewed", "resolved", "called_back",
        "rated", "closed",
    ]  # fmt: skip
    steps = await hotline.history(ticket)
    assert [step["version"] for step in steps] == list(range(1, 11))
    assert [step["to_status"] for step in steps][-1] == "closed"
    assert (ticket["rating"], ticket["close_outcome"], ticket["reply"]) == ("satisfied", "rated", "已更换灯具")
    closed = (await hotline.events_of(ticket))[-1].data
    assert (closed["unit_code"], closed["rating"], closed["is_overdue"]) == ("84", "satisfied", False)


async def test_a_dispatch_tells_the_kind_of_its_unit(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "84", "assisting_unit_codes": ["dept-07"]})

    dispatched = (await hotline.events_of(ticket))[-1].data

    assert (dispatched["lead_unit_code"], dispatched["lead_unit_kind"], dispatched["dispatch_no"]) == ("84", "regiment", 1)
    assert dispatched["assisting_unit_codes"] == ["dept-07"]


async def test_a_dispatch_to_nobody_known_is_refused(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    for body in ({"lead_unit_code": "99"}, {"lead_unit_code": "84", "assisting_unit_codes": ["99"]}):
        answer = await hotline.act(ticket, "dispatches", body)
        assert (answer.status_code, answer.json()["unit_code"]) == (422, "99")
    assert (await hotline.shown(ticket))["status"] == "accepted"


async def test_an_agreed_return_is_dispatched_anew(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("returned")

    agreed = await hotline.acted(ticket, "return-decisions", {"agreed": True})
    again = await hotline.acted(ticket, "dispatches", {"lead_unit_code": "dept-07"})

    assert (agreed["status"], agreed["lead_unit_code"], agreed["returned_times"]) == ("accepted", None, 1)
    assert (again["lead_unit_code"], again["dispatch_no"]) == ("dept-07", 2)


async def test_a_refused_return_goes_back_to_where_it_was(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("handling")
    await hotline.acted(ticket, "returns", {"reason_code": "wrong_category", "basis": "分类错误"})

    refused = await hotline.acted(ticket, "return-decisions", {"agreed": False})

    assert refused["status"] == "handling"


async def test_a_reply_counts_only_once_it_is_approved(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("handling")

    waiting = await hotline.acted(ticket, "replies", {"content": "在办"})
    followed = await hotline.public.get(
        "/v1/ticket-lookups", params={"number": ticket["number"], "query_code": ticket["query_code"]}
    )
    sent_back = await hotline.acted(ticket, "reply-reviews", {"approved": False})

    assert (waiting["status"], waiting["is_reply_waiting"]) == ("handling", True)
    assert followed.json()["answer"] is None
    assert (sent_back["status"], sent_back["reply"]) == ("handling", None)


async def test_a_dissatisfied_callback_reopens_the_ticket_twice_and_then_has_it_supervised(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")
    dissatisfied = ("callbacks", {"outcome": "reached", "rating": "dissatisfied"})
    again = [("handlings", {}), *WAYS["resolved"][-2:]]

    for times in (1, 2):
        ticket |= await hotline.acted(ticket, *dissatisfied)
        assert (ticket["status"], ticket["reopened_times"], ticket["is_supervised"]) == ("reopened", times, False)
        for action, body in again:
            ticket |= await hotline.acted(ticket, action, body)
    ticket |= await hotline.acted(ticket, *dissatisfied)

    assert (ticket["status"], ticket["reopened_times"], ticket["is_supervised"]) == ("resolved", 2, True)
    assert (await hotline.act(ticket, "closures", {}, client=hotline.admin)).status_code == 409
    ticket |= await hotline.acted(ticket, "rating-answers", {"content": "已约时间上门整改"})
    assert (await hotline.acted(ticket, "closures", {}))["close_outcome"] == "by_desk"
    assert (await hotline.kinds_of_events(ticket))[-4:] == ["rated", "supervised", "rating_answered", "closed"]


async def test_a_caller_who_is_missed_three_times_is_not_called_again(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")

    states = [(await hotline.acted(ticket, "callbacks", {"outcome": "not_reached"}))["status"] for _ in range(3)]

    assert states == ["resolved", "resolved", "closed"]
    assert (await hotline.shown(ticket))["close_outcome"] == "not_reached"


async def test_a_caller_who_declines_to_rate_is_left_in_peace(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("resolved")

    ticket |= await hotline.acted(ticket, "callbacks", {"outcome": "declined"})

    assert (ticket["status"], ticket["close_outcome"], ticket["rating"]) == ("closed", "declined", None)


@pytest.mark.parametrize("body", [{"outcome": "reached"}, {"outcome": "declined", "rating": "satisfied"}], ids=str)
async def test_a_rating_belongs_to_a_caller_who_was_reached(hotline: Hotline, body: dict[str, Any]) -> None:
    ticket = await hotline.brought_to("resolved")

    assert (await hotline.act(ticket, "callbacks", body)).status_code == 422
    assert (await hotline.shown(ticket))["version"] == ticket["version"]


async def test_an_answered_consultation_is_closed_as_answered(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("answered")

    ticket |= await hotline.acted(ticket, "closures", {})

    assert (ticket["status"], ticket["close_outcome"], ticket["reply"]) == ("closed", "answered", "请带户口簿")


async def test_urges_are_counted_and_change_no_state(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("signed")

    for _ in range(2):
        ticket |= await hotline.acted(ticket, "urges", {})

    assert (ticket["status"], ticket["urged_times"]) == ("signed", 2)
    assert [event.data.get("times") for event in (await hotline.events_of(ticket))[-2:]] == [1, 2]


async def test_a_race_for_one_ticket_has_one_winner(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    seen = {"if-match": f'"{ticket["version"]}"'}

    answers = await asyncio.gather(
        *(hotline.act(ticket, "dispatches", {"lead_unit_code": unit}, headers=seen) for unit in ("84", "85", "84", "dept-07"))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    assert await hotline.kinds_of_events(ticket) == ["accepted", "dispatched"]


async def test_without_if_match_the_loser_of_a_race_reads_why(hotline: Hotline) -> None:
    ticket = await hotline.opened()

    answers = await asyncio.gather(*(hotline.act(ticket, "dispatches", {"lead_unit_code": "84"}) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_only_the_lead_unit_or_the_desk_signs(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    neighbour = hotline.harness.as_("unit", unit_code="dept-07", territory_code="659007")

    refused = await hotline.act(ticket, "signatures", {}, client=neighbour)
    signed = await hotline.act(ticket, "signatures", {}, client=hotline.unit)

    assert refused.status_code == 403
    assert signed.status_code == 201


@pytest.mark.parametrize("role", ["public", "unit", "analyst", "grid_lead", "inspector", "item_editor"])
async def test_the_desks_actions_are_the_desks(hotline: Hotline, role: str) -> None:
    ticket = await hotline.opened()
    client = hotline.public if role == "public" else hotline.harness.as_(role, unit_code="84", territory_code="659007")

    for action in (Action.DISPATCH, Action.REJECT, Action.ANSWER, Action.CALL_BACK, Action.SUPERVISE, Action.CLOSE):
        answer = await hotline.act(ticket, *ASKED[action], client=client)
        assert answer.status_code in (401, 403), (action, answer.text)


async def test_another_areas_ticket_is_as_unknown_as_one_that_does_not_exist(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    stranger = hotline.harness.as_("unit", "desk", unit_code="85", territory_code=OTHER)
    nowhere = "0195918c-7a00-7000-8000-000000000001"

    theirs = await stranger.get(f"/v1/tickets/{ticket['id']}")
    none = await stranger.get(f"/v1/tickets/{nowhere}")
    act = await hotline.act(ticket, "signatures", {}, client=stranger)

    assert (theirs.status_code, none.status_code, act.status_code) == (404, 404, 404)
    assert theirs.json()["type"] == none.json()["type"] == act.json()["type"]
    assert (await stranger.get("/v1/tickets")).json()["items"] == []


async def test_a_unit_sees_what_is_dispatched_to_it_from_anywhere(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    department = hotline.harness.as_("unit", unit_code="dept-07")
    before = await department.get(f"/v1/tickets/{ticket['id']}")

    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "85", "assisting_unit_codes": ["dept-07"]})
    after = await department.get(f"/v1/tickets/{ticket['id']}")
    lead = await hotline.harness.as_("unit", unit_code="85", territory_code=OTHER).get("/v1/tickets")

    assert (before.status_code, after.status_code) == (404, 200)
    assert [each["id"] for each in lead.json()["items"]] == [ticket["id"]]
