"""What could be lost by accident: emergencies, low ratings, supervisions, imported tickets. Each has somebody who must act."""

from datetime import datetime
from typing import Any

import pytest
from hotline_builders import HANDLING, OPEN, REGIMENT, Hotline
from sqlalchemy import select
from timed_builders import DAY, HOUR, MONDAY, Timed

from svc_hotline.tickets.models import Ticket

LOW = {"outcome": "reached", "rating": "very_dissatisfied"}


@pytest.fixture
def timed(hotline: Hotline) -> Timed:
    return Timed(hotline)


async def dissatisfied_twice(timed: Timed, *, supervised: bool = False) -> datetime:
    """Answered for the third time; says when. Another low rating cannot reopen it."""
    await timed.opens()
    await timed.is_handled()
    if supervised:
        await timed.does(MONDAY + 2 * HOUR, "supervisions", {"reason": "群众反映集中"})
    at = MONDAY + 3 * HOUR
    for _ in range(2):
        await timed.is_resolved(at)
        await timed.does(at + HOUR / 4, "callbacks", LOW)
        await timed.does(at + HOUR / 2, "handlings")
        at += HOUR
    await timed.is_resolved(at)
    return at


async def waking(timed: Timed) -> Any:
    """When the service looks at the ticket again, and where it stands."""
    async with timed.hotline.harness.sessions() as db:
        return (await db.execute(select(Ticket.wake_at, Ticket.status).where(Ticket.id == timed.ticket["id"]))).one()


async def actions_of(timed: Timed) -> list[str]:
    return [step["action"] for step in await timed.hotline.history(timed.ticket)]


async def test_an_emergency_that_the_public_writes_down_is_handed_over_by_somebody_and_not_by_itself(hotline: Hotline) -> None:
    told = await hotline.public.post("/v1/tickets", json=OPEN | {"channel": "web", "emergency_line": "119", "title": "着火了"})

    ticket = await hotline.shown(told.json())
    waiting = (await hotline.desk.get("/v1/hotline/queues/unassigned")).json()["items"]

    assert (ticket["status"], ticket["urgency"], ticket["handed_over_to"]) == ("accepted", "critical", None)
    assert [each["id"] for each in waiting] == [ticket["id"]]
    assert "119" in (await hotline.history(ticket))[-1]["note"]


async def test_what_is_urgent_and_not_dispatched_within_the_hour_goes_up_at_any_time_of_the_day(timed: Timed) -> None:
    evening = MONDAY + 12 * HOUR
    await timed.opens(evening, urgency="urgent")

    await timed.does(evening + 2 * HOUR, "remarks", {"content": "检查"})

    assert ("escalate", evening + HOUR) in await timed.by_time()


@pytest.mark.parametrize("status", ["dispatched", "signed", "handling", "returned", "awaiting_caller", "suspended", "reopened"])
async def test_an_emergency_found_later_is_handed_over_from_wherever_the_ticket_is(hotline: Hotline, status: str) -> None:
    ticket = await hotline.brought_to(status)

    done = await hotline.acted(ticket, "hand-overs", {"emergency_line": "119"})

    assert (done["status"], done["close_outcome"], done["handed_over_to"]) == ("closed", "handed_over", "119")
    assert done["returned_times"] == (1 if status == "returned" else 0)


@pytest.mark.parametrize("status", ["dispatched", "signed", "handling"])
async def test_a_duplicate_found_later_is_merged_from_the_unit_s_hands_and_belongs_to_no_unit_then(
    hotline: Hotline, status: str
) -> None:
    main, ticket = await hotline.opened(), await hotline.brought_to(status)

    done = await hotline.acted(ticket, "merges", {"main_ticket_id": main["id"]})
    again = await hotline.acted(done, "unmerges", {})

    assert (done["status"], done["lead_unit_code"], done["returned_times"]) == ("merged", None, 0)
    assert (again["status"], again["lead_unit_code"], again["signed_at"]) == ("accepted", None, None)


async def test_a_member_that_leaves_by_its_own_end_no_longer_counts_for_the_main(hotline: Hotline) -> None:
    for action, body in (("rejections", {"reason_code": "outside_remit"}), ("hand-overs", {"emergency_line": "119"})):
        main, member, other = await hotline.opened(), await hotline.opened(), await hotline.opened()
        await hotline.acted(member, "merges", {"main_ticket_id": main["id"]})

        await hotline.acted(member, action, body)

        assert (await hotline.shown(main))["merged_count"] == 0
        assert (await hotline.acted(main, "merges", {"main_ticket_id": other["id"]}))["status"] == "merged"


async def test_a_low_rating_is_not_undone_by_asking_again(timed: Timed) -> None:
    at = await dissatisfied_twice(timed)
    await timed.does(at + HOUR / 4, "callbacks", LOW)

    again = await timed.tries(at + HOUR / 2, "callbacks", {"outcome": "reached", "rating": "neutral"})
    by_the_caller = await timed.tries(at + HOUR / 2, "ratings", {"rating": "satisfied"})

    assert [answer.status_code for answer in (again, by_the_caller)] == [409, 409]
    assert "answer_rating" in again.json()["possible"]
    assert (await timed.hotline.shown(timed.ticket))["is_rating_unanswered"] is True


