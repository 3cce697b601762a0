"""What follows a low rating: who may do what, and what time does to it, after any downtime too.

January 2025: the 26th is worked, the 28th to the 4th of February are the Spring Festival; the 8th of February is worked.
"""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from centre_builders import CENTRE, Centres
from online_case_builders import day, end_of
from rating_builders import ANSWER, LOW, Ratings
from sqlalchemy.exc import IntegrityError
from work_calendar_builders import Follower, published

from contracts.affairs import RectificationClosedV1, RectificationOverdueV1

MONDAY = day(1, 6)
IN_TIME = day(1, 7)


async def test_only_the_two_lowest_levels_have_to_be_answered(ratings: Ratings) -> None:
    for level in ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied"):
        case = await ratings.delivered()
        rated = await ratings.rated(case, level=level)
        assert (rated["rectification"] is not None) == (level in ("dissatisfied", "very_dissatisfied")), level

    assert {task["level"] for task in await ratings.tasks()} == {"dissatisfied", "very_dissatisfied"}


async def test_who_rated_low_is_called_within_a_day_and_answered_within_fifteen(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)

    assert (task["status"], task["call_due_at"], task["due_at"]) == ("open", end_of(1, 7), end_of(1, 26))
    assert (task["round"], task["is_overdue"], task["is_due_provisional"]) == (1, False, False)
    called = await ratings.done(case, task, "call_back", at=IN_TIME)
    answered = await ratings.done(case, task, "put_right", at=day(1, 26, 15, 59))

    assert (called["status"], called["call_outcome"], called["called_at"]) == ("called_back", "reached", "2025-01-07T04:00:00Z")
    assert (answered["status"], answered["answer"], answered["wait_until"]) == ("put_right", ANSWER["answer"], end_of(2, 14))
    assert answered["is_overdue"] is False
    seen = (await ratings.look_up(case))["rectification"]
    assert (seen["status"], seen["answer"]) == ("put_right", ANSWER["answer"])
    figures = (await ratings.figures())["figures"]
    told = ("rectifications", "rectifications_open", "called_back", "call_overdue", "put_right", "put_right_in_time", "overdue")
    assert [figures[name] for name in told] == [1, 1, 1, 0, 1, 1, 0]


async def test_each_lateness_is_told_once_and_stays(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)

    await ratings.let_time_pass()
    await ratings.let_time_pass()

    late = await ratings.task(task)
    assert (late["status"], late["call_overdue_at"], late["overdue_at"]) == ("open", end_of(1, 7), end_of(1, 26))
    assert [fact for _, fact in await ratings.told(task["id"])] == ["opened", "call_overdue", "overdue"]
    (event,) = [each for each in await ratings.harness.events() if each.type == RectificationOverdueV1.type]
    assert (event.time.isoformat(), event.data["due_at"]) == ("2025-01-26T16:00:00+00:00", end_of(1, 26))
    await ratings.done(case, task, "call_back", "put_right")
    assert (await ratings.done(case, task, "confirm"))["is_overdue"] is True
    figures = (await ratings.figures())["figures"]
    told = ("call_overdue", "called_back", "put_right", "put_right_in_time", "overdue", "closed", "put_right_in_time_percent")
    assert [figures[name] for name in told] == [1, 1, 1, 0, 1, 1, 0.0]


@pytest.mark.parametrize("is_swept", [True, False])
async def test_a_sweeper_that_was_away_changes_nothing(ratings: Ratings, is_swept: bool) -> None:
    case, task = await ratings.opened(at=MONDAY)
    if is_swept:
        await ratings.let_time_pass()

    await ratings.done(case, task, "call_back", at=day(2, 3))

    steps = [(step["action"], step["at"]) for step in await ratings.history(task)]
    assert steps[1:3] == [("mark_call_overdue", end_of(1, 7)), ("mark_overdue", end_of(1, 26))]
    assert [step["version"] for step in await ratings.history(task)] == [1, 2, 3, 4]


async def test_who_is_not_reached_is_called_three_times(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)

    for missed in (1, 2):
        seen = await ratings.done(case, task, "miss_call", at=IN_TIME)
        assert (seen["status"], seen["calls_missed"], seen["call_outcome"]) == ("open", missed, None)
    assert (await ratings.do(case, task, "put_right", at=IN_TIME)).status_code == 409  # it is not called back yet
    seen = await ratings.done(case, task, "miss_call", at=IN_TIME)

    assert (seen["status"], seen["calls_missed"], seen["call_outcome"]) == ("called_back", 3, "not_reached")
    steps = await ratings.history(task)
    assert [step["action"] for step in steps] == ["open", "miss_call", "miss_call", "call_back"]
    assert steps[-1]["data"] == {"round": 1, "call_outcome": "not_reached", "calls_missed": 3}


