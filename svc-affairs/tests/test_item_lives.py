"""The life of items through HTTP: who may do what in which state, what is announced, what the history tells."""

from typing import Any

import pytest
from affairs_builders import DRAFT, TOMORROW, WAYS, Affairs
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

# Each action: who does it, where, with what.
ACTIONS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "submit": ("editor", "reviews", None),
    "reject": ("reviewer", "rejections", {"reasons": "缺少依据"}),
    "publish": ("reviewer", "publications", None),
    "schedule": ("reviewer", "publications", {"effective_on": TOMORROW}),
    "suspend": ("reviewer", "suspensions", {"reason": "系统升级"}),
    "resume": ("reviewer", "resumptions", None),
    "withdraw": ("administrator", "withdrawals", None),
}
AFTER = {
    "draft": {"submit": "under_review", "withdraw": "withdrawn"},
    "under_review": {"reject": "draft", "publish": "published", "schedule": "scheduled", "withdraw": "withdrawn"},
    "scheduled": {"withdraw": "withdrawn"},
    "published": {"suspend": "suspended", "withdraw": "withdrawn"},
    "suspended": {"resume": "published", "withdraw": "withdrawn"},
    "withdrawn": {},
}


async def acted(affairs: Affairs, item: dict[str, Any], action: str) -> Any:
    who, path, body = ACTIONS[action]
    client = affairs.harness.client if who == "administrator" else getattr(affairs, who)
    return await affairs.act(item, path, client, json=body)


@pytest.mark.parametrize("status", sorted(WAYS))
@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_every_action_in_every_state_is_done_or_is_a_conflict(affairs: Affairs, status: str, action: str) -> None:
    item = await affairs.brought_to(status)

    answer = await acted(affairs, item, action)

    if (after := AFTER[status].get(action)) is not None:
        assert (answer.status_code, answer.json()["status"]) == (201, after)
        assert answer.json()["revision"] == item["revision"] + 1
        return
    assert answer.status_code == 409
    asked = [*AFTER[status], "change"] if status == "draft" else [*AFTER[status]]
    problem = answer.json()
    assert (problem["state"], problem["action"], sorted(problem["possible"])) == (status, action, sorted(asked))
    assert await affairs.seen(item) == item


@pytest.mark.parametrize("status", sorted(set(WAYS) - {"draft"}))
async def test_only_a_draft_is_changed(affairs: Affairs, status: str) -> None:
    item = await affairs.brought_to(status)

    assert (await affairs.change(item, visits=0)).status_code == 409
    assert await affairs.seen(item) == item


async def told(affairs: Affairs, item: dict[str, Any]) -> list[tuple[str, int]]:
    """What was announced of a version, with its sequence."""
    events = [each for each in await affairs.harness.events() if each.subject == item["id"]]
    return [(each.type.split(".")[3], each.sequence) for each in events]


async def test_each_step_that_matters_outside_is_announced_with_the_next_number(affairs: Affairs) -> None:
    item = await affairs.brought_to("suspended")
    await affairs.act(item, "resumptions")
    await affairs.act(item, "withdrawals")
    waiting = await affairs.brought_to("scheduled", code="2")
    await affairs.act(waiting, "withdrawals")
    given_up = await affairs.brought_to("under_review", code="3")
    await affairs.act(given_up, "withdrawals", affairs.editor)

    assert await told(affairs, item) == [("published", 1), ("suspended", 2), ("resumed", 3), ("withdrawn", 4)]
    assert await told(affairs, waiting) == [("scheduled", 1), ("withdrawn", 2)]
    assert await told(affairs, given_up) == []


async def test_the_next_version_replaces_the_one_in_force(affairs: Affairs) -> None:
    first = await affairs.brought_to("suspended")
    second = await affairs.drafted(name="施工许可证核发")
    assert (second["version"], second["status"]) == (2, "draft")
    again = await affairs.editor.post("/v1/items", json=DRAFT)
    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:draft-already-there")

    await affairs.published(second)

    shown = await affairs.seen(first, affairs.public)
    assert (shown["status"], shown["replaced_by_id"]) == ("withdrawn", second["id"])
    assert await affairs.codes() == [DRAFT["code"]]
    assert await affairs.codes(code=DRAFT["code"]) == [DRAFT["code"]] * 2
    assert await told(affairs, first) == [("published", 1), ("suspended", 2), ("withdrawn", 3)]
    last = (await affairs.harness.events())[-2]
    assert (last.data["item_id"], last.data["replaced_by_id"]) == (first["id"], second["id"])


async def test_a_version_under_review_keeps_its_place_against_another_draft(affairs: Affairs) -> None:
    await affairs.brought_to("under_review")

    assert (await affairs.editor.post("/v1/items", json=DRAFT)).status_code == 409


