"""What a ticket tells late, again or out of turn opens no case that nobody closes, and keeps none from its unit."""

from itertools import permutations
from typing import Any

import pytest
from grid_builders import COMMUNITY, Grid, Ticket

from contracts import hotline

AGREED = (hotline.TicketReturnDecidedV1, {"agreed": True})
CLOSED = (
    hotline.TicketClosedV1,
    {"outcome": "rated", "accepted_at": "2025-03-14T02:05:00Z", "closed_at": "2025-03-18T09:00:00Z"},
)
HANDED_OVER = (hotline.TicketHandedOverV1, {"emergency_line": "119"})
MERGED = (hotline.TicketMergedV1, {"main_ticket_id": "01959c2e-8a00-7000-8000-000000000009"})
REJECTED = (hotline.TicketRejectedV1, {"reason_code": "outside_remit"})


def dispatched(unit: str, kind: str, number: int) -> tuple[type[Any], dict[str, Any]]:
    facts = {"lead_unit_code": unit, "lead_unit_kind": kind, "dispatch_no": number, "title": "路灯不亮", "kind": "complaint"}
    return hotline.TicketDispatchedV1, facts | {"urgency": "normal", "territory_code": COMMUNITY}


def reopened(number: int) -> tuple[type[Any], dict[str, Any]]:
    return hotline.TicketReopenedV1, {"times": 1, "dispatch_no": number}


def kept(number: int) -> tuple[type[Any], dict[str, Any]]:
    return hotline.TicketReturnDecidedV1, {"agreed": False, "is_case_wanted": True, "dispatch_no": number}


ONE, TWO = dispatched("84-03", "community", 1), dispatched("84", "regiment", 2)
ELSEWHERE = dispatched("dept-07", "department", 2)
# What a ticket told, in its order, and the unit that has an open case after it; none: nobody.
LIVES: dict[str, tuple[list[Any], str | None]] = {
    "returned": ([ONE, AGREED], None),
    "rejected": ([ONE, AGREED, REJECTED], None),
    "closed": ([ONE, CLOSED], None),
    "handed_over": ([ONE, HANDED_OVER], None),
    "merged_and_out_again": ([ONE, MERGED, TWO], "84"),
    "reopened": ([ONE, CLOSED, reopened(1)], "84-03"),
    "dispatched_again": ([ONE, AGREED, TWO], "84"),
    "dispatched_elsewhere": ([ONE, AGREED, ELSEWHERE], None),
    "reopened_elsewhere": ([ONE, AGREED, ELSEWHERE, reopened(2)], None),
    "reopened_after_the_second": ([ONE, AGREED, TWO, reopened(2)], "84"),
    "kept_after_the_second": ([AGREED, TWO, kept(2), CLOSED], None),
}


async def told(grid: Grid, life: list[Any], order: tuple[int, ...]) -> Ticket:
    ticket = Ticket(grid)
    for turn in order:
        ticket.version = turn
        await ticket.tells(*life[turn])
    return ticket


@pytest.mark.parametrize("name", LIVES)
async def test_the_order_in_which_a_ticket_is_heard_does_not_matter(grid: Grid, name: str) -> None:
    life, unit = LIVES[name]

    for order in permutations(range(len(life))):
        ticket = await told(grid, life, order)

        cases = await grid.cases_of(ticket.id)
        still_open = [case["unit_code"] for case in cases if case["status"] != "voided"]
        assert still_open == ([unit] if unit else []), order


async def test_no_case_of_another_dispatch_says_it_answers_the_reopening(grid: Grid) -> None:
    for order in permutations(range(4)):
        ticket = await told(grid, [ONE, AGREED, TWO, reopened(2)], order)

        for case in await grid.cases_of(ticket.id):
            events = [each for each in await grid.harness.events() if each.subject == case["id"]]
            answered = {each.data["ticket_sequence"] for each in events}
            assert answered <= ({1} if case["unit_code"] == "84-03" else {3, 4}), order


async def test_a_case_says_which_of_its_tickets_events_it_answers(grid: Grid) -> None:
    ticket = Ticket(grid)
    ticket.version = 1
    await ticket.dispatched("84-03", "community")
    case = (await grid.cases_of(ticket.id))[0]
    ticket.version = 6

    await ticket.tells(*reopened(1))
    await grid.act(case, "assignments", {"unit_code": "84-03"})

    events = [each for each in await grid.harness.events() if each.subject == case["id"]]
    assert [(each.type.split(".")[3], each.data["ticket_sequence"]) for each in events] == [
        ("reported", 2), ("registered", 2), ("assigned", 7),
    ]  # fmt: skip


async def test_a_ticket_kept_by_its_unit_gets_another_case_where_one_is_wanted(grid: Grid) -> None:
    ticket = Ticket(grid)
    await ticket.dispatched("84-03", "community")
    await grid.act((await grid.cases_of(ticket.id))[0], "voids", {"reason_code": "duplicate"})

    await ticket.tells(*kept(1))

    cases = await grid.cases_of(ticket.id)
    assert [(case["status"], case["unit_code"]) for case in cases] == [("voided", "84-03"), ("registered", "84-03")]