async def test_a_call_that_reaches_nobody_does_not_stop_the_clock(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)
    await ratings.done(case, task, "miss_call", at=IN_TIME)

    late = await ratings.done(case, task, "call_back", at=day(1, 8))

    assert late["call_overdue_at"] == end_of(1, 7)


async def test_a_good_follow_up_ends_it_and_a_low_one_begins_it_anew(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)
    await ratings.done(case, task, "call_back", "put_right", at=IN_TIME)

    again = await ratings.done(case, task, "reopen", at=day(1, 8))

    assert (again["status"], again["round"], again["reopened_times"]) == ("open", 2, 1)
    assert (again["call_due_at"], again["due_at"]) == (end_of(1, 9), end_of(2, 5))
    assert (again["called_at"], again["put_right_at"], again["follow_up_level"]) == (None, None, "dissatisfied")
    await ratings.done(case, task, "call_back", "put_right", at=day(1, 9))
    ended = await ratings.done(case, task, "confirm", at=day(1, 10))
    assert (ended["status"], ended["outcome"], ended["follow_up_level"]) == ("closed", "confirmed", "satisfied")
    assert (await ratings.listed())[0]["level"] == "dissatisfied"  # the rating itself stays as it was
    told = (await ratings.figures())["figures"]
    assert [told[name] for name in ("rectifications", "called_back", "put_right", "reopened", "closed")] == [1, 1, 1, 1, 1]
    (event,) = [each for each in await ratings.harness.events() if each.type == RectificationClosedV1.type]
    assert (event.data["outcome"], event.data["follow_up_level"], event.data["round"]) == ("confirmed", "satisfied", 2)


async def test_low_again_too_often_goes_up_and_is_settled_there(ratings: Ratings) -> None:
    case, task = await ratings.brought_to("escalated")
    assert (task["reopened_times"], task["call_due_at"]) == (2, None)
    assert (task["due_at"] is not None, task["overdue_at"]) == (True, None)

    assert (await ratings.do(case, task, "put_right")).status_code == 409
    assert (await ratings.do(case, task, "conclude", client=ratings.approver)).status_code == 403
    ended = await ratings.done(case, task, "conclude", answer="已约谈该单位并当面致歉")

    assert (ended["status"], ended["outcome"]) == ("closed", "concluded")
    assert (await ratings.look_up(case))["rectification"]["answer"] == "已约谈该单位并当面致歉"
    figures = (await ratings.figures())["figures"]
    assert [figures[name] for name in ("reopened", "escalated", "closed", "rectifications_open")] == [1, 1, 1, 0]


async def test_what_is_not_rated_anew_ends_and_counts_as_nothing(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)
    await ratings.done(case, task, "call_back", "put_right", at=IN_TIME)

    late = await ratings.do(case, task, "confirm", at=day(1, 21, 16))
    await ratings.let_time_pass()

    assert (late.status_code, late.json()["state"]) == (409, "closed")
    ended = await ratings.task(task)
    assert (ended["outcome"], ended["closed_at"], ended["follow_up_level"]) == ("not_rated_again", end_of(1, 21), None)
    assert (await ratings.figures())["figures"]["good"] == 0


async def test_that_a_rating_is_unfounded_is_said_by_one_and_decided_by_another(ratings: Ratings) -> None:
    case, task = await ratings.brought_to("disputed")
    assert task["unfounded_text"] == "评价人误选等级"

    for client, status in (
        (ratings.approver, 403), (ratings.window, 403), (ratings.public, 401), (ratings.harness.as_("centre"), 403),
        (ratings.harness.as_("approver", "supervisor", subject="approver-1", unit_code="dept-07"), 403),
        (ratings.harness.as_("supervisor", unit_code="dept-07"), 403),
    ):  # fmt: skip
        assert (await ratings.do(case, task, "void", client=client)).status_code == status
    same = ratings.harness.as_("administrator", subject="approver-1")
    assert (await ratings.do(case, task, "void", client=same)).json()["type"] == "urn:gov171:problem:second-person-needed"
    own = ratings.harness.as_("supervisor", unit_code="dept-07")
    assert (await ratings.do(case, task, "void", client=own)).json()["type"] == "urn:gov171:problem:not-over-yourself"
    assert (await ratings.task(task))["status"] == "disputed"

    ended = await ratings.done(case, task, "void")
    assert (ended["status"], ended["outcome"], ended["answer"]) == ("closed", "unfounded", None)
    assert (await ratings.look_up(case))["rectification"]["decision"] == "回访时确认为误选"
    figures = (await ratings.figures())["figures"]
    assert [figures[name] for name in ("rated_dissatisfied", "unfounded", "put_right", "closed")] == [1, 1, 0, 1]
    assert figures["good_percent"] is None
    assert (await ratings.follow_up(case)).status_code == 409


