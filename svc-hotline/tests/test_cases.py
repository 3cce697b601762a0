"""The grid's case moves its ticket, whatever the order in which its events come."""

import asyncio

from hotline_builders import Case, Hotline

from chassis.testing import ServiceHarness
from contracts import grid


async def test_a_case_brings_its_ticket_to_its_answer(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)

    await case.reported()
    await case.assigned()
    assert (await hotline.shown(ticket))["status"] == "signed"
    await case.handling_started()
    await case.closed("已更换灯具")

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["reply"], shown["case_id"]) == ("resolved", "已更换灯具", str(case.id))


async def test_an_event_that_comes_twice_moves_the_ticket_once(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    await case.reported()

    first = await case.assigned()
    await case.assigned(event_id=first.id)

    assert (await hotline.kinds_of_events(ticket)).count("signed") == 1


async def test_an_end_that_comes_before_its_beginning_counts_at_once(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    case.version = 4

    await case.closed("已更换灯具")
    case.version = 0
    await case.reported()

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["reply"], shown["case_id"]) == ("resolved", "已更换灯具", str(case.id))


async def test_an_end_that_does_not_say_what_it_answers_waits_for_its_beginning(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket, is_old=True)
    case.version = 4

    early = asyncio.create_task(case.closed("已更换灯具"))
    await _until_tried(hotline.harness, ticket)
    case.version = 0
    await case.reported()
    await early

    assert (await hotline.shown(ticket))["status"] == "resolved"


async def _until_tried(harness: ServiceHarness, ticket: dict[str, str]) -> None:
    """The early event has been handed out at least once when the stream's consumer has one more delivered."""
    jetstream = await harness.app.state.chassis.bus.jetstream()
    async with asyncio.timeout(10):
        while not (  # noqa: ASYNC110 - the server tells only by answering
            await jetstream.consumer_info("GRID", "hotline-follow-case")
        ).delivered.consumer_seq:
            await asyncio.sleep(0.05)


async def test_the_case_of_an_earlier_dispatch_moves_nothing(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    old = Case(hotline, ticket)
    await old.reported()
    await hotline.acted(ticket, "returns", {"reason_code": "not_our_remit", "basis": "不属本单位"})
    await hotline.acted(ticket, "return-decisions", {"agreed": True})
    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "85"})

    await old.closed()

    assert (await hotline.shown(ticket))["status"] == "dispatched"


async def test_a_dismissed_case_asks_the_desk_where_its_ticket_goes(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("dispatched")
    case = Case(hotline, ticket)
    await case.reported()

    await case.tells(grid.CaseDismissedV1, reason_code="no_such_place")

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["return_reason_code"]) == ("returned", "case_dismissed")


async def test_a_reopened_ticket_is_moved_by_its_next_case(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("reopened")
    case = Case(hotline, ticket)

    await case.reported()
    await case.handling_started()
    await case.closed("再次更换")

    shown = await hotline.shown(ticket)
    assert (shown["status"], shown["reply"]) == ("resolved", "再次更换")
