"""The hotline's tickets become cases, once each."""

from datetime import UTC, datetime

from grid_builders import COMMUNITY, Grid, Ticket

from contracts import hotline


async def test_a_ticket_dispatched_to_a_community_opens_one_case_however_often_it_is_told(grid: Grid) -> None:
    ticket = Ticket(grid)

    first = await ticket.dispatched("84-03", "community")
    await ticket.dispatched("84-03", "community", event_id=first.id)

    cases = await grid.cases_of(ticket.id)
    assert [(case["status"], case["source"], case["territory_code"]) for case in cases] == [("registered", "hotline", COMMUNITY)]
    assert await grid.facts_of(cases[0]) == ["reported", "registered"]


async def test_a_ticket_dispatched_to_a_department_opens_none(grid: Grid) -> None:
    ticket = Ticket(grid)

    await ticket.dispatched("dept-07", "department")

    assert await grid.cases_of(ticket.id) == []


async def test_a_new_dispatch_voids_the_case_and_opens_another(grid: Grid) -> None:
    ticket = Ticket(grid)
    await ticket.dispatched("84-03", "community")

    await ticket.dispatched("84", "regiment", number=2)

    cases = await grid.cases_of(ticket.id)
    assert [(case["status"], case["unit_code"]) for case in cases] == [("voided", "84-03"), ("registered", "84")]
    assert cases[0]["reason_code"] == "redispatched"


async def test_an_older_dispatch_that_comes_late_changes_nothing(grid: Grid) -> None:
    ticket = Ticket(grid)
    await ticket.dispatched("84", "regiment", number=2)

    await ticket.dispatched("84-03", "community", number=1)

    assert [case["unit_code"] for case in await grid.cases_of(ticket.id)] == ["84"]


async def test_a_ticket_that_goes_elsewhere_voids_its_case(grid: Grid) -> None:
    ends = {
        "ticket_returned": (hotline.TicketReturnDecidedV1, {"agreed": True}),
        "ticket_rejected": (hotline.TicketRejectedV1, {"reason_code": "outside_remit"}),
        "ticket_handed_over": (hotline.TicketHandedOverV1, {"emergency_line": "119"}),
        "ticket_merged": (hotline.TicketMergedV1, {"main_ticket_id": "01959c2e-8a00-7000-8000-000000000009"}),
    }
    for reason, (model, facts) in ends.items():
        ticket = Ticket(grid)
        await ticket.dispatched("84-03", "community")

        await ticket.tells(model, facts)

        assert [(case["status"], case["reason_code"]) for case in await grid.cases_of(ticket.id)] == [("voided", reason)]


async def test_a_refused_return_leaves_the_case(grid: Grid) -> None:
    ticket = Ticket(grid)
    await ticket.dispatched("84-03", "community")

    await ticket.tells(hotline.TicketReturnDecidedV1, {"agreed": False})

    assert [case["status"] for case in await grid.cases_of(ticket.id)] == ["registered"]


async def test_a_reopened_ticket_gets_another_case_at_the_same_unit(grid: Grid) -> None:
    ticket = Ticket(grid)
    await ticket.dispatched("84-03", "community")
    case = (await grid.cases_of(ticket.id))[0]
    ways = [("assignments", {"unit_code": "84-03"}), ("handlings", {}), ("results", {"result": "已修"})]
    for action, body in [*ways, ("verifications", {"passed": True}), ("closures", {})]:
        assert (await grid.act(case, action, body)).status_code == 201

    await ticket.tells(hotline.TicketReopenedV1, {"times": 1})

    cases = await grid.cases_of(ticket.id)
    assert [(each["status"], each["unit_code"]) for each in cases] == [("closed", "84-03"), ("registered", "84-03")]


async def test_a_replayed_dispatch_opens_its_case_at_the_time_it_tells(grid: Grid) -> None:
    ticket, at = Ticket(grid), datetime(2025, 3, 14, 2, 5, tzinfo=UTC)

    await ticket.dispatched("84-03", "community", at=at)

    case = (await grid.cases_of(ticket.id))[0]
    assert case["reported_at"] == "2025-03-14T02:05:00Z"
    assert case["number"].startswith("AJ-20250314-")
