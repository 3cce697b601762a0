"""What a centre's system tells is done once, in order; what is not done says why, and how the case stands."""

import asyncio
import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from case_paper_builders import Filing, a_filing  # noqa: F401 - a fixture is used by its name
from centre_builders import CENTRE, Centres
from centre_sync_builders import ITEM, Syncing, a_syncing, entry, kinds, submission  # noqa: F401 - a fixture is used by its name
from online_case_builders import COMPANY, PERSON, STEPS
from sqlalchemy import text

from svc_affairs.centre_syncs.performing import WAYS
from svc_affairs.centre_syncs.schemas import SyncEntry
from svc_affairs.centre_syncs.terms import SyncAction
from svc_affairs.online_cases.lifecycle import BY_ITSELF
from svc_affairs.online_cases.terms import Action


async def test_a_case_is_taken_in_and_brought_on_in_one_push(syncing: Syncing) -> None:
    results = await syncing.push(
        submission("N-1"),
        entry("precheck", "N-1", version=0),
        entry("check_materials", "N-1", version=0, checks=[{"code": "m1", "verdict": "waived", "remark": "容缺"}]),
        entry("accept", "N-1", version=0, note="材料齐全"),
    )

    case = await syncing.cases.shown({"id": results[0]["case_id"]})
    assert kinds(results) == [("applied", None)] * 4
    assert [each["version"] for each in results] == [1, 2, 2, 3]
    assert {each["number"] for each in results} == {case["number"]}
    assert (case["status"], case["channel"], case["centre_code"], case["external_no"]) == (
        "accepted",
        "centre",
        "centre-84",
        "N-1",
    )
    assert [step["actor_role"] for step in await syncing.cases.history(case)] == ["centre"] * 3
    told = await syncing.cases.look_up({"number": case["number"], "query_code": results[0]["query_code"]})
    assert told["status"] == "accepted"


async def test_what_is_sent_again_is_done_once_and_answered_as_before(syncing: Syncing) -> None:
    batch = (submission("N-1"), entry("accept", "N-1", version=0), entry("deliver", "N-1", way="window"))

    first, again = await syncing.push(*batch), await syncing.push(*batch)

    assert kinds(first) == [("applied", None), ("applied", None), ("conflict", "action-not-possible")]
    assert kinds(again) == [("already_applied", None), ("already_applied", None), ("conflict", "action-not-possible")]
    assert [each["is_repeated"] for each in (*first, *again)] == [False] * 3 + [True] * 3
    same = ("key", "case_id", "number", "version", "query_code", "problem")
    assert [[each[name] for name in same] for each in again] == [[each[name] for name in same] for each in first]
    assert again[0]["query_code"] is not None
    assert await syncing.count("online_cases") == 1
    assert await syncing.count("online_case_steps") == 2


async def test_the_same_push_twice_at_once_is_done_once(syncing: Syncing) -> None:
    batch = [submission(f"N-{number}") for number in range(3)]

    both = await asyncio.gather(syncing.push(*batch), syncing.push(*batch))

    assert sorted(results[0]["outcome"] for results in both) == ["already_applied", "applied"]
    assert [each["case_id"] for each in both[0]] == [each["case_id"] for each in both[1]]
    assert await syncing.count("online_cases") == 3


async def test_a_number_is_one_case_whatever_key_it_is_sent_under(syncing: Syncing) -> None:
    given = {"item_code": ITEM, "applicant": PERSON}
    [first] = await syncing.push(submission("N-1", **given))
    second = entry("accept", "N-1", version=0)

    [again, accepted] = await syncing.push(submission("N-1", **given), second)
    others = await syncing.push(
        submission("N-1", **given | {"applicant": PERSON | {"phone": "13912341234"}}),
        submission("N-1", item_code=ITEM, applicant=COMPANY),
    )

    assert (again["outcome"], again["is_repeated"], again["case_id"]) == ("already_applied", False, first["case_id"])
    assert again["query_code"] is None  # it was told to whoever took the case in
    assert accepted["outcome"] == "applied"
    assert kinds(others) == [("conflict", "other-case-of-this-number")] * 2
    assert {each["case_id"] for each in others} == {first["case_id"]}
    assert await syncing.count("online_cases") == 1


