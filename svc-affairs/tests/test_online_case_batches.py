"""Batches of cases through HTTP: what each entry comes to, what one bad entry leaves of the others, races, repeats, costs."""

import asyncio
from typing import Any

import httpx
import pytest
from affairs_builders import Affairs
from centre_builders import CENTRE, Centres
from online_case_builders import COMPANY, PERSON, OnlineCases, day, end_of

PAPER = {"code": "m1", "name": "建设用地批准书", "is_required": True}
INSTANT = {"case_type": "1", "special_procedures": [], "promised_days": 0}


def application(last: int = 0, **changes: Any) -> dict[str, Any]:
    """At the hall's window, by a person of an own telephone."""
    body = {"item_code": "000117001000", "channel": "hall", "applicant": PERSON | {"phone": f"1381234{last:04d}"}}
    return body | changes


def taken_in(last: int = 0, *, is_accepted: bool = True, brought: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    return {"application": application(last, **changes), "is_accepted": is_accepted, "brought": brought or []}


async def post(client: httpx.AsyncClient, *entries: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"idempotency-key": key}
    return await client.post("/v1/online-case-batches", json={"entries": list(entries)}, headers=headers)


async def handled(client: httpx.AsyncClient, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await post(client, *entries)
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert [each["index"] for each in items] == list(range(len(entries)))
    assert (answer.json()["done"], answer.json()["refused"]) == (len(items) - len(refusals(items)), len(refusals(items)))
    return list(items)


def refusals(items: list[dict[str, Any]]) -> dict[int, str]:
    return {each["index"]: each["problem"]["type"].rsplit(":", 1)[1] for each in items if each["problem"] is not None}


async def test_a_case_of_a_batch_is_the_case_that_a_single_request_makes(online_cases: OnlineCases) -> None:
    await online_cases.published(materials=[PAPER])
    single = await online_cases.submitted(online_cases.window, **application(1))
    await online_cases.window.post(f"/v1/online-cases/{single['id']}/material-provisions", json={"codes": ["m1"]})
    await online_cases.done(single, "accept", note="材料齐全")

    [one] = await handled(online_cases.window, taken_in(2, brought=["m1"]) | {"note": "材料齐全"})

    assert (one["status"], one["version"], len(one["query_code"])) == ("accepted", 2, 14)
    both = [await online_cases.shown(single), await online_cases.shown({"id": one["case_id"]})]
    own = {"id", "number", "masked_phone", "submitted_at", "accepted_at", "changed_at"}
    assert {name for name in both[0] if both[0][name] != both[1][name]} <= own
    by_id = [single, {"id": one["case_id"]}]
    assert await online_cases.told(by_id[0]) == await online_cases.told(by_id[1]) == [(1, "submitted"), (2, "accepted")]
    steps = [[{**each, "at": None} for each in await online_cases.history(case)] for case in by_id]
    assert steps[0] == steps[1]
    tasks = [{code: task["status"] for code, task in (await online_cases.tasks(case)).items()} for case in by_id]
    assert tasks[0] == tasks[1] == {"review": "open"}
    for kind in ("materials", "documents"):
        lists = [(await online_cases.window.get(f"/v1/online-cases/{case['id']}/{kind}")).json()["items"] for case in by_id]
        kept = {"code", "status", "is_on_paper", "version", "kind", "title"}
        assert len(lists[0]) == 1
        assert [{name: each[name] for name in kept & each.keys()} for each in lists[0]] == [
            {name: each[name] for name in kept & each.keys()} for each in lists[1]
        ]
    looked_up = await online_cases.look_up(one)
    assert looked_up["number"] == one["number"]


async def test_one_bad_entry_undoes_none_of_the_others(online_cases: OnlineCases) -> None:
    await online_cases.published(materials=[PAPER])

    items = await handled(
        online_cases.window, taken_in(1, brought=["m1"]), taken_in(2, item_code="9", brought=["m1"]), taken_in(3),
        taken_in(4, applicant=PERSON | {"phone": "12"}), taken_in(5, brought=["m9"]), taken_in(6, is_accepted=False),
        taken_in(7, channel="app"), {"number": "BJ-20250106-999999"}, {}, {"case_id": "x", "version": 0},
        {"application": application(8), "version": 3}, taken_in(9, territory_code="659007/99"),
    )  # fmt: skip

    assert refusals(items) == {
        1: "item-unknown", 2: "materials-lacking", 3: "invalid", 4: "material-unknown", 6: "channel-not-open", 7: "case-unknown",
        8: "invalid", 9: "invalid", 10: "invalid", 11: "place-unknown",
    }  # fmt: skip
    assert items[2]["problem"] == {
        "type": "urn:gov171:problem:materials-lacking", "title": "申请材料不齐全", "title_en": "Materials are lacking",
        "status": 409, "lacking": ["m1"],
    }  # fmt: skip
    assert items[3]["problem"]["errors"][0]["pointer"] == "/application/applicant/phone"
    assert [items[place]["status"] for place in (0, 5)] == ["accepted", "submitted"]
    assert await online_cases.numbers() == sorted(items[place]["number"] for place in (0, 5))


async def test_cases_that_are_there_are_accepted_by_id_or_number_in_the_version_looked_at(online_cases: OnlineCases) -> None:
    await online_cases.published()
    first, second, third, fourth, fifth = [await online_cases.submitted(**application(each, channel="web")) for each in range(5)]
    await online_cases.done(fourth, "precheck")
    await online_cases.done(fifth, "refuse")

    items = await handled(
        online_cases.window, {"case_id": first["id"], "version": 1, "note": "材料齐全"}, {"number": second["number"]},
        {"number": first["number"]}, {"case_id": third["id"], "version": 2}, {"case_id": fourth["id"], "version": 1},
        {"case_id": fifth["id"]}, {"case_id": fourth["id"], "version": 2},
    )  # fmt: skip

    assert refusals(items) == {
        2: "named-twice", 3: "stale-version", 4: "stale-version", 5: "action-not-possible", 6: "named-twice",
    }  # fmt: skip
    assert (items[5]["problem"]["state"], items[5]["problem"]["possible"]) == ("not_accepted", [])
    assert [(items[place]["number"], items[place]["status"], items[place]["version"]) for place in (0, 1)] == [
        (first["number"], "accepted", 2), (second["number"], "accepted", 2),
    ]  # fmt: skip
    assert items[0]["query_code"] is None
    assert (await online_cases.history(first))[-1]["note"] == "材料齐全"
    assert (await online_cases.shown(third))["status"] == "submitted"


async def test_both_kinds_go_in_one_batch_at_their_declared_time(online_cases: OnlineCases) -> None:
    await online_cases.published()
    clerk = online_cases.staff("window", at=day(3, 3))
    case = await online_cases.submitted(clerk, **application(1))

    items = await handled(clerk, {"number": case["number"]}, taken_in(2))

    assert refusals(items) == {}
    for one in items:
        shown = await online_cases.shown({"id": one["case_id"]})
        assert (shown["accepted_at"], shown["due_at"]) == ("2025-03-03T04:00:00Z", end_of(3, 6))
    assert items[1]["number"].startswith("BJ-20250303-")


async def test_what_should_have_been_answered_long_ago_counts_as_accepted_by_silence(online_cases: OnlineCases) -> None:
    await online_cases.published()
    case = await online_cases.submitted(online_cases.staff("window", at=day(3, 3)), **application(1))

    items = await handled(online_cases.staff("window", at=day(6, 3)), {"number": case["number"]})

    assert refusals(items) == {0: "action-not-possible"}
    assert [each["action"] for each in await online_cases.history(case)] == ["submit", "accept_by_silence", "mark_overdue"]


async def test_the_same_applied_for_twice_is_seen_within_a_batch_and_against_what_is_open(online_cases: OnlineCases) -> None:
    await online_cases.published()
    before = await online_cases.submitted(**application(1, channel="web"))
    company = {"applicant": COMPANY}

    items = await handled(
        online_cases.window, taken_in(1), taken_in(2), taken_in(2, is_accepted=False), taken_in(3, **company),
        taken_in(3), taken_in(4, applicant=COMPANY | {"phone": "13812345555"}),
    )  # fmt: skip

    assert [each["is_likely_duplicate"] for each in items] == [True, False, True, False, False, True]
    assert [each["likely_duplicates"] for each in items] == [
        [before["number"]], [], [items[1]["number"]], [], [], [items[3]["number"]],
    ]  # fmt: skip


async def test_a_batch_sent_again_under_its_key_gets_the_same_answer(online_cases: OnlineCases) -> None:
    await online_cases.published()
    entries = [taken_in(1), taken_in(2, item_code="9")]

    first = await post(online_cases.window, *entries, key="batch-1")
    again = await post(online_cases.window, *entries, key="batch-1")
    other = await post(online_cases.window, taken_in(3), key="batch-1")

    assert (first.status_code, again.headers["idempotent-replayed"]) == (200, "true")
    assert again.json() == first.json()
    assert (other.status_code, other.json()["type"]) == (422, "urn:gov171:problem:idempotency-key-reused")
    assert await online_cases.numbers() == [first.json()["items"][0]["number"]]


async def test_a_single_application_sent_again_under_its_key_is_one_case(online_cases: OnlineCases) -> None:
    await online_cases.published()
    key = {"idempotency-key": "application-1"}

    first, again = [await online_cases.window.post("/v1/online-cases", json=application(1), headers=key) for _ in range(2)]

    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"


async def test_the_same_batch_at_the_same_moment_is_handled_once(online_cases: OnlineCases) -> None:
    await online_cases.published()

    answers = await asyncio.gather(*(post(online_cases.window, taken_in(1), key="batch-1") for _ in range(4)))

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len(await online_cases.numbers()) == 1


async def test_each_clerk_handles_what_he_may(online_cases: OnlineCases, centres: Centres) -> None:
    await online_cases.published(is_open_to_centres=True)
    await centres.taking_cases()
    as_ = online_cases.harness.as_
    online = await online_cases.submitted(**application(1, channel="web"))
    centre = {"channel": "centre", "external_no": "N-1"}

    assert (await post(online_cases.public, taken_in(1))).status_code == 401
    for role in ("approver", "analyst", "item_editor"):
        assert (await post(as_(role), taken_in(1))).status_code == 403
    town = await handled(
        centres.town, taken_in(2, **centre), taken_in(3, **centre), taken_in(4, channel="hall"), {"number": online["number"]}
    )
    again = await handled(centres.town, taken_in(5, **centre), {"number": town[0]["number"]})
    away = await handled(centres.away, taken_in(6, channel="centre", centre_code="centre-84"), {"number": town[0]["number"]})
    window = await handled(as_("window", territory_code="659007/85"), {"number": town[0]["number"]}, taken_in(7, **centre))

    assert refusals(town) == {1: "external-number-taken", 2: "channel-not-open", 3: "case-unknown"}
    assert refusals(again) == {0: "external-number-taken", 1: "action-not-possible"}
    assert again[0]["problem"]["number"] == town[0]["number"]
    assert refusals(away) == {0: "not-your-centre", 1: "case-unknown"}
    assert refusals(window) == {0: "case-unknown", 1: "channel-not-open"}


async def test_a_number_of_a_centre_that_two_batches_take_at_once_is_taken_once(
    online_cases: OnlineCases, centres: Centres
) -> None:
    await online_cases.published(is_open_to_centres=True)
    await centres.taking_cases()
    entries = [taken_in(each, channel="centre", external_no=f"N-{each}") for each in range(20)]

    there, back = await asyncio.gather(handled(centres.town, *entries), handled(centres.town, *reversed(entries)))

    assert {*refusals(there).values()} | {*refusals(back).values()} == {"external-number-taken"}
    assert len(refusals(there)) + len(refusals(back)) == 20
    cases = [each["number"] for each in (*there, *back) if each["number"] is not None]
    assert await online_cases.numbers(limit=100) == sorted(cases)
    for one in (each for each in (*there, *back) if each["number"] is not None):
        assert await online_cases.told({"id": one["case_id"]}) == [(1, "submitted"), (2, "accepted")]


async def test_two_batches_over_the_same_cases_accept_each_once(online_cases: OnlineCases) -> None:
    await online_cases.published(**INSTANT)
    items = await handled(online_cases.window, *(taken_in(each, is_accepted=False) for each in range(20)))
    named = [{"case_id": each["case_id"]} for each in items]

    there, back = await asyncio.gather(
        handled(online_cases.window, *named), handled(online_cases.window, *reversed(named), taken_in(90))
    )

    assert len(refusals(there)) + len(refusals(back)) == 20
    assert {*refusals(there).values()} | {*refusals(back).values()} == {"action-not-possible"}
    for one in items:
        assert await online_cases.told({"id": one["case_id"]}) == [(1, "submitted"), (2, "accepted")]


async def test_an_instant_case_is_decided_in_the_same_visit_by_who_decides_on_it(online_cases: OnlineCases) -> None:
    await online_cases.published(**INSTANT)
    await online_cases.published(code="steps", **INSTANT, steps=[{"code": "s1", "name": "核查", "stage": 1}])
    await online_cases.published(code="slow")
    as_ = online_cases.harness.as_
    both = as_("window", "approver", unit_code="dept-07")
    there, slow, steps = [
        await online_cases.submitted(**application(each, channel="web", item_code=code))
        for each, code in enumerate(("000117001000", "slow", "steps"))
    ]
    approval = {"decision": {"is_approved": True}}
    denial = {"decision": {"is_approved": False, "reason": "conditions_not_met", "text": "不符合条件"}}

    items = await handled(
        both, taken_in(10) | approval, taken_in(11) | denial, taken_in(12, item_code="slow") | approval,
        taken_in(13, item_code="steps") | approval, {"number": there["number"]} | approval,
        {"number": slow["number"]} | approval, {"number": steps["number"]} | approval, taken_in(14, is_accepted=False) | approval,
    )  # fmt: skip
    window = await handled(online_cases.window, taken_in(15) | approval)
    other = await handled(as_("window", "approver", unit_code="dept-09"), taken_in(16) | approval)

    assert refusals(items) == {
        2: "not-decided-at-once", 3: "not-decided-at-once", 5: "not-decided-at-once", 6: "not-decided-at-once", 7: "invalid",
    }  # fmt: skip
    assert [items[place]["status"] for place in (0, 1, 4)] == ["approved", "denied", "approved"]
    assert refusals(window) == refusals(other) == {0: "not-your-decision"}
    assert await online_cases.told({"id": items[0]["case_id"]}) == [(1, "submitted"), (2, "accepted"), (3, "decided")]
    documents = (await both.get(f"/v1/online-cases/{items[1]['case_id']}/documents")).json()["items"]
    assert [each["kind"] for each in documents] == ["denial"]
    assert [(await online_cases.shown(case))["status"] for case in (slow, steps)] == ["submitted", "submitted"]
    assert len(await online_cases.numbers(status="approved")) == 2


@pytest.mark.parametrize("body", [{"entries": []}, {"entries": [{}] * 201}, {}, {"entries": {}}, {"entries": [{}], "more": 1}])
async def test_what_is_no_batch_is_refused_whole(affairs: Affairs, body: dict[str, Any]) -> None:
    assert (await affairs.harness.as_("window").post("/v1/online-case-batches", json=body)).status_code == 422


async def test_a_large_batch_takes_no_more_statements_than_a_small_one(online_cases: OnlineCases) -> None:
    await online_cases.published(**INSTANT)
    await handled(online_cases.window, taken_in(9999))  # the calendar is read once a minute
    counts = []
    for size in (2, 200):
        entries = [taken_in(size * 10 + each, is_accepted=each % 2 == 0) for each in range(size)]
        async with online_cases.harness.counting_statements() as seen:
            items = await handled(online_cases.window, *entries)
        counts.append(len(seen))
        left = [{"number": each["number"]} for each in items if each["status"] == "submitted"]
        async with online_cases.harness.counting_statements() as seen:
            assert refusals(await handled(online_cases.window, *left)) == {}
        counts.append(len(seen))

    assert counts[:2] == counts[2:]
    assert counts[0] <= 20


async def test_a_centre_s_batch_of_many_items_takes_no_more_statements_than_one_of_one(
    online_cases: OnlineCases, centres: Centres
) -> None:
    codes = [f"0001170010{at:02d}" for at in range(8)]
    for code in codes:
        await online_cases.published(code=code, is_open_to_centres=True, **INSTANT)
    await centres.taking_cases(CENTRE, *codes)
    await handled(centres.town, taken_in(9999, channel="centre", item_code=codes[0]))
    counts = []
    for at, of in enumerate((codes[:1] * 8, codes)):
        entries = [
            taken_in(at * 10 + each, channel="centre", item_code=code, external_no=f"N-{at}-{each}")
            for each, code in enumerate(of)
        ]
        async with online_cases.harness.counting_statements() as seen:
            assert refusals(await handled(centres.town, *entries)) == {}
        counts.append(len(seen))

    assert counts[0] == counts[1]
