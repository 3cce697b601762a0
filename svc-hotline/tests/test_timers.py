"""What time does to tickets: each thing once, at its own instant, whoever was asleep meanwhile."""

from datetime import UTC, datetime

import pytest
from hotline_builders import Hotline
from timed_builders import DAY, HOUR, MONDAY, Timed

from contracts.worktime import LimitUnit


@pytest.fixture
def timed(hotline: Hotline) -> Timed:
    return Timed(hotline)


async def test_a_ticket_that_nobody_dispatches_goes_up_and_falls_due_once_and_is_never_forgotten(timed: Timed) -> None:
    opened = await timed.opens()

    ticket = await timed.is_left_to_the_sweeper()

    half_a_day = await timed.due(MONDAY, 4, LimitUnit.WORKING_HOURS)
    next_day = await timed.due(half_a_day, 1)
    due = datetime.fromisoformat(opened["due_at"])
    supervised = await timed.due(due, 5)
    late = await timed.due(supervised, 3)
    happened = await timed.by_time()
    assert sorted(happened[:7]) == sorted(
        [
            ("escalate", half_a_day), ("escalate", next_day), ("escalate", await timed.due(next_day, 1)),
            ("warn", datetime.fromisoformat(ticket["warned_at"])), ("mark_overdue", due), ("supervise", supervised),
            ("escalate", late),
        ]
    )  # fmt: skip
    for again in happened[7:]:
        late = await timed.due(late, 10)
        assert again == ("escalate", late)
    assert await timed.due(late, 10) > datetime.now(UTC)
    assert (ticket["status"], ticket["is_overdue"], ticket["is_supervised"]) == ("accepted", True, True)
    assert ticket["escalation_reason"] == "supervision_late"


async def test_whoever_comes_late_finds_the_ticket_as_the_sweeper_would_have_left_it(timed: Timed, hotline: Hotline) -> None:
    await timed.opens()
    swept = Timed(hotline)
    await swept.opens()
    await swept.is_left_to_the_sweeper()
    long_after = MONDAY + 60 * DAY

    await timed.does(long_after, "remarks", {"content": "终于有人看到"})

    assert await timed.by_time() == [each for each in await swept.by_time() if each[1] <= long_after]
    await hotline.kinds_of_events(timed.ticket)  # its versions are 1..n


async def test_the_sweeper_leaves_a_replayed_ticket_to_its_replay(timed: Timed, hotline: Hotline) -> None:
    await timed.opens()
    other = Timed(hotline)
    await other.opens()
    await other.is_left_to_the_sweeper()

    assert await timed.by_time() == []
    assert await other.by_time() != []


