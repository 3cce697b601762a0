"""Ratings: once for a case and once for a visit, through each door, and never by staff."""

import asyncio
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from affairs_builders import worded
from online_case_builders import PERSON, day, end_of
from rating_builders import LOW, Ratings
from sqlalchemy.exc import IntegrityError
from work_calendar_builders import Follower, published

from chassis import clock
from contracts.affairs import RatingGivenV1
from svc_affairs.ratings.reasons import REASONS
from svc_affairs.ratings.terms import Level
from svc_affairs.throttle import Rate, Throttle


async def test_a_delivered_case_is_rated_once_by_whoever_has_its_receipt(ratings: Ratings) -> None:
    case = await ratings.delivered()

    rated = await ratings.rated(case, level="very_satisfied", reasons=["a1", "a5"])
    again = await ratings.rate(case, level="dissatisfied")

    assert (rated["status"], rated["level"], rated["level_label_zh"]) == ("given", "very_satisfied", "非常满意")
    assert (rated["occasion"], rated["visit_no"], rated["rectification"]) == ("result", 1, None)
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:already-rated")
    assert await ratings.told(rated["id"]) == [(1, "invited"), (2, "given")]
    assert (await ratings.look_up(case))["level"] == "very_satisfied"


async def test_a_rating_sent_twice_under_one_key_is_answered_alike(ratings: Ratings) -> None:
    case = await ratings.delivered()
    headers = {"idempotency-key": "0d1c0f6e-6f6e-4c43-9f5e-6a50f19b2f11"}

    first, second = [await ratings.rate(case, headers=headers) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert (await ratings.figures())["figures"]["rated"] == 1


async def test_of_many_at_once_one_rates(ratings: Ratings) -> None:
    case = await ratings.delivered()

    answers = await asyncio.gather(*(ratings.rate(case, **LOW) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert len(await ratings.tasks()) == 1
    assert (await ratings.figures())["figures"]["rated_dissatisfied"] == 1


async def test_what_was_given_is_changed_by_nobody(ratings: Ratings) -> None:
    case = await ratings.delivered()
    rating = await ratings.rated(case, level="neutral")

    for method in ("PATCH", "PUT", "DELETE"):
        answer = await ratings.harness.client.request(method, f"/v1/ratings/{rating['id']}", json={"level": "satisfied"})
        assert answer.status_code == 405
    for change in ("level = 'very_satisfied'", "status = 'invited'", "reasons = '{a1}'", "department_code = 'dept-09'"):
        with pytest.raises(IntegrityError, match="does not change"):
            async with ratings.harness.sessions() as db, db.begin():
                await db.execute(sa.text(f"UPDATE ratings SET {change}"))


async def test_there_is_nothing_to_rate_before_there_is_a_result(ratings: Ratings) -> None:
    await ratings.online_cases.published()
    case = await ratings.online_cases.submitted()

    answer = await ratings.rate(case)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:nothing-to-rate")
    await ratings.online_cases.done(case, "refuse")
    assert (await ratings.rate(case)).status_code == 201  # that it was not accepted can be rated too


@pytest.mark.parametrize("ending", ["withdraw"])
async def test_what_the_applicant_took_back_is_not_rated(ratings: Ratings, ending: str) -> None:
    await ratings.online_cases.published()
    case = await ratings.online_cases.submitted()
    await ratings.online_cases.done(case, ending)

    assert (await ratings.rate(case)).status_code == 409


async def test_each_visit_to_a_counter_is_rated_by_itself(ratings: Ratings) -> None:
    case = await ratings.delivered()
    visit = await ratings.invited(case, receipt_no="A017", window_code="C01")
    another = await ratings.invited(case, receipt_no="A018")

    assert (visit["visit_no"], visit["occasion"], visit["window_code"]) == (2, "counter", "C01")
    assert (another["visit_no"], another["window_code"]) == (3, "B03")
    assert (await ratings.invited(case, receipt_no="A017")) == visit
    first = await ratings.rated(None, invitation_code=visit["invitation_code"].lower().replace("-", " "), reasons=["b4"])
    newest = await ratings.rated(case)
    result = await ratings.rated(case, visit_no=1)
    assert [each["visit_no"] for each in (first, newest, result)] == [2, 3, 1]
    assert (await ratings.invite(case, receipt_no="A017")).json()["type"] == "urn:gov171:problem:already-rated"
    assert (await ratings.rate(None, invitation_code=visit["invitation_code"])).status_code == 409
    windows = (await ratings.figures(by="window"))["items"]
    assert {(row["window_code"], row["rated"]) for row in windows} == {("B03", 2), ("C01", 1)}


async def test_the_result_s_invitation_is_handed_out_at_the_counter(ratings: Ratings) -> None:
    case = await ratings.delivered()

    handed = await ratings.invited(case)
    answer = await ratings.invite(case, ratings.window)
    rated = await ratings.rated(None, invitation_code=handed["invitation_code"], channel="code")

    assert answer.headers["cache-control"] == "no-store"
    assert (handed["occasion"], rated["id"]) == ("result", handed["id"])
    other = await ratings.online_cases.submitted(applicant=PERSON | {"phone": "13812340000"})
    assert (await ratings.invite(other)).json()["type"] == "urn:gov171:problem:nothing-to-rate"
    shown = await ratings.window.get("/v1/rating-invitations", params={"case_id": case["id"], "limit": 1})
    assert [each["visit_no"] for each in shown.json()["items"]] == [1]
    assert not {"level", "status", "rated_at", "invitation_code"} & shown.json()["items"][0].keys()


async def test_invitations_are_handed_out_within_the_counter_s_sight_alone(ratings: Ratings) -> None:
    case = await ratings.delivered()
    away = ratings.harness.as_("window", territory_code="659007/85")

    for client, status in ((away, 404), (ratings.approver, 403), (ratings.public, 401), (ratings.supervisor, 403)):
        assert (await ratings.invite(case, client)).status_code == status
        listed = await client.get("/v1/rating-invitations", params={"case_id": case["id"]})
        assert listed.status_code == status


async def test_the_window_s_device_needs_no_code_and_a_clerk_has_no_door(ratings: Ratings) -> None:
    case = await ratings.delivered()
    invitation = await ratings.invited(case, receipt_no="A017")
    by_device = {"number": case["number"], "level": "satisfied", "channel": "device"}

    for client in (ratings.window, ratings.approver, ratings.harness.client):
        for body in (
            by_device, {"invitation_code": invitation["invitation_code"], "level": "very_satisfied"},
            {"number": case["number"], "query_code": case["query_code"], "level": "very_satisfied"},
        ):  # fmt: skip
            answer = await client.post("/v1/ratings", json=body)
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:gov171:problem:clerks-rate-nobody")
    portal = ratings.harness.as_("analyst", subject="portal", kind="application")
    assert (await portal.post("/v1/ratings", json=by_device)).status_code == 403
    assert (await ratings.public.post("/v1/ratings", json=by_device)).status_code == 403
    away = ratings.harness.as_("window", subject="device-x", kind="application", territory_code="659007/85")
    assert (await away.post("/v1/ratings", json=by_device)).status_code == 404
    assert (await ratings.rate(case, channel="device")).status_code == 422

    rated = await ratings.device.post("/v1/ratings", json=by_device)
    assert (rated.status_code, rated.json()["visit_no"]) == (201, 2)
    assert (await ratings.device.post("/v1/ratings", json=by_device)).status_code == 409
    for path, body in (("lookups", {}), ("follow-ups", {"level": "satisfied"})):  # it is not told how somebody rated
        answer = await ratings.device.post(f"/v1/ratings/{path}", json={"number": case["number"]} | body)
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"query_code": "0000-0000-0000"}, {"number": "BJ-20250106-999999"}, {"visit_no": 7},
        {"number": None, "query_code": None, "invitation_code": "0000-0000-0000"},
    ],
)  # fmt: skip
async def test_whatever_is_wrong_is_answered_alike(ratings: Ratings, wrong: dict[str, Any]) -> None:
    case = await ratings.delivered()
    door = {"number": case["number"], "query_code": case["query_code"]} | wrong

    answers = [
        await ratings.public.post(f"/v1/ratings{path}", json=door | body)
        for path, body in (("", {"level": "satisfied"}), ("/lookups", {}), ("/follow-ups", {"level": "satisfied"}))
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert {answer.json()["type"] for answer in answers} == {"urn:gov171:problem:rating-unknown"}
    assert len({answer.text for answer in answers}) == 1


async def test_nobody_tries_codes_without_end(ratings: Ratings) -> None:
    case = await ratings.delivered()
    ratings.harness.app.state.rating_throttle = Throttle(Rate(3, 0.001))

    tries = [await ratings.rate(None, invitation_code=f"0000-0000-000{at}") for at in range(4)]

    assert [answer.status_code for answer in tries] == [404, 404, 404, 429]
    assert int(tries[3].headers["retry-after"]) > 1
    assert (await ratings.rate(case)).status_code == 429
    by_device = {"number": case["number"], "level": "satisfied", "channel": "device"}
    assert (await ratings.device.post("/v1/ratings", json=by_device)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"level": "good"}, {"level": None}, {"reasons": ["b1", "b1"]}, {"text": ""}, {"text": "x" * 2001}, {"visit_no": 0},
        {"contact": {"phone": "nobody"}}, {"clerk": "window-1"}, {"invitation_code": "7K2M-Q9TX-04FD"}, {"number": None},
        {"reasons": ["b1"] * 11},
        {"contact": {"phone": "13812341234"}}, {"channel": "device"},
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_and_nothing_is_rated(ratings: Ratings, body: dict[str, Any]) -> None:
    case = await ratings.delivered()

    assert (await ratings.rate(case, **body)).status_code == 422
    assert (await ratings.look_up(case))["status"] == "invited"


async def test_reasons_are_of_the_level_and_of_the_occasion(ratings: Ratings) -> None:
    case = await ratings.delivered()

    told = (await ratings.public.get("/v1/ratings/reasons", params={"level": "dissatisfied", "occasion": "result"})).json()
    wrong = [await ratings.rate(case, level="dissatisfied", reasons=[code]) for code in ("a1", "d6", "nothing")]

    assert {each["level"] for each in told["items"]} == {"dissatisfied"}
    assert "d6" not in {each["code"] for each in told["items"]}  # a wait is of a visit
    assert [answer.json()["reasons"] for answer in wrong] == [["a1"], ["d6"], ["nothing"]]
    assert {answer.status_code for answer in wrong} == {422}
    rated = await ratings.rated(case, level="dissatisfied", reasons=[each["code"] for each in told["items"]])
    assert len(rated["reasons"]) == len(told["items"])


def test_each_level_has_reasons_and_each_code_is_of_one() -> None:
    assert {reason.level for reason in REASONS} == set(Level)
    assert len({reason.code for reason in REASONS}) == len(REASONS)
    assert [level.number for level in Level] == [1, 2, 3, 4, 5]


async def test_who_does_not_rate_in_time_has_given_no_rating(ratings: Ratings) -> None:
    case = await ratings.delivered(at=day(1, 6))
    expiry = (await ratings.look_up(case))["expires_at"]
    assert expiry == end_of(2, 21)  # thirty working days: the festival is none, the 26th of January and the 8th are

    late = await ratings.rate(case, at=day(2, 21, 16))
    await ratings.let_invitations_lapse()
    after = await ratings.rate(case, at=day(2, 1))

    assert {(answer.status_code, answer.json()["type"]) for answer in (late, after)} == {
        (409, "urn:gov171:problem:invitation-lapsed")
    }
    seen = await ratings.look_up(case)
    assert (seen["status"], seen["level"]) == ("lapsed", None)
    figures = (await ratings.figures())["figures"]
    assert [figures[name] for name in ("invited", "lapsed", "rated", "good", "pending", "good_percent")] == [1, 1, 0, 0, 0, None]
    (event,) = [each for each in await ratings.harness.events() if each.type.endswith("rating.lapsed.v1")]
    assert (event.time.isoformat(), event.sequence) == ("2025-02-21T16:00:00+00:00", 2)
    await ratings.let_invitations_lapse()
    assert await ratings.told(seen["id"]) == [(1, "invited"), (2, "lapsed")]


async def test_just_before_its_time_is_over_it_is_rated(ratings: Ratings) -> None:
    case = await ratings.delivered(at=day(1, 6))

    assert (await ratings.rate(case, at=day(2, 21, 15, 59))).status_code == 201


@pytest.mark.parametrize("is_swept", [True, False])
async def test_the_time_to_rate_is_counted_anew_before_it_is_over(ratings: Ratings, is_swept: bool) -> None:
    """The year's calendar came after the delivery: the first of January is no working day."""
    case = await ratings.delivered(at=datetime.fromisoformat("2026-12-30T04:00:00Z"))
    told, late = await ratings.look_up(case), datetime.fromisoformat("2027-02-11T04:00:00Z")
    follower = Follower(ratings.harness, "/v1/affairs/work-calendar")

    async with follower.put_back():
        await follower.told(published(days_off=[date(2027, 1, 1)], make_up_days=[]))
        if is_swept:
            with clock.declared(late):
                await ratings.let_invitations_lapse()
        answer = await ratings.rate(case, at=late)

    assert (told["expires_at"], answer.status_code) == ("2027-02-10T16:00:00Z", 201)


async def test_an_event_tells_what_was_rated_and_of_nobody(ratings: Ratings) -> None:
    case = await ratings.delivered()
    await ratings.rated(case, **LOW, text="王明等了一个多小时", contact={"name": "王明", "phone": "13812341234"})

    events = [each for each in await ratings.harness.events() if "rating" in each.type or "rectification" in each.type]

    assert [each.type.split(".")[3] for each in events] == ["invited", "given", "opened"]
    given = RatingGivenV1.model_validate(events[1].data)
    assert (given.level, given.reasons, given.department_code, given.window_code) == ("dissatisfied", ["d3"], "dept-07", "B03")
    for personal in ("王", "138", "小时", case["number"], case["id"], "window-1"):
        told = [each.data for each in events]
        assert personal not in (worded(told) if personal.isdigit() else str(told))
