"""What time does to online cases: silence, pauses, deadlines, delivery, the end of retention; after any downtime too.

January 2025: the 1st is a holiday, the 26th is worked, the 28th to the 4th of February are the Spring Festival.
"""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from online_case_builders import PERSON, STEPS, OnlineCases, day, end_of
from work_calendar_builders import Follower, published

MONDAY = day(1, 6)


async def submitted_at(online_cases: OnlineCases, at: datetime = MONDAY, **changes: Any) -> dict[str, Any]:
    return await online_cases.submitted(online_cases.harness.as_(replay_at=at), **changes)


async def test_the_office_has_five_working_days_to_say_something(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)
    assert case["wait_until"] == end_of(1, 13)

    late = await online_cases.do(case, "refuse", at=day(1, 13, 16))
    assert (late.status_code, late.json()["state"]) == (409, "accepted")
    accepted = await online_cases.done(case, "review", at=day(1, 14))

    assert accepted["accepted_at"] == case["submitted_at"]
    assert (accepted["due_at"], accepted["overdue_at"]) == (end_of(1, 9), "2025-01-13T16:00:00Z")
    steps = await online_cases.history(case)
    assert [(step["action"], step["at"]) for step in steps[1:3]] == [
        ("accept_by_silence", "2025-01-13T16:00:00Z"), ("mark_overdue", "2025-01-13T16:00:00Z"),
    ]  # fmt: skip
    assert (steps[1]["actor_role"], "视" in steps[1]["action_label_zh"]) == ("clock", True)


async def test_just_before_the_five_days_are_over_it_can_be_refused(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)

    refused = await online_cases.done(case, "refuse", at=day(1, 13, 15, 59))

    assert (refused["status"], refused["refusal_reason"]) == ("not_accepted", "not_competent")


async def test_while_a_supplement_is_waited_for_the_time_to_accept_stands_still(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)

    asked = await online_cases.done(case, "ask_supplement", at=day(1, 8))  # of the five days the 7th has ended
    assert asked["wait_until"] == end_of(2, 5)  # fifteen working days of the applicant
    brought = await online_cases.done(case, "supplement", at=day(1, 20))

    assert brought["wait_until"] == end_of(1, 23)  # the four that are left: the 20th to the 23rd
    assert brought["paused_at"] is None


async def test_an_applicant_who_brings_nothing_is_not_accepted(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)
    await online_cases.done(case, "ask_supplement", at=day(1, 8))

    late = await online_cases.do(case, "supplement", at=day(2, 7))
    assert (late.status_code, late.json()["state"]) == (409, "not_accepted")
    await online_cases.let_time_pass(case)

    ended = await online_cases.shown(case)
    assert (ended["status"], ended["refusal_reason"], ended["result_text"]) == ("not_accepted", "not_complete", "逾期未补正")
    assert ended["closed_at"] == end_of(2, 5)


async def test_the_promised_time_runs_from_acceptance_in_working_days(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases, day(1, 24))

    accepted = await online_cases.done(case, "accept", at=day(1, 24))

    assert accepted["due_at"] == end_of(2, 5)  # the 26th and 27th are worked, then comes the festival
    assert accepted["statutory_due_at"] == end_of(2, 10)
    assert accepted["is_due_provisional"] is False


async def test_a_day_that_is_not_published_gives_a_provisional_deadline(online_cases: OnlineCases) -> None:
    await online_cases.published(statutory_days=400, promised_days=400)
    case = await submitted_at(online_cases)

    assert (await online_cases.done(case, "accept", at=MONDAY))["is_due_provisional"] is False
    far = await submitted_at(
        online_cases, datetime.fromisoformat("2026-11-02T04:00:00Z"), applicant=PERSON | {"phone": "13812340000"}
    )
    accepted = await online_cases.done(far, "accept", at=datetime.fromisoformat("2026-11-02T04:00:00Z"))
    assert accepted["is_due_provisional"] is True


