"""A ticket follows the grid case of its present dispatch and round, however late any case tells of itself."""

from typing import Any

import pytest
from hotline_builders import Case, Hotline

from contracts import grid


async def dispatched_again(hotline: Hotline, unit: str = "85") -> tuple[dict[str, Any], dict[str, Any]]:
    """A ticket as its first dispatch left it, and as its second did."""
    ticket = await hotline.brought_to("dispatched")
    first = dict(ticket)
    await hotline.acted(ticket, "returns", {"reason_code": "not_our_remit", "basis": "不属本单位"})
    await hotline.acted(ticket, "return-decisions", {"agreed": True})
    return first, await hotline.acted(ticket, "dispatches", {"lead_unit_code": unit})


async def test_a_late_case_of_an_earlier_dispatch_does_not_give_the_later_one_back(hotline: Hotline) -> None:
    first, second = await dispatched_again(hotline, "dept-07")
    late = Case(hotline, first)

    await late.reported()
    await late.voided("ticket_returned")

    shown = await hotline.shown(second)
    assert (shown["status"], shown["case_id"], shown["version"]) == ("dispatched", None, second["version"])


async def test_the_case_of_the_present_dispatch_brings_the_answer_after_a_late_one(hotline: Hotline) -> None:
    first, second = await dispatched_again(hotline)
    late, present = Case(hotline, first), Case(hotline, second)

    await late.reported()
    await present.reported()
    await late.voided("ticket_returned")
    await present.closed("修好了")

    shown = await hotline.shown(second)
    assert (shown["status"], shown["reply"], shown["case_id"]) == ("resolved", "修好了", str(present.id))


@pytest.mark.parametrize("status", ["signed", "handling", "awaiting_caller", "suspended", "returned"])
async def test_a_case_is_linked_however_far_the_unit_has_come(hotline: Hotline, status: str) -> None:
    ticket = await hotline.brought_to(status)
    case = Case(hotline, ticket)
    case.answers = 2  # the dispatch is the second thing that happened to it

    await case.reported()
    assert (await hotline.shown(ticket))["case_id"] == str(case.id)
    await case.closed()

    assert (await hotline.shown(ticket))["status"] == "resolved"


async def test_a_reopened_ticket_already_begun_is_answered_by_its_second_case(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("reopened")
    second = Case(hotline, ticket)
    await hotline.acted(ticket, "handlings", {})

    await second.reported()
    await second.closed("再次更换")

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["reply"], shown["case_id"]) == ("resolved", "再次更换", str(second.id))


async def test_the_result_of_an_earlier_round_does_not_answer_a_reopened_ticket(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    await case.reported()
    for action, body in [("signatures", {}), ("handlings", {}), ("replies", {"content": "已更换灯具"})]:
        await hotline.acted(ticket, action, body)
    await hotline.acted(ticket, "reply-reviews", {"approved": True})
    reopened = await hotline.acted(ticket, "callbacks", {"outcome": "reached", "rating": "dissatisfied"})

    await case.closed("已更换灯具")
    assert (await hotline.shown(ticket))["version"] == reopened["version"]

    case.answers = reopened["version"]  # as where the grid goes on with the case it has
    await case.tells(grid.CaseClosedV1, result="再次更换", is_overdue=False)
    assert (await hotline.shown(ticket))["reply"] == "再次更换"


async def test_a_case_that_does_not_say_what_it_answers_is_linked_as_before(hotline: Hotline) -> None:
    _, second = await dispatched_again(hotline)
    case = Case(hotline, second, is_old=True)

    await case.reported()
    await case.assigned()

    shown = await hotline.shown(second)
    assert (shown["status"], shown["case_id"]) == ("signed", str(case.id))


async def test_what_a_case_told_before_does_not_undo_what_it_told_since(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    await case.reported()
    case.version = 2
    await case.voided()

    case.version = 1
    await case.assigned()
    refused = await hotline.acted(ticket, "return-decisions", {"agreed": False})

    assert (refused["status"], refused["case_id"]) == ("dispatched", None)