async def test_what_was_found_to_stand_is_not_disputed_again_and_its_clock_ran_on(ratings: Ratings) -> None:
    case, task = await ratings.opened(at=MONDAY)
    await ratings.done(case, task, "call_back", "propose_unfounded", at=IN_TIME)

    upheld = await ratings.done(case, task, "uphold", at=day(1, 27))
    again = await ratings.do(case, task, "propose_unfounded", at=day(1, 27))

    assert (upheld["status"], upheld["overdue_at"], upheld["unfounded_decision"]) == (
        "called_back",
        end_of(1, 26),
        "记录显示属实",
    )
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:proposed-already")


async def test_who_may_do_what(ratings: Ratings) -> None:
    case, task = await ratings.opened()
    other, nobody = ratings.online_cases.other_department, ratings.harness.as_("approver")

    for action in ("call_back", "put_right", "propose_unfounded"):
        for client, status in ((other, 404), (nobody, 404), (ratings.window, 403), (ratings.analyst, 403), (ratings.public, 401)):
            assert (await ratings.do(case, task, action, client=client)).status_code == status, action
    for action in ("put_right", "propose_unfounded"):  # who supervises does not answer in the place of the one rated
        assert (await ratings.do(case, task, action, client=ratings.supervisor)).status_code == 403
    both = ratings.harness.as_("analyst", "approver", unit_code="dept-09")
    assert (await ratings.do(case, task, "call_back", client=both)).status_code == 404
    assert (await ratings.task(task)) == task

    called = await ratings.do(case, task, "call_back", client=ratings.supervisor)
    assert (called.status_code, (await ratings.history(task))[-1]["actor_role"]) == (201, "supervisor")


async def test_a_centre_answers_for_what_was_rated_at_it(ratings: Ratings, centres: Centres) -> None:
    await ratings.online_cases.published(is_open_to_centres=True)
    await centres.entered(CENTRE)
    await centres.town.post("/v1/claims", json={"item_code": "000117001000", "centre_code": CENTRE["code"]})
    case = await ratings.online_cases.submitted(centres.town, channel="centre")
    for action, client in (("accept", centres.town), ("approve", ratings.approver), ("deliver", centres.town)):
        assert (await ratings.online_cases.do(case, action, client=client)).status_code == 201
    await ratings.rated(case, **LOW)
    (task,) = await ratings.tasks(centres.town)

    assert (await ratings.do(case, task, "call_back", client=centres.away)).status_code == 404
    for action in ("call_back", "propose_unfounded"):
        assert (await ratings.do(case, task, action, client=centres.town)).status_code == 201
    of_centre = ratings.harness.as_("supervisor", unit_code="84")
    assert (await ratings.do(case, task, "uphold", client=of_centre)).status_code == 403
    await ratings.done(case, task, "uphold")
    assert (await ratings.do(case, task, "put_right", client=centres.town)).status_code == 201
    assert (await ratings.figures(by="centre"))["items"][0]["key"] == "centre-84"


async def test_a_good_rating_has_nothing_to_follow_up(ratings: Ratings) -> None:
    case = await ratings.delivered()
    await ratings.rated(case)

    answer = await ratings.follow_up(case)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:nothing-to-follow-up")


async def test_staff_does_not_follow_up(ratings: Ratings) -> None:
    case, task = await ratings.brought_to("put_right")
    door = {"number": case["number"], "query_code": case["query_code"], "level": "very_satisfied"}

    for client in (ratings.approver, ratings.window, ratings.supervisor):
        assert (await client.post("/v1/ratings/follow-ups", json=door)).status_code == 403
    assert (await ratings.task(task))["status"] == "put_right"