async def test_a_deadline_is_counted_anew_before_it_is_held_against_anybody(online_cases: OnlineCases) -> None:
    """The year's calendar came after the acceptance: the first of January is no working day."""
    await online_cases.published()
    begun = datetime.fromisoformat("2026-12-30T04:00:00Z")
    case = await submitted_at(online_cases, begun)
    accepted = await online_cases.done(case, "accept", at=begun)
    assert (accepted["due_at"], accepted["is_due_provisional"]) == ("2027-01-04T16:00:00Z", True)

    follower = Follower(online_cases.affairs.harness, "/v1/affairs/work-calendar")
    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        decided = await online_cases.done(case, "approve", at=datetime.fromisoformat("2027-01-05T04:00:00Z"))

    assert (decided["due_at"], decided["is_overdue"]) == ("2027-01-05T16:00:00Z", False)
    assert [step["action"] for step in await online_cases.history(case)] == ["submit", "accept", "approve"]


async def test_an_applicant_s_time_is_counted_anew_too_before_it_has_run_out(online_cases: OnlineCases) -> None:
    await online_cases.published()
    begun = datetime.fromisoformat("2026-12-30T04:00:00Z")
    case = await submitted_at(online_cases, begun)
    asked = await online_cases.done(case, "ask_supplement", at=begun)
    follower = Follower(online_cases.affairs.harness, "/v1/affairs/work-calendar")

    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        brought = await online_cases.do(case, "supplement", at=datetime.fromisoformat("2027-01-21T04:00:00Z"))

    assert (asked["wait_until"], brought.status_code) == ("2027-01-20T16:00:00Z", 201)


async def test_a_department_s_own_limit_is_counted_anew_before_its_step_is_late(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=[STEPS[0]])
    begun = datetime.fromisoformat("2026-12-30T04:00:00Z")
    case = await submitted_at(online_cases, begun)
    await online_cases.done(case, "accept", at=begun)
    before = (await online_cases.tasks(case))["s1"]
    follower = Follower(online_cases.affairs.harness, "/v1/affairs/work-calendar")

    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        await online_cases.done(case, "review", at=datetime.fromisoformat("2027-01-04T04:00:00Z"))

    after = (await online_cases.tasks(case))["s1"]
    assert (before["due_at"], after["due_at"], after["is_late"]) == ("2027-01-01T16:00:00Z", "2027-01-04T16:00:00Z", False)


async def test_what_is_decided_and_delivered_waits_by_the_newer_calendar(online_cases: OnlineCases) -> None:
    await online_cases.published()
    begun = datetime.fromisoformat("2026-12-30T04:00:00Z")
    case = await submitted_at(online_cases, begun)
    decided = await online_cases.done(case, "accept", "approve", at=begun)
    follower = Follower(online_cases.affairs.harness, "/v1/affairs/work-calendar")

    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        delivered = await online_cases.done(case, "deliver", at=datetime.fromisoformat("2027-01-14T04:00:00Z"))

    assert (decided["wait_until"], delivered["undelivered_at"]) == ("2027-01-13T16:00:00Z", None)


async def test_in_a_special_procedure_the_clock_stands_still(online_cases: OnlineCases) -> None:
    await online_cases.published(promised_days=5)
    case = await submitted_at(online_cases)
    accepted = await online_cases.done(case, "accept", at=MONDAY)
    assert accepted["due_at"] == end_of(1, 13)

    begun = await online_cases.done(case, "begin_special", at=day(1, 8))
    assert (begun["due_at"], begun["wait_until"]) == (None, end_of(2, 11))
    ended = await online_cases.done(case, "end_special", at=day(1, 15))

    assert (ended["due_at"], ended["special_days"]) == (end_of(1, 20), 5)


async def test_a_special_procedure_ends_by_itself_at_its_limit(online_cases: OnlineCases) -> None:
    await online_cases.published(promised_days=5)
    case = await submitted_at(online_cases)
    await online_cases.done(case, "accept", at=MONDAY)
    await online_cases.done(case, "begin_special", at=day(1, 8), days=3)

    seen = await online_cases.done(case, "review", at=day(1, 14))

    assert (seen["status"], seen["special_days"], seen["due_at"]) == ("reviewing", 3, end_of(1, 16))
    (shown,) = (await online_cases.analyst.get(f"/v1/online-cases/{case['id']}/special-procedures")).json()["items"]
    assert (shown["ended_at"], shown["ended_by"]) == (end_of(1, 13), "clock")