async def test_what_was_done_in_time_is_not_marked_however_late_the_sweeper_comes(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.is_resolved(MONDAY + 2 * HOUR)
    await timed.does(MONDAY + 3 * HOUR, "callbacks", {"outcome": "reached", "rating": "satisfied"})

    ticket = await timed.is_left_to_the_sweeper()

    assert await timed.by_time() == []
    assert (ticket["is_overdue"], ticket["escalated_times"], ticket["warned_at"]) == (False, 0, None)


async def test_the_warning_comes_at_four_fifths_and_before_the_deadline(timed: Timed) -> None:
    opened = await timed.opens()
    await timed.is_handled()

    ticket = await timed.does(MONDAY + 30 * DAY, "remarks", {"content": "检查"})

    warned, due = (datetime.fromisoformat(text) for text in (ticket["warned_at"], opened["due_at"]))
    # Three working days after Monday: the last of the three is Thursday; a fifth of 72 hours is 14.4 hours.
    assert (due - warned).total_seconds() == pytest.approx(14.4 * 3600)
    assert datetime.fromisoformat(ticket["overdue_at"]) == due


async def test_a_unit_that_does_not_sign_goes_up_and_stays_marked(timed: Timed) -> None:
    await timed.opens()
    dispatched = await timed.does(MONDAY + HOUR, "dispatches", {"lead_unit_code": "84"})

    await timed.does(MONDAY + 2 * DAY, "signatures")

    assert timed.ticket["was_sign_overdue"] is True
    assert timed.ticket["escalation_reason"] == "not_signed"
    assert ("escalate", datetime.fromisoformat(dispatched["sign_due_at"])) in await timed.by_time()


async def test_silence_on_a_return_means_the_unit_keeps_the_ticket(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "returns", {"reason_code": "not_our_remit", "basis": "属住建局"})

    await timed.does(MONDAY + 2 * DAY, "remarks", {"content": "检查"})

    assert timed.ticket["status"] == "handling"
    assert ("refuse_return", await timed.due(MONDAY + 2 * HOUR, 1)) in await timed.by_time()


async def test_a_ticket_returned_again_is_disputed_and_a_supervisor_decides(timed: Timed, hotline: Hotline) -> None:
    await timed.opens()
    for at in (1, 3):
        await timed.does(MONDAY + at * HOUR, "dispatches", {"lead_unit_code": "84"})
        await timed.does(MONDAY + at * HOUR, "returns", {"reason_code": "not_our_remit", "basis": "属住建局"})
        if at == 1:
            await timed.does(MONDAY + 2 * HOUR, "return-decisions", {"agreed": True})
    path = f"/v1/tickets/{timed.ticket['id']}/return-decisions"

    refused = await timed.as_(MONDAY + 4 * HOUR, "desk").post(path, json={"agreed": True})
    decided = await timed.as_(MONDAY + 4 * HOUR, "supervisor").post(path, json={"agreed": False})

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:gov171:problem:dispute-is-supervisors")
    assert (decided.status_code, decided.json()["is_disputed"]) == (201, False)
    assert decided.json()["escalation_reason"] == "dispute"


async def test_a_question_to_the_caller_stops_the_clock_and_the_answer_lets_it_go_on(timed: Timed) -> None:
    opened = await timed.opens()
    await timed.is_handled()

    asked = dict(await timed.does(MONDAY + 2 * HOUR, "questions", {"question": "请说明灯杆号"}))
    await timed.does(MONDAY + 2 * DAY, "supplements", {"content": "0317", "query_code": opened["query_code"]})
    told = await timed.hotline.shown(timed.ticket)

    assert (asked["status"], asked["due_at"], asked["question"]) == ("awaiting_caller", None, "请说明灯杆号")
    # Of the days that count, the clock slept through the end of Tuesday.
    assert datetime.fromisoformat(told["due_at"]) == await timed.due(MONDAY, 4)
    assert (told["status"], told["question"]) == ("handling", None)


async def test_a_caller_who_says_nothing_does_not_stop_the_clock_for_ever(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "questions", {"question": "请说明灯杆号"})

    await timed.does(MONDAY + 9 * DAY, "remarks", {"content": "检查"})

    assert timed.ticket["status"] == "handling"
    assert ("resume", await timed.due(MONDAY + 2 * HOUR, 5)) in await timed.by_time()


async def test_a_pause_is_kept_when_the_ticket_is_reclassified(timed: Timed) -> None:
    opened = await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "questions", {"question": "请说明灯杆号"})
    await timed.does(MONDAY + 2 * DAY, "supplements", {"content": "0317", "query_code": opened["query_code"]})

    ticket = await timed.does(MONDAY + 2 * DAY, "reclassifications", {"category_code": "service", "kind": "complaint"})

    # A complaint has five days where its category says nothing; the clock slept through another.
    assert datetime.fromisoformat(ticket["due_at"]) == await timed.due(MONDAY, 6)


