"""Entries of the knowledge base: written, approved by another, replaced by versions, seen by whom they are for."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hotline_builders import Hotline
from knowledge_builders import ENTRY, Knowledge
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from chassis.audit import audit_log

AUTHORS_DATA = {
    "authors", "decided_by", "decision_note", "confirmed_by", "working_no", "newest_no", "published_no", "possible",
    "submitted_at", "decided_at", "changed_at", "ended_at", "version",
}  # fmt: skip


@pytest.fixture
async def knowledge(hotline: Hotline) -> Knowledge:
    return Knowledge(hotline)


async def test_an_entry_is_published_when_another_approves_it(knowledge: Knowledge) -> None:
    entry = await knowledge.drafted(knowledge.unit)
    entry = await knowledge.acted(entry, "submissions", knowledge.unit)
    published = await knowledge.acted(entry, "approvals", knowledge.supervisor, {"note": "属实"})

    assert (published["status"], published["published_no"], published["working_no"]) == ("published", 1, None)
    assert (published["authors"], published["decided_by"], published["decision_note"]) == (["unit"], "supervisor", "属实")
    assert (await knowledge.shown(entry, knowledge.public))["answer"] == ENTRY["answer"]


@pytest.mark.parametrize("wrote", ["began", "edited"])
async def test_nobody_approves_what_they_wrote(knowledge: Knowledge, wrote: str) -> None:
    entry = await knowledge.drafted(knowledge.supervisor if wrote == "began" else knowledge.desk)
    if wrote == "edited":
        path = f"/v1/knowledge-entries/{entry['id']}"
        assert (await knowledge.supervisor.patch(path, json={"answer": "请到网点。"})).json()["authors"] == ["desk", "supervisor"]
    await knowledge.acted(entry, "submissions", knowledge.desk)

    refused = await knowledge.act(entry, "approvals", knowledge.supervisor)
    another = knowledge.hotline.harness.as_("supervisor", subject="another")

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:gov171:problem:approver-is-author")
    assert (await knowledge.acted(entry, "approvals", another))["status"] == "published"


async def test_desk_and_units_do_not_approve(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("submitted")

    assert (await knowledge.act(entry, "approvals", knowledge.unit)).status_code == 403
    assert (await knowledge.act(entry, "send-backs", knowledge.desk, {"reason": "不妥"})).status_code == 403
    assert (await knowledge.act(entry, "approvals", knowledge.public)).status_code == 401


async def test_a_revision_replaces_what_is_published_only_when_it_is_approved(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")
    draft = await knowledge.acted(entry, "revisions", knowledge.desk)
    assert (draft["version_no"], draft["status"], draft["published_no"], draft["answer"]) == (2, "draft", 1, ENTRY["answer"])
    changed = await knowledge.desk.patch(f"/v1/knowledge-entries/{entry['id']}", json={"answer": "改为线上补办。"})
    assert changed.status_code == 200
    await knowledge.acted(entry, "submissions", knowledge.desk)

    before = await knowledge.shown(entry, knowledge.public)
    await knowledge.acted(entry, "approvals", knowledge.supervisor)
    after = await knowledge.shown(entry, knowledge.public)

    assert (before["version_no"], before["answer"]) == (1, ENTRY["answer"])
    assert (after["version_no"], after["answer"]) == (2, "改为线上补办。")
    versions = (await knowledge.desk.get(f"/v1/knowledge-entries/{entry['id']}/versions")).json()["items"]
    assert [(each["version_no"], each["status"]) for each in versions] == [(2, "published"), (1, "superseded")]
    assert versions[1]["answer"] == ENTRY["answer"]
    assert versions[1]["ended_at"] == versions[0]["published_at"] != versions[1]["published_at"]


async def test_what_was_published_cannot_be_changed_even_in_the_table(knowledge: Knowledge) -> None:
    await knowledge.brought_to("published")

    with pytest.raises(DBAPIError, match="can no longer change"):
        async with knowledge.hotline.harness.sessions() as db, db.begin():
            await db.execute(text("UPDATE knowledge_versions SET answer = '另一个'"))


async def test_only_one_revision_is_worked_on_and_it_can_be_given_up(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")
    await knowledge.acted(entry, "revisions", knowledge.desk)

    second = await knowledge.act(entry, "revisions", knowledge.unit)
    await knowledge.acted(entry, "withdrawals", knowledge.desk, {"reason": "不再需要", "version_no": 2})

    assert (second.status_code, second.json()["possible"]) == (409, ["withdraw", "confirm", "use"])
    assert (await knowledge.shown(entry))["status"] == "published"
    assert (await knowledge.acted(entry, "revisions", knowledge.desk))["version_no"] == 3


async def test_a_withdrawn_entry_is_gone_for_the_public_and_can_be_brought_back(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("withdrawn")
    gone = await knowledge.public.get(f"/v1/knowledge-entries/{entry['id']}")

    for action, client in (("revisions", knowledge.desk), ("submissions", knowledge.desk), ("approvals", knowledge.supervisor)):
        await knowledge.acted(entry, action, client)

    assert gone.status_code == 404
    assert (await knowledge.shown(entry, knowledge.public))["version_no"] == 2


async def test_a_version_from_a_later_day_does_not_replace_what_holds_today(knowledge: Knowledge) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    fresh = await knowledge.brought_to("published", valid_from_on=tomorrow)
    entry = await knowledge.brought_to("published")
    await knowledge.acted(entry, "revisions", knowledge.desk)
    await knowledge.desk.patch(f"/v1/knowledge-entries/{entry['id']}", json={"valid_from_on": tomorrow})
    await knowledge.acted(entry, "submissions", knowledge.desk)

    refused = await knowledge.act(entry, "approvals", knowledge.supervisor)

    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:replaces-too-early")
    assert (await knowledge.shown(entry, knowledge.public))["version_no"] == 1
    assert (await knowledge.shown(fresh, knowledge.public))["is_in_force"] is False


@pytest.mark.parametrize("status", ["draft", "submitted", "sent_back", "withdrawn"])
async def test_what_is_not_published_is_for_desk_supervisors_and_its_own_unit(knowledge: Knowledge, status: str) -> None:
    entry = await knowledge.brought_to(status)
    path = f"/v1/knowledge-entries/{entry['id']}"

    for client in (knowledge.public, knowledge.other_unit, knowledge.analyst):
        assert (await client.get(path)).status_code == 404
        assert await knowledge.listed(client) == await knowledge.listed(client, status=status) == []
        assert await knowledge.found("社保卡", client) == []
    for client in (knowledge.desk, knowledge.supervisor, knowledge.unit):
        assert (await client.get(path)).status_code == 200
        assert [each["id"] for each in await knowledge.listed(client, status=status)] == [entry["id"]]
    assert (await knowledge.act(entry, "submissions", knowledge.other_unit)).status_code == 404


async def test_the_public_learns_nothing_of_authors(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")

    seen = [await knowledge.shown(entry, knowledge.public), *await knowledge.listed(knowledge.public)]
    seen.append((await knowledge.found("社保卡", knowledge.public))[0]["entry"])

    assert all(not AUTHORS_DATA & each.keys() for each in seen)
    assert (await knowledge.shown(entry, knowledge.analyst)).keys() >= AUTHORS_DATA
    assert (await knowledge.public.get(f"/v1/knowledge-entries/{entry['id']}/versions")).status_code == 401


async def test_a_unit_writes_for_itself_alone(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("published")
    own = await knowledge.drafted(knowledge.unit)

    foreign = await knowledge.unit.post("/v1/knowledge-entries", json=ENTRY | {"unit_code": "85"})
    given_away = await knowledge.unit.patch(f"/v1/knowledge-entries/{own['id']}", json={"unit_code": "85"})
    revised = await knowledge.act(entry, "revisions", knowledge.other_unit)

    assert [each.status_code for each in (foreign, given_away, revised)] == [403, 403, 403]
    assert (await knowledge.shown(own))["unit_code"] == "84"
    assert (await knowledge.act(entry, "confirmations", knowledge.desk)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"unit_code": "nowhere"}, "unit-unknown"),
        ({"category_code": "nothing"}, "category-unknown"),
        ({"valid_to_on": "2019-12-31"}, "validity-wrong"),
        ({"question": None}, "invalid"),
        ({"author": "我"}, "invalid"),
        ({"valid_from_on": "某日"}, "invalid"),
        ({"keywords": ["词"] * 31}, "invalid"),
    ],
)
async def test_what_cannot_be_is_refused(knowledge: Knowledge, changes: dict[str, object], problem: str) -> None:
    entry = await knowledge.drafted()

    created = await knowledge.desk.post("/v1/knowledge-entries", json=ENTRY | changes)
    edited = await knowledge.desk.patch(f"/v1/knowledge-entries/{entry['id']}", json=changes)

    for answer in (created, edited):
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:gov171:problem:{problem}")
    assert (await knowledge.shown(entry))["version"] == 1


async def test_what_may_be_empty_can_be_emptied(knowledge: Knowledge) -> None:
    entry = await knowledge.drafted(valid_to_on="2030-12-31")

    edited = await knowledge.desk.patch(f"/v1/knowledge-entries/{entry['id']}", json={"valid_to_on": None, "category_code": None})

    assert (edited.json()["valid_to_on"], edited.json()["category_code"], edited.headers["etag"]) == (None, None, '"2"')


async def test_a_lost_race_is_told(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("submitted")
    headers = {"If-Match": f'"{entry["version"]}"'}

    answers = await asyncio.gather(*(knowledge.act(entry, "approvals", knowledge.supervisor, headers=headers) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 412, 412, 412]


async def test_the_list_comes_in_pages_with_as_many_statements_for_many_as_for_one(knowledge: Knowledge) -> None:
    entries = [await knowledge.brought_to("published", category_code=None if at else "service") for at in range(5)]
    ids, cursor = [], None
    while True:
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = await knowledge.public.get("/v1/knowledge-entries", params=params)
        ids += [each["id"] for each in answer.json()["items"]]
        if (cursor := answer.json()["next"]) is None:
            break
        assert 'rel="next"' in answer.headers["link"]
    async with knowledge.hotline.harness.counting_statements() as one:
        await knowledge.listed(knowledge.public, limit=1)
    async with knowledge.hotline.harness.counting_statements() as many:
        await knowledge.listed(knowledge.public, limit=5)

    assert ids == [each["id"] for each in reversed(entries)]
    assert len(one) == len(many)
    assert [each["id"] for each in await knowledge.listed(knowledge.public, category_code="service")] == [entries[0]["id"]]
    assert await knowledge.listed(knowledge.public, unit_code="85") == []


async def test_each_change_is_in_the_audit_log_and_no_text_of_it(knowledge: Knowledge) -> None:
    entry = await knowledge.brought_to("superseded")
    await knowledge.acted(entry, "confirmations", knowledge.supervisor)
    await knowledge.acted(entry, "withdrawals", knowledge.desk, {"reason": "政策已废止"})

    async with knowledge.hotline.harness.sessions() as db:
        chosen = (
            select(audit_log.c.action, audit_log.c.details).where(audit_log.c.target == entry["id"]).order_by(audit_log.c.seq)
        )
        rows = (await db.execute(chosen)).all()

    assert [row.action.removeprefix("knowledge-") for row in rows] == [
        "drafted", "submitted", "approved", "revised", "submitted", "approved", "confirmed", "withdrawn",
    ]  # fmt: skip
    assert rows[5].details == {"version_no": 2, "replaces": 1}