async def test_what_is_open_has_so_much_more_time_after_a_pause(online_cases: OnlineCases) -> None:
    await online_cases.published(steps=STEPS, promised_days=5)
    case = await submitted_at(online_cases)
    await online_cases.done(case, "accept", at=MONDAY)
    assert (await online_cases.tasks(case))["s1"]["due_at"] == end_of(1, 8)

    await online_cases.done(case, "begin_special", at=day(1, 7))
    await online_cases.done(case, "end_special", at=day(1, 10))
    assert (await online_cases.tasks(case))["s1"]["due_at"] == end_of(1, 13)
    await online_cases.done(case, "review", at=day(1, 14))

    tasks = await online_cases.tasks(case)
    assert (tasks["s1"]["is_late"], tasks["s2"]["is_overdue"]) == (True, True)


async def test_being_late_is_a_fact_that_stays(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)
    await online_cases.done(case, "accept", at=MONDAY)

    decided = await online_cases.done(case, "approve", at=day(1, 10))

    assert (decided["is_overdue"], decided["overdue_at"], decided["status"]) == (True, end_of(1, 9), "approved")
    assert await online_cases.numbers(is_overdue=True) == [case["number"]]
    extended = await submitted_at(online_cases, applicant=PERSON | {"phone": "13812340000"})
    await online_cases.done(extended, "accept", at=MONDAY)
    late = await online_cases.do(extended, "extend", at=day(1, 10))
    assert (late.status_code, late.json()["type"]) == (409, "urn:gov171:problem:extension-too-late")


async def test_what_is_decided_in_time_is_not_late_later(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(online_cases)
    await online_cases.done(case, "accept", "approve", at=day(1, 9, 15, 59))

    await online_cases.let_time_pass(case)

    waiting = await online_cases.shown(case)
    assert (waiting["is_overdue"], waiting["status"]) == (False, "approved")
    assert waiting["undelivered_at"] == end_of(1, 23)  # nobody fetched it, and everybody can see that


async def test_what_was_delivered_is_closed_and_forgotten_by_itself(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await submitted_at(
        online_cases, day(1, 6, 4), subject="光明小区二期工程", agent={"name": "赵代", "phone": "13700001111"}
    )
    await online_cases.done(case, "accept", "approve", "deliver", at=MONDAY)
    await online_cases.let_time_pass(case)
    closed = await online_cases.shown(case)
    assert (closed["status"], closed["closed_at"], closed["masked_name"]) == ("closed", end_of(1, 13), "王*")

    async with online_cases.harness.sessions() as db, db.begin():
        past = sa.text("UPDATE online_cases SET erase_at = erase_at - interval '2 years', wake_at = wake_at - interval '2 years'")
        await db.execute(past)
    await online_cases.let_time_pass(case)

    erased = await online_cases.shown(case)
    assert erased["erased_at"] is not None
    assert {erased[name] for name in ("masked_name", "masked_phone", "agent_masked_name", "agent_masked_phone", "subject")} == {
        None
    }
    looked = await online_cases.window.post(f"/v1/online-cases/{case['id']}/contact-views", json={"purpose": "查询"})
    assert (looked.status_code, looked.json()["type"]) == (404, "urn:gov171:problem:contact-erased")
    async with online_cases.harness.sessions() as db:
        kept = (await db.execute(sa.text("SELECT contact_key, contact_index FROM online_case_contacts"))).all()
    assert [tuple(row) for row in kept] == [(None, None), (None, None)]
    told = {"number": case["number"], "query_code": case["query_code"]}
    assert (await online_cases.public.post("/v1/online-case-lookups", json=told)).status_code == 404


@pytest.mark.parametrize("is_swept", [True, False])
async def test_a_sweeper_that_was_away_changes_nothing(online_cases: OnlineCases, is_swept: bool) -> None:
    """Swept on the way or only caught up with at the end: the same steps at the same instants."""
    await online_cases.published(promised_days=5)
    case = await submitted_at(online_cases)
    await online_cases.done(case, "accept", at=MONDAY)
    await online_cases.done(case, "begin_special", at=day(1, 8), days=3)
    if is_swept:
        await online_cases.let_time_pass(case)

    await online_cases.do(case, "deliver", at=day(3, 1))
    await online_cases.done(case, "approve", at=day(3, 3))

    steps = [(step["action"], step["at"]) for step in await online_cases.history(case)]
    assert steps[3:5] == [("end_special", end_of(1, 13)), ("mark_overdue", end_of(1, 16))]
    assert [step["version"] for step in await online_cases.history(case)] == [*range(1, len(steps) + 1)]