async def test_nobody_approves_what_they_wrote(affairs: Affairs) -> None:
    both = affairs.harness.as_("item_editor", "item_reviewer", subject="zhang")
    other = affairs.harness.as_("item_editor", "item_reviewer", subject="li")
    item = (await both.post("/v1/items", json=DRAFT)).json()
    await other.patch(f"/v1/items/{item['id']}", json={"visits": 0})
    await affairs.act(item, "reviews", other)

    for author in (both, other):
        for body in (None, {"effective_on": TOMORROW}):
            refused = await affairs.act(item, "publications", author, json=body)
            assert (refused.status_code, refused.json()["type"]) == (403, "urn:gov171:problem:author-may-not-approve")
    assert (await affairs.act(item, "publications")).status_code == 201


async def test_editors_give_up_what_they_work_on_and_reviewers_end_what_was_approved(affairs: Affairs) -> None:
    for status, may, may_not in (
        ("draft", affairs.editor, affairs.reviewer),
        ("under_review", affairs.editor, affairs.reviewer),
        ("scheduled", affairs.reviewer, affairs.editor),
        ("published", affairs.reviewer, affairs.editor),
        ("suspended", affairs.reviewer, affairs.editor),
    ):
        item = await affairs.brought_to(status, code=status.replace("_", "-"))
        refused = await affairs.act(item, "withdrawals", may_not)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:gov171:problem:not-for-your-role")
        assert (await affairs.act(item, "withdrawals", may)).json()["status"] == "withdrawn"


async def test_each_act_asks_for_its_role(affairs: Affairs) -> None:
    item = await affairs.brought_to("published")

    for who, path, body in ACTIONS.values():
        for client, status in ((affairs.harness.as_("desk"), 403), (affairs.public, 401)):
            assert (await affairs.act(item, path, client, json=body)).status_code == status
        if who == "reviewer":
            assert (await affairs.act(item, path, affairs.editor, json=body)).status_code == 403
        if who == "editor":
            assert (await affairs.act(item, path, affairs.reviewer, json=body)).status_code == 403


async def test_the_history_tells_who_did_what_and_why(affairs: Affairs) -> None:
    item = await affairs.drafted()
    await affairs.change(item, visits=0, online_depth=3)
    await affairs.act(item, "reviews", affairs.editor, json={"note": "请审"})
    await affairs.act(item, "rejections", json={"reasons": "缺少依据"})
    await affairs.published(item)
    await affairs.act(item, "suspensions", json={"reason": "系统升级", "resumes_on": TOMORROW})

    first = (await affairs.reviewer.get(f"/v1/items/{item['id']}/history", params={"limit": 3})).json()
    rest = (await affairs.editor.get(f"/v1/items/{item['id']}/history", params={"cursor": first["next"]})).json()

    steps = list(reversed(first["items"] + rest["items"]))
    assert [(each["action"], each["actor"], each["note"]) for each in steps] == [
        ("draft", "item_editor", None),
        ("change", "item_editor", None),
        ("submit", "item_editor", "请审"),
        ("reject", "item_reviewer", "缺少依据"),
        ("submit", "item_editor", None),
        ("publish", "item_reviewer", None),
        ("suspend", "item_reviewer", "系统升级"),
    ]
    assert steps[1]["fields"] == ["online_depth", "visits"]
    assert (steps[-1]["day"], steps[-1]["status"], steps[-1]["action_label_zh"]) == (TOMORROW, "suspended", "暂停办理")
    assert [each["revision"] for each in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert (await affairs.public.get(f"/v1/items/{item['id']}/history")).status_code == 401


@pytest.mark.parametrize("status", sorted(set(WAYS) - {"draft"}))
async def test_the_database_keeps_what_was_approved_as_it_is(affairs: Affairs, status: str) -> None:
    item = await affairs.brought_to(status)

    for change in ("promised_days = 1", "materials = '[]'", "name = 'x'"):
        with pytest.raises(IntegrityError, match="does not change"):
            await run(affairs, f"UPDATE items SET {change} WHERE id = '{item['id']}'")
    if item["published_at"] is not None:
        with pytest.raises(IntegrityError, match="does not change"):
            await run(affairs, f"UPDATE items SET status = 'draft' WHERE id = '{item['id']}'")
        with pytest.raises(IntegrityError, match="stays"):
            await run(affairs, f"DELETE FROM items WHERE id = '{item['id']}'")
    assert await affairs.seen(item) == item


async def run(affairs: Affairs, statement: str) -> None:
    async with affairs.harness.sessions() as db, db.begin():
        await db.execute(text(statement))
