"""What of a rating nobody sees but who has to: its words, how to reach whoever wrote them, and whose case it was."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from affairs_builders import worded
from centre_builders import Centres
from online_case_builders import day
from rating_builders import LOW, Ratings

from chassis.contact import ContactKeys, ContactUnreadable
from chassis.ids import uuid7
from svc_affairs.ratings.errors import WordsErased
from svc_affairs.ratings.sealing import RatingSeals

WORDS = "王明等了一个多小时，请打13812341234"
CONTACT = {"name": "王明", "phone": "13812341234"}
PURPOSE = {"purpose": "核实差评并整改"}


async def low_rating(ratings: Ratings, **body: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return await ratings.opened(**LOW | {"text": WORDS, "contact": CONTACT} | body)


async def test_the_one_rated_sees_what_to_put_right_and_not_who_said_so(ratings: Ratings) -> None:
    case, task = await low_rating(ratings, is_anonymous=True)

    (seen,) = await ratings.tasks(ratings.approver)
    (rating,) = await ratings.listed(ratings.approver)

    assert (seen["id"], seen["reasons"], seen["window_code"]) == (task["id"], ["d3"], "B03")
    assert (seen["case_id"], seen["case_number"], rating["case_id"], rating["case_number"]) == (None,) * 4
    assert rating["has_contact"] is None
    assert UUID(rating["id"]).version == 4  # another would tell the instant of the case's delivery
    for secret in (case["number"], case["id"], "王", "138"):
        assert secret not in (worded([seen, rating]) if secret.isdigit() else str([seen, rating]))
    assert {(each["actor"], each["actor_role"]) for each in await ratings.history(task)} == {("rater", "rater")}
    (supervised,) = await ratings.listed()
    assert (supervised["case_number"], supervised["has_contact"], task["case_id"]) == (case["number"], True, case["id"])


async def test_of_a_named_rating_the_one_rated_learns_the_case_with_the_rectification_alone(ratings: Ratings) -> None:
    case, _ = await low_rating(ratings)

    (task,) = await ratings.tasks(ratings.approver)
    (rating,) = await ratings.listed(ratings.approver)
    (counted,) = await ratings.tasks(ratings.analyst)
    (both,) = await ratings.tasks(ratings.harness.as_("analyst", "approver", unit_code="dept-09"))

    assert (task["case_number"], rating["case_number"]) == (case["number"], None)
    assert (counted["case_id"], both["case_id"]) == (None, None)


async def test_each_sees_what_is_the_own_and_clerks_see_nothing(ratings: Ratings, centres: Centres) -> None:
    await ratings.online_cases.published(is_open_to_centres=True)
    await centres.taking_cases()
    case = await ratings.online_cases.submitted(centres.town, channel="centre")
    for action in ("accept", "deliver"):
        if action == "deliver":
            await ratings.online_cases.done(case, "approve")
        assert (await ratings.online_cases.do(case, action, client=centres.town)).status_code == 201
    rating = await ratings.rated(case, **LOW)
    sights = {
        "supervisor": (ratings.supervisor, 1), "analyst": (ratings.analyst, 1), "department": (ratings.approver, 1),
        "other department": (ratings.online_cases.other_department, 0), "centre": (centres.town, 1),
        "other centre": (centres.away, 0), "approver of nothing": (ratings.harness.as_("approver"), 0),
    }  # fmt: skip

    for who, (client, seen) in sights.items():
        assert len(await ratings.listed(client)) == len(await ratings.tasks(client)) == seen, who
        assert (await ratings.figures(client))["figures"]["rated"] == seen, who
        assert (await client.get(f"/v1/ratings/{rating['id']}")).status_code == (200 if seen else 404), who
    for path in ("ratings", f"ratings/{rating['id']}", "rectifications", "rating-figures"):
        assert (await ratings.window.get(f"/v1/{path}")).status_code == 403
        assert (await ratings.public.get(f"/v1/{path}")).status_code == 401


async def test_words_are_read_for_a_purpose_and_without_numbers_by_the_one_rated(ratings: Ratings) -> None:
    _, task = await low_rating(ratings)
    path = f"/v1/ratings/{task['rating_id']}/word-views"

    own = await ratings.approver.post(path, json=PURPOSE)
    supervised = await ratings.supervisor.post(path, json=PURPOSE)

    assert (own.status_code, own.headers["cache-control"]) == (201, "no-store")
    assert own.json()["words"] == ["王明等了一个多小时，请打[hidden]"]
    assert supervised.json()["words"] == [WORDS]
    for client, status in ((ratings.online_cases.other_department, 404), (ratings.window, 403), (ratings.analyst, 403)):
        assert (await client.post(path, json=PURPOSE)).status_code == status
    assert (await ratings.approver.post(path, json={})).status_code == 422
    async with ratings.harness.sessions() as db:
        looks = sa.text("SELECT actor, action, details FROM audit_log WHERE target = :id ORDER BY seq")
        rows = (await db.execute(looks, {"id": task["rating_id"]})).all()
    assert [tuple(row) for row in rows] == [
        ("approver-1", "rating-words-disclosed", PURPOSE), ("supervisor-1", "rating-words-disclosed", PURPOSE),
    ]  # fmt: skip


async def test_the_contact_is_for_who_supervises_alone(ratings: Ratings) -> None:
    _, task = await low_rating(ratings)
    path = f"/v1/ratings/{task['rating_id']}/contact-views"

    assert (await ratings.supervisor.post(path, json=PURPOSE)).json() == CONTACT
    for client in (ratings.approver, ratings.window, ratings.analyst, ratings.harness.as_("centre")):
        assert (await client.post(path, json=PURPOSE)).status_code == 403


async def test_where_nothing_was_written_there_is_nothing_to_see(ratings: Ratings) -> None:
    case = await ratings.delivered()
    rating = await ratings.rated(case)

    for what in ("word-views", "contact-views"):
        answer = await ratings.supervisor.post(f"/v1/ratings/{rating['id']}/{what}", json=PURPOSE)
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:gov171:problem:nothing-written")


async def test_nothing_personal_stands_in_the_database(ratings: Ratings) -> None:
    case, task = await low_rating(ratings)
    await ratings.done(case, task, "call_back", "put_right")
    assert (await ratings.follow_up(case, text="王明谢谢，13812341234")).status_code == 201
    await ratings.fold()

    async with ratings.harness.sessions() as db:
        for table in (
            "ratings", "rating_words", "rating_contacts", "rectifications", "rectification_steps", "rating_figure_cells",
            "outbox",
        ):  # fmt: skip
            whole = sa.text(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} AS t")
            kept = (await db.execute(whole)).scalar_one()
            for personal in ("王明", "13812341234", "一个多小时", "谢谢", case["query_code"]):
                assert personal not in kept, (table, personal)
                assert personal.encode().hex() not in kept, (table, personal)
    words = await ratings.supervisor.post(f"/v1/ratings/{task['rating_id']}/word-views", json=PURPOSE)
    assert words.json()["words"] == [WORDS, "王明谢谢，13812341234"]


async def test_with_the_case_s_contact_its_ratings_words_are_forgotten(ratings: Ratings) -> None:
    case = await ratings.delivered(at=day(1, 6))
    invitation = await ratings.invited(case, ratings.staff("window", at=day(1, 6, 5)))
    rating = await ratings.rated(case, at=day(1, 7), **LOW, text=WORDS, contact=CONTACT)
    async with ratings.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE online_cases SET wake_at = now() - interval '1 second'"))
    await ratings.online_cases.let_time_pass(case)  # it is closed
    async with ratings.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE online_cases SET erase_at = now(), wake_at = now()"))
    await ratings.online_cases.let_time_pass(case)

    words = await ratings.supervisor.post(f"/v1/ratings/{rating['id']}/word-views", json=PURPOSE)
    contact = await ratings.supervisor.post(f"/v1/ratings/{rating['id']}/contact-views", json=PURPOSE)
    door = await ratings.public.post("/v1/ratings/lookups", json={"invitation_code": invitation["invitation_code"]})

    assert (words.status_code, words.json()["type"]) == (404, "urn:gov171:problem:words-erased")
    assert (contact.status_code, contact.json()["type"]) == (404, "urn:gov171:problem:contact-erased")
    assert door.status_code == 404
    (kept,) = await ratings.listed()
    assert kept["level"] == "dissatisfied"


async def test_of_a_case_that_is_forgotten_nobody_writes_anything_anew(ratings: Ratings) -> None:
    case = await ratings.delivered()
    await ratings.online_cases.done(case, "close")
    async with ratings.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE online_cases SET erase_at = now(), wake_at = now()"))
    await ratings.online_cases.let_time_pass(case)

    door = {"number": case["number"], "channel": "device", "level": "dissatisfied", "text": WORDS}
    answer = await ratings.device.post("/v1/ratings", json=door)

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:gov171:problem:rating-unknown")


def test_words_open_for_their_own_row_alone_and_after_a_rotation() -> None:
    text = ContactKeys.generate()
    keys = ContactKeys.parse(text)
    box = RatingSeals.of(keys).words
    wrapped, cipher = box.seal("rating_words|1|0", "等候时间长")

    assert box.open("rating_words|1|0", wrapped, cipher) == "等候时间长"
    rotated = ContactKeys.model_construct(
        active="k2", keys={**keys.keys, "k2": bytes(range(32))}, index_key=keys.index_key
    )  # fmt: skip
    assert RatingSeals.of(rotated).words.open("rating_words|1|0", wrapped, cipher) == "等候时间长"
    for place, box_ in (("rating_words|2|0", box), ("rating_words|1|0", RatingSeals.of(other_keys()).words)):
        with pytest.raises(ContactUnreadable):
            box_.open(place, wrapped, cipher)
    with pytest.raises(WordsErased):
        box.open("rating_words|1|0", None, cipher)


def test_a_code_is_drawn_again_for_its_rating_and_told_from_every_other() -> None:
    codes, rating_ids = RatingSeals.of(ContactKeys.parse(ContactKeys.generate())).codes, [uuid7() for _ in range(200)]

    drawn = [codes.draw(each) for each in rating_ids]

    assert drawn == [codes.draw(each) for each in rating_ids]
    assert len(set(drawn)) == len({codes.digest(code) for code in drawn}) == 200
    assert codes.digest(drawn[0].lower().replace("-", "")) == codes.digest(drawn[0])
    assert codes.digest(drawn[0].replace("0", "O").replace("1", "I")) == codes.digest(drawn[0])
    assert RatingSeals.of(other_keys()).codes.draw(rating_ids[0]) != drawn[0]


def other_keys() -> ContactKeys:
    return ContactKeys.parse(ContactKeys.generate())
