"""Imports of items: all rows land or none, what lands is reviewed by a second person and published as one."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from affairs_builders import TOMORROW, Affairs
from catalogue_builders import BASE, XLSX, base_entered, brought_in, csv_of, decided, item_row, sent, workbook
from sqlalchemy import text

from contracts.affairs import ItemImportChangedV1, ItemPublishedV1, ItemScheduledV1, ItemWithdrawnV1
from svc_affairs.item_exchange.lifecycle import MOVES, possible
from svc_affairs.item_exchange.terms import ImportAction, ImportStatus

PATHS = {"publish": "publications", "reject": "rejections", "withdraw": "withdrawals"}
BODIES = {"reject": {"reasons": "时限过长"}}
EXPECTED = {
    ("under_review", "publish"): "approved", ("under_review", "reject"): "sent_back",
    ("under_review", "withdraw"): "withdrawn", ("sent_back", "withdraw"): "withdrawn",
}  # fmt: skip
# Of an import, and of its publication, whatever they bring; and three are those of the audit log.
STATEMENTS = (11, 13)
OF_ITEMS = {"approved": "published", "sent_back": "draft", "withdrawn": "withdrawn"}


async def in_state(affairs: Affairs, status: ImportStatus) -> dict[str, Any]:
    """An import in this state."""
    if status is ImportStatus.DRY_RUN:
        return await brought_in(affairs, item_row(), dry_run=True)
    if status is ImportStatus.REFUSED:
        return await brought_in(affairs, item_row(visits=9))
    brought = await brought_in(affairs, item_row())
    if status is ImportStatus.UNCHANGED:
        return await brought_in(affairs, item_row())
    if status is not ImportStatus.UNDER_REVIEW:
        action = next(name for (_, name), to in EXPECTED.items() if to == status)
        client = affairs.editor if action == "withdraw" else affairs.reviewer
        answer = await decided(affairs, brought, PATHS[action], client, **BODIES.get(action, {}))
        assert answer.status_code == 201, answer.text
    return brought


@pytest.mark.parametrize("status", ImportStatus)
@pytest.mark.parametrize("action", ImportAction)
async def test_every_pair_of_state_and_action_is_decided(affairs: Affairs, status: ImportStatus, action: ImportAction) -> None:
    brought = await in_state(affairs, status)
    client = affairs.editor if action is ImportAction.WITHDRAW else affairs.reviewer

    answer = await decided(affairs, brought, PATHS[action], client, **BODIES.get(action, {}))

    seen = (await affairs.editor.get(f"/v1/item-imports/{brought['id']}")).json()
    expected = EXPECTED.get((str(status), str(action)))
    assert MOVES.get((status, action)) == expected
    if expected is None:
        assert (answer.status_code, answer.json()["possible"]) == (409, [str(each) for each in possible(status)])
        assert seen["status"] == status
    else:
        assert (answer.status_code, seen["status"], seen["moved"]) == (201, expected, 1)
        (item,) = (await affairs.editor.get("/v1/items", params={"code": "1"})).json()["items"]
        assert item["status"] == OF_ITEMS[expected]


async def test_a_list_is_brought_in_reviewed_and_published_as_one(affairs: Affairs) -> None:
    names = ("户口登记", "机动车登记", "户外广告设置审批")
    rows = [item_row(code=str(number), name=name, is_in_hall=number == 1) for number, name in enumerate(names)]

    brought = await brought_in(affairs, *rows, note="2025年版清单")
    unseen = await affairs.codes()
    answer = await decided(affairs, brought, "publications", note="会签同意")

    assert (brought["status"], brought["counts"]["created"], brought["moved"], unseen) == ("under_review", 3, 3, [])
    assert (answer.status_code, answer.json()["status"], answer.json()["moved"]) == (201, "approved", 3)
    assert answer.headers["etag"] == '"2"'
    assert await affairs.codes() == ["0", "1", "2"]
    assert await affairs.codes(is_in_hall=True) == ["1"]
    assert await affairs.codes(query="广告") == ["2"]
    item = (await affairs.public.get("/v1/items", params={"code": "1"})).json()["items"][0]
    assert {row["item_id"] for row in brought["rows"]} >= {item["id"]}
    history = (await affairs.editor.get(f"/v1/items/{item['id']}/history")).json()["items"]
    assert [(each["action"], each["actor"], each["revision"], each["note"]) for each in reversed(history)] == [
        ("draft", "item_editor", 1, None), ("submit", "item_editor", 2, "2025年版清单"),
        ("publish", "item_reviewer", 3, "会签同意"),
    ]  # fmt: skip
    told = await affairs.harness.events()
    published = [each for each in told if each.type == ItemPublishedV1.type]
    assert sorted((each.data["code"], each.sequence, each.data["version"]) for each in published) == [
        ("0", 1, 1), ("1", 1, 1), ("2", 1, 1),
    ]  # fmt: skip
    of_import = [each for each in told if each.type == ItemImportChangedV1.type]
    assert [(each.sequence, each.data["status"], each.data["items"]) for each in of_import] == [
        (1, "under_review", 3), (2, "approved", 3),
    ]  # fmt: skip


async def test_a_published_item_is_replaced_and_may_be_scheduled(affairs: Affairs) -> None:
    old = await affairs.brought_to("published")
    suspended = await affairs.brought_to("suspended", code="2")
    first = await brought_in(affairs, {"code": old["code"], "promised_days": 2}, {"code": "2", "promised_days": 1})
    assert first["counts"] | {"new_version": 2} == first["counts"]
    assert (await decided(affairs, first, "publications")).status_code == 201

    for former in (old, suspended):
        gone = await affairs.seen(former)
        versions = (await affairs.public.get("/v1/items", params={"code": former["code"]})).json()["items"]
        new = next(each for each in versions if each["version"] == 2)
        assert (gone["status"], gone["replaced_by_id"], new["status"]) == ("withdrawn", new["id"], "published")
    withdrawn = [each for each in await affairs.harness.events() if each.type == ItemWithdrawnV1.type]
    assert sorted((each.data["code"], each.sequence) for each in withdrawn) == [(old["code"], 2), ("2", 3)]

    second = await brought_in(affairs, {"code": "2", "promised_days": 0})
    for day, status in (("2020-01-01", 422), (TOMORROW, 201)):
        answer = await decided(affairs, second, "publications", effective_on=day)
        assert answer.status_code == status, answer.text
    assert answer.json()["effective_on"] == TOMORROW
    (waiting,) = (await affairs.editor.get("/v1/items", params={"status": "scheduled"})).json()["items"]
    assert (waiting["code"], waiting["version"], waiting["effective_on"]) == ("2", 3, TOMORROW)
    scheduled = [each for each in await affairs.harness.events() if each.type == ItemScheduledV1.type]
    assert [(each.sequence, each.data["effective_on"]) for each in scheduled] == [(1, TOMORROW)]
    refused = await brought_in(affairs, {"code": "2", "promised_days": 3})
    assert [fault["code"] for fault in refused["rows"][0]["faults"]] == ["another-waits"]


async def test_nobody_approves_what_they_brought_in_or_wrote(affairs: Affairs) -> None:
    both = affairs.harness.as_("item_editor", "item_reviewer", subject="zhang")
    other = affairs.harness.as_("item_editor", "item_reviewer", subject="li")
    own = (await sent(both, csv_of(item_row()))).json()
    await other.post("/v1/items", json=item_row(code="2"))
    mixed = await brought_in(affairs, item_row(code="2", promised_days=1), item_row(code="3"))

    importer = await decided(affairs, own, "publications", both)
    author = await decided(affairs, mixed, "publications", other)

    assert (importer.status_code, importer.json()["type"]) == (403, "urn:gov171:problem:importer-may-not-approve")
    assert (author.status_code, author.json()["item_codes"]) == (403, ["2"])
    assert await affairs.codes() == []
    assert (await decided(affairs, own, "publications", other)).status_code == 201
    assert (await decided(affairs, mixed, "publications", both)).status_code == 201
    assert await affairs.codes() == ["1", "2", "3"]


async def test_one_refused_row_lets_none_land_unless_it_is_to_be_skipped(affairs: Affairs) -> None:
    rows = [item_row(), item_row(code="2", department_code="dept-99", promised_days=9)]

    refused = await brought_in(affairs, *rows)
    there = (await affairs.editor.get("/v1/items")).json()["items"]
    as_table = await affairs.editor.post(
        "/v1/item-imports", content=csv_of(*rows).encode(), headers={"content-type": "text/csv", "accept": "text/csv"}
    )
    skipped = await brought_in(affairs, *rows, skip_refused=True)

    assert (refused["status"], refused["moved"], there) == ("refused", 0, [])
    again = (await affairs.reviewer.get(f"/v1/item-imports/{refused['id']}")).json()
    assert again["rows"] == refused["rows"]
    assert [(each["row"], each["code"], each["outcome"]) for each in again["rows"]] == [(2, "1", "created"), (3, "2", "refused")]
    assert {(fault["column"], fault["field"], fault["code"], fault["reason_zh"]) for fault in again["rows"][1]["faults"]} == {
        ("承诺时限（工作日）", "promised_days", "promise-too-long", "承诺时限超过法定时限"),
        ("所属部门编码", "department_code", "owner-unknown", "事项所列部门不存在"),
    }
    assert (skipped["status"], skipped["moved"], skipped["counts"]["refused"]) == ("under_review", 1, 1)
    table = await affairs.editor.get(f"/v1/item-imports/{refused['id']}/report")
    assert "所属部门编码,owner-unknown,事项所列部门不存在" in table.text
    assert (as_table.status_code, as_table.text) == (201, table.text)


async def test_steps_are_taken_by_departments_that_are_there(affairs: Affairs) -> None:
    known, unknown = ("s1|受理|1|dept-09", "s2|核查|2|dept-99")

    brought = await brought_in(affairs, item_row(steps=known), item_row(code="2", steps=f"{known}\n{unknown}"))

    assert [each["outcome"] for each in brought["rows"]] == ["created", "refused"]
    assert [(each["field"], each["code"], each["column"]) for each in brought["rows"][1]["faults"]] == [
        ("steps.department_code", "owner-unknown", "办理环节：办理部门")
    ]


async def test_a_dry_run_tells_the_same_and_keeps_but_its_report(affairs: Affairs) -> None:
    await affairs.brought_to("published", code="2")
    rows = [item_row(), {"code": "2", "promised_days": 2}]
    whole = [item_row() | {"code": "2"} | rows[1], item_row()]

    tried = await brought_in(affairs, *whole, dry_run=True)
    before = len((await affairs.editor.get("/v1/items")).json()["items"])
    done = await brought_in(affairs, *whole)

    assert (tried["status"], tried["moved"], before) == ("dry_run", 0, 1)
    assert tried["counts"] == done["counts"]
    assert [each["outcome"] for each in tried["rows"]] == [each["outcome"] for each in done["rows"]] == ["new_version", "created"]
    assert (await affairs.editor.get(f"/v1/item-imports/{tried['id']}")).json()["rows"] == tried["rows"]
    listed = (await affairs.reviewer.get("/v1/item-imports", params={"status": "dry_run"})).json()["items"]
    assert [each["id"] for each in listed] == [tried["id"]]


async def test_what_was_sent_back_is_corrected_and_submitted_by_the_next_import(affairs: Affairs) -> None:
    first = await brought_in(affairs, item_row(), item_row(code="2"))
    assert (await brought_in(affairs, item_row(promised_days=1)))["rows"][0]["faults"][0]["code"] == "action-not-possible"
    assert (await decided(affairs, first, "rejections", reasons="时限过长")).status_code == 201

    second = await brought_in(affairs, item_row(promised_days=1), item_row(code="2"))

    assert [each["outcome"] for each in second["rows"]] == ["changed", "submitted"]
    assert (await decided(affairs, second, "publications")).json()["moved"] == 2
    (item,) = (await affairs.public.get("/v1/items", params={"code": "1"})).json()["items"]
    assert (item["promised_days"], item["version"], item["revision"]) == (1, 1, 6)


async def test_an_item_that_went_its_own_way_stays_as_it_is(affairs: Affairs) -> None:
    brought = await brought_in(affairs, item_row(), item_row(code="2"))
    one = next(each for each in brought["rows"] if each["code"] == "1")
    (await affairs.reviewer.post(f"/v1/items/{one['item_id']}/rejections", json={"reasons": "缺依据"})).raise_for_status()
    (await affairs.editor.post(f"/v1/items/{one['item_id']}/reviews")).raise_for_status()

    published = await decided(affairs, brought, "publications")

    assert (published.status_code, published.json()["moved"]) == (201, 1)
    assert (await affairs.seen({"id": one["item_id"]}))["status"] == "under_review"
    alone = await brought_in(affairs, item_row(code="3"))
    await affairs.editor.post(f"/v1/items/{alone['rows'][0]['item_id']}/withdrawals")
    left = await decided(affairs, alone, "publications")
    assert (left.status_code, left.json()["type"]) == (409, "urn:gov171:problem:nothing-left-to-move")
    given_up = await decided(affairs, alone, "withdrawals", affairs.editor)
    assert (given_up.status_code, given_up.json()["status"], given_up.json()["moved"]) == (201, "withdrawn", 0)


async def test_roles_versions_and_unknown_imports(affairs: Affairs) -> None:
    brought = await brought_in(affairs, item_row())
    path = f"/v1/item-imports/{brought['id']}"

    assert (await sent(affairs.reviewer, csv_of(item_row()))).status_code == 403
    assert (await sent(affairs.public, csv_of(item_row()))).status_code == 401
    assert (await affairs.public.get(path)).status_code == 401
    assert (await decided(affairs, brought, "publications", affairs.editor)).status_code == 403
    assert (await decided(affairs, brought, "rejections", affairs.editor, reasons="无")).status_code == 403
    assert (await decided(affairs, brought, "withdrawals", affairs.reviewer)).status_code == 403
    assert (await decided(affairs, brought, "rejections")).status_code == 422
    stale = await affairs.reviewer.post(f"{path}/publications", headers={"if-match": '"2"'})
    assert stale.status_code == 412
    none = {"id": "01959c2e-8a00-7000-8000-000000000009"}
    assert (await decided(affairs, none, "publications")).status_code == 404
    assert (await affairs.editor.get(f"/v1/item-imports/{none['id']}")).status_code == 404


async def test_an_import_in_a_replay_rests_and_is_dated_as_it_was(affairs: Affairs) -> None:
    at = datetime(2025, 1, 6, 2, tzinfo=UTC)
    editor = affairs.harness.as_("item_editor", subject="chen", replay_at=at)
    brought = (await sent(editor, csv_of(item_row()))).json()
    reviewer = affairs.harness.as_("item_reviewer", subject="lin", replay_at=at)

    assert (await decided(affairs, brought, "publications", reviewer)).status_code == 201

    (item,) = (await affairs.public.get("/v1/items", params={"code": "1"})).json()["items"]
    assert (item["published_at"], item["effective_on"]) == ("2025-01-06T02:00:00Z", "2025-01-06")


@pytest.mark.parametrize("count", [3, 60])
async def test_how_many_statements_are_made_does_not_grow_with_the_items(affairs: Affairs, count: int) -> None:
    rows = [item_row(code=f"{number:03}", name=f"事项{number}") for number in range(count)]
    (await decided(affairs, await brought_in(affairs, *rows), "publications")).raise_for_status()
    again = [row | {"promised_days": 2} for row in rows]

    async with affairs.harness.counting_statements() as importing:
        brought = await brought_in(affairs, *again)
    async with affairs.harness.counting_statements() as publishing:
        answer = await decided(affairs, brought, "publications")

    assert (brought["moved"], answer.json()["moved"]) == (count, count)
    assert (len(importing), len(publishing)) == STATEMENTS


async def test_parts_come_from_their_sheets(affairs: Affairs) -> None:
    head = list(item_row())
    cells = [";".join(each) if isinstance(each, list) else each for each in item_row().values()]
    book = workbook(
        {
            "事项": [head, cells],
            "申请材料": [["事项编码", "编码", "名称", "份数"], ["1", "m1", "身份证", 2], ["1", "m2", "申请表", 1]],
            "办理环节": [["事项编码", "编码", "名称", "stage"], ["1", "s1", "受理", 1]],
        }
    )

    answer = await sent(affairs.editor, book, XLSX)

    assert answer.json()["status"] == "under_review", answer.text
    item = await affairs.seen({"id": answer.json()["rows"][0]["item_id"]})
    assert [(each["code"], each["copies"]) for each in item["materials"]] == [("m1", 2), ("m2", 1)]
    assert [each["name"] for each in item["steps"]] == ["受理"]


async def test_a_version_whose_day_has_come_is_in_force_before_the_next_is_brought_in(affairs: Affairs) -> None:
    at = datetime(2025, 1, 6, 2, tzinfo=UTC)
    editor = affairs.harness.as_("item_editor", replay_at=at)
    reviewer = affairs.harness.as_("item_reviewer", replay_at=at)
    await affairs.brought_to("published", **item_row())
    second = (await editor.post("/v1/items", json=item_row(promised_days=2))).json()
    await affairs.act(second, "reviews", editor)
    # What a replay has made rests, so no worker takes it over meanwhile.
    waiting = await affairs.act(second, "publications", reviewer, json={"effective_on": "2025-01-07"})
    assert waiting.json()["status"] == "scheduled"

    tried = await brought_in(affairs, {"code": "1", "promised_days": 1}, dry_run=True)
    untouched = await affairs.seen(second)
    third = await brought_in(affairs, {"code": "1", "promised_days": 1})

    assert (tried["rows"][0]["outcome"], tried["rows"][0]["version"], untouched["status"]) == ("new_version", 3, "scheduled")
    assert (third["rows"][0]["outcome"], third["rows"][0]["version"]) == ("new_version", 3)
    assert (await affairs.seen(second))["status"] == "published"
    assert (await decided(affairs, third, "publications")).json()["moved"] == 1
    assert (await affairs.seen(second))["replaced_by_id"] == third["rows"][0]["item_id"]


async def test_of_two_at_once_one_brings_the_list_in_and_one_publishes_it(affairs: Affairs) -> None:
    rows = [item_row(code=str(number)) for number in range(20)]
    other = affairs.harness.as_("item_editor", subject="li")
    reviewers = (affairs.reviewer, affairs.harness.as_("item_reviewer", subject="wang"))

    both = [
        answer.json() for answer in await asyncio.gather(sent(affairs.editor, csv_of(*rows)), sent(other, csv_of(*rows[::-1])))
    ]
    landed = next(each for each in both if each["status"] == "under_review")
    answers = await asyncio.gather(*(decided(affairs, landed, "publications", each) for each in reviewers))

    assert sorted(each["status"] for each in both) == ["unchanged", "under_review"]
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    published = [each for each in await affairs.harness.events() if each.type == ItemPublishedV1.type]
    assert len(published) == 20


async def test_the_same_key_brings_a_file_in_once(affairs: Affairs) -> None:
    headers = {"content-type": "text/csv", "idempotency-key": "list-2025"}

    answers = [
        await affairs.editor.post("/v1/item-imports", content=csv_of(item_row()).encode(), headers=headers) for _ in range(2)
    ]  # fmt: skip

    assert answers[0].json() == answers[1].json()
    assert len((await affairs.editor.get("/v1/item-imports")).json()["items"]) == 1


async def test_imports_are_listed_page_by_page_in_one_statement(affairs: Affairs) -> None:
    ids = [(await brought_in(affairs, item_row(code=str(number))))["id"] for number in range(3)]

    async with affairs.harness.counting_statements() as seen:
        first = (await affairs.reviewer.get("/v1/item-imports", params={"limit": 2})).json()
    rest = (await affairs.reviewer.get("/v1/item-imports", params={"limit": 2, "cursor": first["next"]})).json()

    assert len(seen) == 1
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1]
    assert "rows" not in first["items"][0]


async def test_a_dry_run_waits_for_nobody(affairs: Affairs) -> None:
    await base_entered(affairs)
    item = await affairs.brought_to("published", **item_row(base_code=BASE["code"]))

    async with affairs.harness.sessions() as db, db.begin():
        await db.execute(text("SELECT 1 FROM items WHERE id = :id FOR UPDATE"), {"id": item["id"]})
        await db.execute(text("SELECT 1 FROM base_items FOR UPDATE"))
        for name in ("gov171.affairs.items", "gov171.affairs.base_items"):
            await db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
        tried = await asyncio.wait_for(brought_in(affairs, {"code": "1", "promised_days": 1}, dry_run=True), 3)
        of_bases = await asyncio.wait_for(sent(affairs.editor, csv_of(BASE), path="/base-items", dry_run=True), 3)

    assert tried["rows"][0]["outcome"] == "new_version"
    assert of_bases.json()["counts"]["unchanged"] == 1