async def test_after_the_second_reopening_it_is_supervised_though_it_was_supervised_before(timed: Timed) -> None:
    at = await dissatisfied_twice(timed, supervised=True)

    ticket = await timed.does(at + HOUR / 4, "callbacks", LOW)

    assert (await actions_of(timed))[-1] == "supervise"
    assert datetime.fromisoformat(ticket["supervised_due_at"]) == await timed.due(at + HOUR / 4, 3)


async def test_a_third_low_rating_of_a_closed_ticket_is_supervised(timed: Timed) -> None:
    at = await dissatisfied_twice(timed)
    await timed.does(at + HOUR / 4, "callbacks", {"outcome": "declined"})

    await timed.does(at + HOUR, "ratings", {"rating": "very_dissatisfied"})
    rated = await timed.hotline.shown(timed.ticket)
    answered = await timed.does(at + 2 * HOUR, "rating-answers", {"content": "已重新整改"})

    assert (rated["status"], rated["is_supervised"], rated["is_rating_unanswered"]) == ("closed", True, True)
    assert answered["supervised_due_at"] is None


async def test_a_supervision_ends_with_the_answer_and_is_never_late_after_it(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "supervisions", {"reason": "群众反映集中"})
    resolved = await timed.is_resolved(MONDAY + 3 * HOUR)
    await timed.does(MONDAY + 4 * HOUR, "callbacks", {"outcome": "reached", "rating": "satisfied"})
    await timed.does(MONDAY + 60 * DAY, "reopenings", {"reason": "又不亮了"})

    ticket = await timed.does(MONDAY + 60 * DAY + HOUR, "handlings")

    assert resolved["supervised_due_at"] is None
    assert (ticket["is_supervised"], ticket["escalated_times"]) == (True, 0)


async def test_whatever_time_has_done_to_an_open_ticket_there_is_something_it_will_do_next(timed: Timed) -> None:
    at = await dissatisfied_twice(timed)
    await timed.does(at + HOUR / 4, "callbacks", LOW)
    handled, unassigned = Timed(timed.hotline), Timed(timed.hotline)
    await handled.opens()
    await handled.is_handled()
    await unassigned.opens()

    for each in (timed, handled, unassigned):
        await each.is_left_to_the_sweeper()
        wake_at, status = await waking(each)
        assert status != "closed"
        assert wake_at is not None


async def test_what_is_raised_to_urgent_is_to_be_signed_for_sooner_and_never_later(timed: Timed) -> None:
    await timed.opens()
    await timed.does(MONDAY, "dispatches", {"lead_unit_code": "84"})

    urgent = await timed.does(MONDAY + HOUR / 2, "reclassifications", {"urgency": "urgent"})
    normal = await timed.does(MONDAY + HOUR, "reclassifications", {"urgency": "normal"})
    await timed.does(MONDAY + 3 * HOUR, "remarks", {"content": "检查"})

    assert datetime.fromisoformat(urgent["sign_due_at"]) == MONDAY + 2 * HOUR
    assert normal["sign_due_at"] == urgent["sign_due_at"]
    assert ("escalate", MONDAY + 2 * HOUR) in await timed.by_time()


async def test_what_was_answered_once_is_not_rejected_any_more(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("reopened")
    await hotline.acted(ticket, "dispatches", {"lead_unit_code": "84"})
    await hotline.acted(ticket, "returns", {"reason_code": "duplicate", "basis": "重复"})
    await hotline.acted(ticket, "return-decisions", {"agreed": True})

    refused = await hotline.act(ticket, "rejections", {"reason_code": "already_answered"})

    assert refused.status_code == 409
    assert "dispatch" in refused.json()["possible"]


async def test_an_imported_ticket_that_is_open_waits_for_the_desk_and_is_due(hotline: Hotline) -> None:
    row = {
        "line": 2, "reference": "1", "title": "路灯不亮", "description": "路灯", "status": "accepted",
        "opened_at": "2025-03-10T02:00:00Z", "category_code": "urban.lighting",
    }  # fmt: skip
    (await hotline.admin.post("/v1/ticket-imports", json={"source": "old", "rows": [row]})).raise_for_status()

    [waiting] = (await hotline.desk.get("/v1/hotline/queues/unassigned")).json()["items"]

    assert waiting["due_at"] > waiting["wait_until"]
    assert not waiting["is_overdue"]


async def test_staff_of_no_unit_do_not_act_for_a_ticket_that_no_unit_has(hotline: Hotline) -> None:
    ticket = await hotline.opened()
    of_no_unit = hotline.harness.as_("unit", territory_code=REGIMENT)

    refused = await hotline.act(ticket, "questions", {"question": "请说明灯杆号"}, client=of_no_unit)

    assert refused.status_code == 403


async def test_a_handed_over_or_merged_ticket_tells_the_grid_by_its_events(hotline: Hotline) -> None:
    handed, merged, main = await hotline.opened(), await hotline.opened(), await hotline.opened()
    for ticket in (handed, merged):
        for action, body in HANDLING:
            await hotline.acted(ticket, action, body)

    await hotline.acted(handed, "hand-overs", {"emergency_line": "110"})
    await hotline.acted(merged, "merges", {"main_ticket_id": main["id"]})

    assert (await hotline.kinds_of_events(handed))[-1] == "handed_over"
    assert (await hotline.kinds_of_events(merged))[-1] == "merged"