async def test_one_that_is_refused_leaves_nothing_and_keeps_no_other_back(syncing: Syncing) -> None:
    before = len(await syncing.harness.events())

    results = await syncing.push(
        submission("N-1"),
        submission("N-2", item_code="no-such-item"),
        submission("N-3", applicant={"kind": "person"}),
        entry("accept", "N-2"),
        entry("decide", "N-1", is_approved=True),
        entry("ask_supplement", "N-1", lacking=[{"material_code": "m9", "what": "缺少"}]),
        entry("accept", "N-1", surprise=1),
        entry("accept", "N-1"),
    )

    assert kinds(results) == [
        ("applied", None), ("refused", "item-unknown"), ("refused", "entry-body-wrong"), ("refused", "case-unknown"),
        ("refused", "forbidden"), ("refused", "material-unknown"), ("refused", "entry-body-wrong"), ("applied", None),
    ]  # fmt: skip
    assert {fault["pointer"] for fault in results[2]["problem"]["errors"]} == {"/body/applicant/name", "/body/applicant/phone"}
    assert results[4]["problem"]["status"] == 403
    assert {each["case"]["status"] for each in results if each["case"]} == {"accepted"}  # as it stands after all of it
    fact = [event.type.split(".")[3] for event in (await syncing.harness.events())[before:]]
    assert fact == ["submitted", "accepted", "issued"]