async def test_a_suspended_ticket_goes_on_by_itself_at_its_review(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    review = MONDAY + 20 * DAY
    await timed.does(MONDAY + 2 * HOUR, "suspensions", {"reason": "冬季停工", "review_at": review.isoformat()})

    await timed.does(review + HOUR, "remarks", {"content": "检查"})

    assert timed.ticket["status"] == "handling"
    assert ("resume", review) in await timed.by_time()


@pytest.mark.parametrize("days", [0, 61])
async def test_a_suspension_ends_within_sixty_days(timed: Timed, days: int) -> None:
    await timed.opens()
    await timed.is_handled()
    body = {"reason": "停工", "review_at": (MONDAY + HOUR + days * DAY).isoformat()}

    answer = await timed.tries(MONDAY + HOUR, "suspensions", body)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:review-too-far")


async def test_an_extension_moves_the_deadline_once_it_is_granted(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()

    asked = dict(await timed.does(MONDAY + 2 * HOUR, "extensions", {"days": 3, "reason": "需采购配件"}))
    granted = await timed.does(MONDAY + 3 * HOUR, "extension-decisions", {"granted": True})

    assert datetime.fromisoformat(asked["due_at"]) == await timed.due(MONDAY, 3)
    assert datetime.fromisoformat(granted["due_at"]) == await timed.due(MONDAY, 6)
    assert (granted["extended_times"], granted["extension_days"], granted["extension_asked_days"]) == (1, 3, None)


async def test_silence_on_an_extension_means_no(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.does(MONDAY + 2 * HOUR, "extensions", {"days": 3, "reason": "需采购配件"})

    ticket = await timed.does(MONDAY + 2 * DAY, "remarks", {"content": "检查"})

    assert ("refuse_extension", await timed.due(MONDAY + 2 * HOUR, 1)) in await timed.by_time()
    assert datetime.fromisoformat(ticket["due_at"]) == await timed.due(MONDAY, 3)


async def test_after_the_deadline_nobody_asks_for_more_time(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()

    answer = await timed.tries(MONDAY + 10 * DAY, "extensions", {"days": 1, "reason": "来不及"})

    assert answer.status_code == 409


async def test_what_was_overdue_stays_so_when_it_is_reopened_and_may_fall_due_again(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    await timed.is_resolved(MONDAY + 10 * DAY)
    reopened = dict(await timed.does(MONDAY + 10 * DAY + HOUR, "callbacks", {"outcome": "reached", "rating": "dissatisfied"}))

    await timed.does(MONDAY + 30 * DAY, "remarks", {"content": "检查"})

    assert (reopened["is_overdue"], reopened["overdue_at"]) == (True, None)
    assert [action for action, _ in await timed.by_time()].count("mark_overdue") == 2


async def test_a_caller_whom_nobody_calls_back_goes_up_and_in_the_end_keeps_the_answer(timed: Timed) -> None:
    await timed.opens()
    await timed.is_handled()
    resolved_at = MONDAY + 3 * HOUR
    await timed.is_resolved(resolved_at)

    ticket = await timed.is_left_to_the_sweeper()

    late = await timed.due(resolved_at, 1)
    assert await timed.by_time() == [("escalate", late), ("close", await timed.due(late, 10))]
    assert (ticket["status"], ticket["close_outcome"], ticket["reply"]) == ("closed", "no_callback", "已更换灯具")


async def test_a_low_rating_of_a_closed_ticket_is_owed_an_answer(timed: Timed) -> None:
    opened = await timed.opens()
    await timed.is_handled()
    await timed.is_resolved(MONDAY + 2 * HOUR)
    await timed.does(MONDAY + 3 * HOUR, "callbacks", {"outcome": "declined"})
    rated_at = MONDAY + 4 * HOUR
    await timed.does(rated_at, "ratings", {"rating": "very_dissatisfied", "query_code": opened["query_code"]})

    ticket = dict(await timed.is_left_to_the_sweeper())
    answered = await timed.does(MONDAY + 600 * DAY, "rating-answers", {"content": "已重新整改"})
    public = await timed.hotline.public.get(
        "/v1/ticket-lookups", params={"number": opened["number"], "query_code": opened["query_code"]}
    )

    gone_up = await timed.by_time()
    assert gone_up[:2] == [("escalate", first := await timed.due(rated_at, 15)), ("escalate", await timed.due(first, 10))]
    assert {action for action, _ in gone_up} == {"escalate"}
    assert (ticket["is_rating_unanswered"], ticket["status"]) == (True, "closed")
    assert (answered["is_rating_unanswered"], public.json()["rating_answer"]) == (False, "已重新整改")