async def test_the_database_itself_lets_none_end_unanswered(ratings: Ratings) -> None:
    await ratings.opened()

    for change in ("status = 'closed'", "status = 'closed', outcome = 'confirmed'"):
        with pytest.raises(IntegrityError, match="closed_are_answered"):
            async with ratings.harness.sessions() as db, db.begin():
                await db.execute(sa.text(f"UPDATE rectifications SET {change}"))


async def test_numbers_of_persons_are_taken_out_of_what_is_kept(ratings: Ratings) -> None:
    case, task = await ratings.opened()
    await ratings.done(case, task, "call_back", note="拨打13812341234已接通")
    await ratings.done(case, task, "put_right", answer="请拨打13812341234联系")

    assert "138" not in str(await ratings.history(task))
    assert "138" not in (await ratings.look_up(case))["rectification"]["answer"]


async def test_the_list_is_narrowed_by_each_filter_in_one_statement(ratings: Ratings) -> None:
    case, late = await ratings.opened(at=MONDAY)
    await ratings.done(case, late, "call_back", at=day(1, 8))
    _, fresh = await ratings.opened()

    for wanted, names in (
        ({"status": "open"}, [fresh]), ({"status": "called_back"}, [late]), ({"item_code": "000117001000"}, [fresh, late]),
        ({"item_code": "9"}, []), ({"department_code": "dept-07"}, [fresh, late]), ({"centre_code": "centre-84"}, []),
        ({"window_code": "B03"}, [fresh, late]), ({"is_overdue": "true"}, [late]), ({"is_overdue": "false"}, [fresh]),
        ({"due_before": "2025-06-01T00:00:00Z"}, [late]),
    ):  # fmt: skip
        assert [task["id"] for task in await ratings.tasks(**wanted)] == [task["id"] for task in names], wanted
    for client in (ratings.supervisor, ratings.approver, ratings.harness.as_("centre", unit_code="84")):
        for path in ("rectifications", "ratings"):
            async with ratings.harness.counting_statements() as seen:
                assert (await client.get(f"/v1/{path}")).status_code == 200
            assert len(seen) == 1
    first = (await ratings.supervisor.get("/v1/rectifications", params={"limit": 1})).json()
    rest = (await ratings.supervisor.get("/v1/rectifications", params={"limit": 1, "cursor": first["next"]})).json()
    assert [first["items"][0]["id"], rest["items"][0]["id"], rest["next"]] == [fresh["id"], late["id"], None]


async def test_a_limit_is_counted_anew_before_it_is_held_against_anybody(ratings: Ratings) -> None:
    """The year's calendar came after the rating: the first of January is no working day."""
    begun = datetime.fromisoformat("2026-12-30T04:00:00Z")
    case, task = await ratings.opened(at=begun)
    assert (task["call_due_at"], task["is_due_provisional"]) == ("2026-12-31T16:00:00Z", True)
    follower = Follower(ratings.harness, "/v1/affairs/work-calendar")

    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        called = await ratings.done(case, task, "call_back", at=datetime.fromisoformat("2026-12-31T04:00:00Z"))
    assert (task["due_at"], called["due_at"]) == ("2027-01-20T16:00:00Z", "2027-01-21T16:00:00Z")
    assert (called["is_due_provisional"], called["is_overdue"]) == (False, False)


async def test_ratings_are_listed_by_each_filter(ratings: Ratings) -> None:
    first = await ratings.rated(await ratings.delivered(), level="satisfied")
    case = await ratings.delivered()
    invitation = await ratings.invited(case, receipt_no="A1", window_code="C01")
    second = await ratings.rated(None, invitation_code=invitation["invitation_code"], level="neutral")

    async def ids(**wanted: Any) -> list[str]:
        return [each["id"] for each in await ratings.listed(**wanted)]

    for wanted, names in (
        ({}, [second, first]), ({"level": "neutral"}, [second]), ({"occasion": "result"}, [first]),
        ({"window_code": "C01"}, [second]), ({"department_code": "dept-09"}, []), ({"centre_code": "x"}, []),
        ({"item_code": "000117001000"}, [second, first]), ({"rated_from": second["rated_at"]}, [second]),
        ({"rated_to": second["rated_at"]}, [first]),
    ):  # fmt: skip
        assert await ids(**wanted) == [each["id"] for each in names], wanted
    shown = (await ratings.supervisor.get(f"/v1/ratings/{second['id']}")).json()
    assert (shown["level_number"], shown["occasion"], shown["case_id"]) == (3, "counter", case["id"])