async def test_what_others_did_meanwhile_is_a_conflict_that_shows_the_case(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    await syncing.cases.done(case, "ask_supplement")

    [stale, merged] = await syncing.push(
        entry("accept", case, version=case["version"]), entry("supplement", case, version=case["version"] + 1)
    )

    assert (stale["outcome"], stale["problem"]["status"], stale["problem"]["current_version"]) == ("conflict", 412, 2)
    assert (stale["case"]["status"], stale["case"]["version"]) == ("prechecking", 3)
    assert stale["case"]["materials"][0]["code"] == "m1"
    assert merged["outcome"] == "applied"


async def test_the_sender_s_own_entries_since_are_no_conflict_and_others_after_them_are(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    seen = case["version"]
    await syncing.push(entry("precheck", case, version=seen))

    [own] = await syncing.push(entry("accept", case, version=seen))
    await syncing.cases.done(case, "approve")
    [other] = await syncing.push(entry("withdraw", case, version=seen))
    [never] = await syncing.push(entry("deliver", case, version=0, way="window"))

    assert (own["outcome"], own["version"]) == ("applied", 3)
    assert (kinds([other]), other["case"]["status"]) == ([("conflict", "stale-version")], "approved")
    assert kinds([never]) == [("conflict", "stale-version")]


async def test_another_content_under_the_same_key_is_refused(syncing: Syncing) -> None:
    sent = submission("N-1")
    await syncing.push(sent)

    [result] = await syncing.push(sent | {"external_no": "N-2"})

    assert kinds([result]) == [("refused", "entry-key-reused")]
    assert await syncing.count("online_cases") == 1


async def test_a_key_is_the_centre_s_and_not_the_account_s(syncing: Syncing) -> None:
    sent = submission("N-1")
    await syncing.push(sent)
    colleague = syncing.harness.as_("centre", subject="another account", unit_code="84")

    [again] = await syncing.push(sent, client=colleague)
    [elsewhere] = await syncing.push(sent, client=syncing.away)

    assert (again["outcome"], elsewhere["outcome"]) == ("already_applied", "applied")
    assert await syncing.count("online_cases") == 2


async def test_a_centre_neither_sees_nor_touches_another_s_cases(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")

    by_id, by_number, unknown = await syncing.push(
        entry("accept", case), entry("accept", "N-1"), entry("accept", {"id": str(uuid4())}), client=syncing.away
    )
    asked = [await syncing.ask(client=syncing.away, centre_code=code) for code in ("centre-84", "centre-99")]
    told = {"centre_code": "centre-84", "entries": [entry("accept", case)]}
    named = await syncing.away.post("/v1/centre-syncs", json=told)

    assert kinds([by_id, by_number, unknown]) == [("refused", "case-unknown")] * 3
    assert [{**each["problem"]} for each in (by_id, by_number)] == [unknown["problem"]] * 2
    assert (by_id["case_id"], by_id["case"], by_number["case_id"]) == (None, None, None)
    assert [named.status_code, *(each.status_code for each in asked)] == [404] * 3
    assert (await syncing.pull(client=syncing.away))["cases"] == []
    assert (await syncing.cases.shown(case))["version"] == 1


async def test_a_regiment_s_system_speaks_for_a_centre_below_it_by_name(syncing: Syncing) -> None:
    [own] = await syncing.push(submission("N-1"))
    [below] = await syncing.push(submission("N-1"), centre_code="centre-84-03")
    seen, _ = await syncing.pull_all(centre_code="centre-84-03")
    crossed = await syncing.push(entry("accept", {"id": own["case_id"]}), centre_code="centre-84-03")

    assert own["case_id"] != below["case_id"]
    assert {*seen} == {below["case_id"]}
    assert kinds(crossed) == [("refused", "case-unknown")]


@pytest.mark.parametrize(
    ("who", "status"),
    [({"roles": ["window"]}, 403), ({"roles": ["approver"]}, 403), ({"roles": []}, 401), ({"roles": ["centre"]}, 422)],
)
async def test_who_has_no_centre_has_nothing_to_tell_or_ask(syncing: Syncing, who: dict[str, Any], status: int) -> None:
    client = syncing.harness.as_(*who["roles"])

    told = await client.post("/v1/centre-syncs", json={"entries": [submission("N-1")]})

    assert (told.status_code, (await syncing.ask(client=client)).status_code) == (status, status)


async def test_an_account_that_approves_too_reviews_and_decides_its_department_s_own(syncing: Syncing) -> None:
    await syncing.cases.published(code="9", is_open_to_centres=True, steps=STEPS[:1])
    await syncing.claimed("9")
    both = syncing.harness.as_("centre", "approver", unit_code="84", territory_code="659007/84")
    of_department = syncing.harness.as_("centre", "approver", unit_code="dept-07", territory_code="659007/84")
    await syncing.push(submission("N-1", item_code="9"), entry("accept", "N-1"))

    stranger = await syncing.push(entry("review", "N-1", opinion="agreed"), client=both)
    own = await syncing.push(
        entry("review", "N-1", opinion="agreed"), entry("decide", "N-1", is_approved=True), entry("deliver", "N-1", way="window"),
        client=of_department, centre_code="centre-84",
    )  # fmt: skip

    assert kinds(stranger) == [("refused", "case-unknown")]
    assert kinds(own) == [("applied", None)] * 3


async def test_a_closed_centre_brings_its_cases_to_their_end_and_takes_none_in(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    await syncing.centres.change("centre-84", status="closed")

    results = await syncing.push(submission("N-2"), entry("accept", case))

    assert kinds(results) == [("conflict", "centre-takes-no-cases"), ("applied", None)]


async def test_a_case_entered_by_hand_while_a_push_waits_is_there_already(syncing: Syncing) -> None:
    given = {"item_code": ITEM, "applicant": PERSON}
    [made] = await syncing.push(submission("N-0", **given))
    async with syncing.harness.sessions() as db, db.begin():
        # As an uncommitted submission at the counter's own path has it.
        await db.execute(text("UPDATE online_cases SET external_no = 'N-1' WHERE external_no = 'N-0'"))
        pushing = asyncio.create_task(syncing.push(submission("N-1", **given)))
        await _is_waiting(syncing)
    [result] = await pushing

    assert (result["outcome"], result["case_id"]) == ("already_applied", made["case_id"])
    assert await syncing.count("online_cases") == 1


async def _is_waiting(syncing: Syncing) -> None:
    async with asyncio.timeout(3), syncing.harness.sessions() as db:
        while True:
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
            if (await db.execute(text(waits))).scalar_one():
                return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "body",
    [
        {"entries": []},
        {"entries": [entry("accept", "N-1")] * 101},
        {"entries": [entry("accept", "N-1") | {"case_id": str(uuid4())}]},
        {"entries": [entry("submit", {"id": str(uuid4())})]},
        {"entries": [entry("jump", "N-1")]},
        {"entries": [entry("accept", "N-1", version=-1)]},
        {"entries": [entry("accept", "N-1") | {"key": "1"}]},
        {"entries": [entry("accept", "N-1", deep=[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]])]},
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_whole(syncing: Syncing, body: dict[str, Any]) -> None:
    answer = await syncing.town.post("/v1/centre-syncs", json=body)

    assert answer.status_code == 422, answer.text
    assert await syncing.count("centre_sync_entries") == 0


async def test_nothing_of_a_push_is_kept_that_names_anybody(syncing: Syncing) -> None:
    await syncing.push(submission("N-1", applicant=PERSON, subject="光明小区"), submission("N-2", applicant={"name": "李雷"}))

    async with syncing.harness.sessions() as db:
        kept = str((await db.execute(text("SELECT centre_sync_entries::text FROM centre_sync_entries"))).scalars().all())
    for personal in (PERSON["name"], PERSON["phone"], "光明", "李雷"):
        assert personal not in kept


async def test_who_only_has_the_database_cannot_try_names_against_a_push(syncing: Syncing) -> None:
    sent = submission("N-1")
    await syncing.push(sent)

    content = SyncEntry.model_validate(sent).model_dump(mode="json", exclude={"key"})
    guessed = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()
    async with syncing.harness.sessions() as db:
        assert (await db.execute(text("SELECT fingerprint FROM centre_sync_entries"))).scalar_one() != guessed


async def test_what_cannot_be_done_now_is_not_kept_as_refused(syncing: Syncing) -> None:
    case = await syncing.taken_in("N-1")
    sent = {"entries": [submission("N-2"), entry("accept", case)]}
    async with syncing.harness.sessions() as db, db.begin():
        await db.execute(text("SELECT 1 FROM online_cases FOR UPDATE"))  # for longer than anybody waits
        failed = await syncing.town.post("/v1/centre-syncs", json=sent)
    assert (failed.status_code, failed.headers["retry-after"], await syncing.count("online_cases")) == (503, "2", 1)

    answer = await syncing.town.post("/v1/centre-syncs", json=sent)

    assert kinds(answer.json()["results"]) == [("applied", None)] * 2


async def test_what_is_refused_takes_no_document_of_another_entry_away(filing: Filing) -> None:
    centres = Centres(filing.affairs)
    await centres.furnish()
    await centres.entered(CENTRE)
    await filing.affairs.brought_to("published", code="9", is_open_to_centres=True, materials=[])
    await centres.town.post("/v1/claims", json={"item_code": "9", "centre_code": "centre-84"})
    sent = [
        submission("N-1", item_code="9"),
        entry("accept", "N-1"),
        entry("deliver", "N-1", way="window"),
        entry("accept", "N-1"),
    ]

    results = (await centres.town.post("/v1/centre-syncs", json={"entries": sent})).json()["results"]

    assert kinds(results) == [("applied", None)] * 2 + [("conflict", "action-not-possible")] * 2
    url = f"/v1/online-cases/{results[0]['case_id']}/documents"
    [document] = (await centres.town.get(url)).json()["items"]
    content = await centres.town.get(f"/v1/case-documents/{document['id']}/content")
    assert (content.status_code, len(content.content)) == (200, document["size_bytes"])
    assert [document["id"] for document in results[-1]["case"]["documents"]] == [document["id"]]


def test_every_action_of_the_counter_and_the_approvers_can_be_told() -> None:
    by_hand = {str(action) for action in Action if action not in BY_ITSELF} - {"approve", "deny", "extend"}

    assert {str(each) for each in SyncAction} == by_hand | {"decide", "note_paper", "check_materials"}
    assert {*WAYS} == {*SyncAction} - {SyncAction.SUBMIT}
