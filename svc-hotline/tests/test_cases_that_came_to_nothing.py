"""A grid case that ends without a result: the desk decides where its ticket goes, and its unit is not left without a case."""

from typing import Any

import pytest
from hotline_builders import IN_TEN_DAYS, Case, Hotline
from timed_builders import DAY, HOUR, MONDAY, Timed

from contracts import grid

QUESTION = ("questions", {"question": "哪一盏？"})
SUSPENSION = ("suspensions", {"reason": "停工", "review_at": IN_TEN_DAYS})
REPLY = ("replies", {"content": "已更换灯具"})
# What keeps a ticket from being given back, and what lets it go on.
KEPT = [
    (QUESTION, ("resumptions", {})),
    (QUESTION, ("supplements", {"content": "0317"})),
    (SUSPENSION, ("resumptions", {})),
    (REPLY, ("reply-reviews", {"approved": False})),
]


async def with_a_case(hotline: Hotline) -> tuple[dict[str, Any], Case]:
    """A ticket that its case has brought to its handling."""
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    await case.reported()
    await case.handling_started()
    return ticket, case


async def last_decision(hotline: Hotline, ticket: dict[str, Any]) -> Any:
    events = [each for each in await hotline.events_of(ticket) if each.type.endswith("ticket.return_decided.v1")]
    return events[-1]


@pytest.mark.parametrize(("stop", "go_on"), KEPT, ids=lambda step: step[0])
async def test_it_is_asked_as_soon_as_it_can_be(hotline: Hotline, stop: Any, go_on: Any) -> None:
    ticket, case = await with_a_case(hotline)
    stopped = await hotline.acted(ticket, *stop)

    await case.voided()
    assert (await hotline.shown(ticket))["status"] == stopped["status"]
    await hotline.acted(ticket, *go_on)

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["return_reason_code"]) == ("returned", "case_voided")
    assert (await hotline.history(ticket))[-1]["note"] == "duplicate"


async def test_it_is_asked_when_the_pause_ends_by_itself(hotline: Hotline) -> None:
    timed = Timed(hotline)
    await timed.opens()
    dispatched = await timed.does(MONDAY + HOUR, "dispatches", {"lead_unit_code": "84"})
    case = Case(hotline, dispatched)
    await case.tells(grid.CaseHandlingStartedV1, at=MONDAY + 2 * HOUR)
    await timed.does(MONDAY + 3 * HOUR, *QUESTION)
    await case.tells(grid.CaseDismissedV1, at=MONDAY + 4 * HOUR, reason_code="no_such_place")

    shown = await timed.does(MONDAY + 8 * DAY, "remarks", {"content": "看一下"})

    assert (shown["status"], shown["return_reason_code"]) == ("returned", "case_dismissed")


async def test_an_approved_reply_is_the_answer_though_the_case_was_voided(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await hotline.acted(ticket, *REPLY)
    await case.voided()

    shown = await hotline.acted(ticket, "reply-reviews", {"approved": True})

    assert (shown["status"], shown["reply"]) == ("resolved", "已更换灯具")


async def test_a_case_given_back_and_assigned_again_is_no_matter_for_the_desk(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await hotline.acted(ticket, *QUESTION)
    await case.tells(grid.CaseReturnedV1, reason_code="not_our_remit")
    await case.assigned()

    assert (await hotline.acted(ticket, "resumptions", {}))["status"] == "handling"


async def test_a_refused_return_of_a_voided_case_asks_the_grid_for_another(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await case.voided()

    refused = await hotline.acted(ticket, "return-decisions", {"agreed": False})

    assert (refused["status"], refused["case_id"]) == ("handling", None)
    decision = await last_decision(hotline, ticket)
    assert (decision.data["agreed"], decision.data["is_case_wanted"], decision.data["dispatch_no"]) == (False, True, 1)
    another = Case(hotline, ticket)
    another.answers = decision.sequence
    await another.closed("修好了")
    assert (await hotline.shown(ticket))["reply"] == "修好了"


async def test_a_refused_return_of_a_case_that_waits_in_the_grid_keeps_it(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await case.tells(grid.CaseReturnedV1, reason_code="not_our_remit")

    refused = await hotline.acted(ticket, "return-decisions", {"agreed": False})

    assert refused["case_id"] == str(case.id)
    assert (await last_decision(hotline, ticket)).data["is_case_wanted"] is False


async def test_a_case_voided_while_the_units_own_return_waits_is_replaced_when_that_is_refused(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await hotline.acted(ticket, "returns", {"reason_code": "not_our_remit", "basis": "属住建局"})
    await case.voided()

    refused = await hotline.acted(ticket, "return-decisions", {"agreed": False})

    assert (refused["status"], refused["case_id"]) == ("handling", None)
    assert (await last_decision(hotline, ticket)).data["is_case_wanted"] is True


async def test_silence_keeps_the_ticket_and_asks_the_grid_for_another_case(hotline: Hotline) -> None:
    timed = Timed(hotline)
    await timed.opens()
    case = Case(hotline, await timed.does(MONDAY + HOUR, "dispatches", {"lead_unit_code": "84"}))
    await case.tells(grid.CaseVoidedV1, at=MONDAY + 2 * HOUR, reason_code="duplicate")

    shown = await timed.does(MONDAY + 2 * DAY, "remarks", {"content": "看一下"})

    assert (shown["status"], shown["case_id"]) == ("dispatched", None)
    decision = await last_decision(hotline, timed.ticket)
    assert (decision.data["agreed"], decision.data["is_case_wanted"]) == (False, True)


async def test_a_case_closed_while_a_return_waits_withdraws_it(hotline: Hotline) -> None:
    ticket, case = await with_a_case(hotline)
    await hotline.acted(ticket, "returns", {"reason_code": "not_our_remit", "basis": "属住建局"})

    await case.closed("修好了")

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["reply"]) == ("resolved", "修好了")
    refusal, end = (await hotline.history(ticket))[-2:]
    assert (refusal["action"], refusal["actor"], refusal["note"]) == (
        "refuse_return", "svc-grid", "网格案件已结案，退单申请撤回",
    )  # fmt: skip
    assert end["action"] == "resolve"
    assert (await last_decision(hotline, ticket)).data["is_case_wanted"] is False


async def test_a_reopened_ticket_whose_case_is_voided_asks_once_the_unit_begins(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("reopened")
    await Case(hotline, ticket).voided()

    begun = await hotline.acted(ticket, "handlings", {})

    assert (begun["status"], begun["return_reason_code"]) == ("returned", "case_voided")
