"""Trade documents as JSON: each has its outcome, a party hands in its own kinds alone, and nothing tells who the buyer is."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest
from affairs_builders import Affairs
from sqlalchemy import text
from trade_match_builders import Trade, a_set, as_json
from trade_message_builders import (
    AT,
    CARRIER,
    DECLARER,
    MERCHANT,
    PAYER,
    PLATFORM,
    a_cancel,
    a_list,
    a_payment,
    a_refund,
    a_waybill,
    an_id_number,
    an_order,
)
from trade_party_builders import acting_for, suspended

from chassis import clock
from svc_affairs.trade_documents.limits import LIMITS

JSON = {"content-type": "application/json"}


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


def problem_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


async def listed(client: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/v1/trade-documents", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_bad_document_is_named_by_place_and_field_and_the_others_are_taken(trade: Trade) -> None:
    good, bad = as_json(an_order("1")), as_json(an_order("2"))
    bad["buyer_id_number"] = "110101190001010015"
    bad["lines"][0]["quantity"] = "-1"
    unknown = {"kind": "parcel"}

    answer = await trade.hand_in(PLATFORM, [bad, good, unknown])

    assert answer.status_code == 200
    told = answer.json()
    assert (told["accepted"], told["refused"]) == (1, 2)
    assert [(each["index"], each["status"], each["code"]) for each in told["results"]] == [
        (0, "refused", "unreadable"), (1, "accepted", None), (2, "refused", "unreadable"),
    ]  # fmt: skip
    assert "/lines/0/quantity" in [each["pointer"] for each in told["results"][0]["errors"]]
    assert "110101190001010015" not in answer.text
    assert [each["facts"]["order_no"] for each in await listed(trade.desk, kind="order")] == ["T1"]


async def test_a_wrong_check_digit_is_refused_and_not_repeated(trade: Trade) -> None:
    wrong = as_json(an_order()) | {"buyer_id_number": "110101190001010015"}

    told = (await trade.hand_in(PLATFORM, [wrong])).json()

    assert told["results"][0]["errors"]
    assert "110101190001010015" not in str(told)


async def test_what_names_other_parties_or_lies_ahead_is_refused_alone(trade: Trade) -> None:
    others = an_order("2", platform_code="6599660098", merchant_code="6599660099")
    ahead = an_order("3", app_time=clock.now() + LIMITS.ahead + timedelta(minutes=1))
    nearly = an_order("4", app_time=clock.now() + LIMITS.ahead - timedelta(minutes=1))

    results = await trade.send(others, ahead, nearly)

    assert [(each["status"], each["code"]) for each in results] == [
        ("refused", "not_yours"), ("refused", "ahead_of_time"), ("accepted", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "document"),
    [(PAYER, an_order()), (PLATFORM, a_payment()), (PLATFORM, a_list()), (CARRIER, a_cancel()), (PAYER, a_refund()),
     (DECLARER, a_waybill())],
    ids=lambda each: each if isinstance(each, str) else each.kind.value,
)  # fmt: skip
async def test_a_kind_that_is_not_the_senders_is_403_and_nothing_of_the_batch_is_kept(
    trade: Trade, code: str, document: Any
) -> None:
    own = {PAYER: a_payment("9"), PLATFORM: an_order("9"), CARRIER: a_waybill("9"), DECLARER: a_list("9")}[code]

    refused = await trade.hand_in(code, [as_json(own), as_json(document)])

    assert (refused.status_code, problem_of(refused)) == (403, "kind-not-allowed")
    for table in ("trade_orders", "trade_payments", "trade_waybills", "trade_lists", "trade_requests", "trade_match_marks"):
        assert not await trade.rows(f"SELECT 1 FROM {table}"), table


async def test_a_stranger_a_suspended_party_and_another_role_are_403(trade: Trade) -> None:
    body = [as_json(an_order())]
    trade.clients["stranger"], trade.clients["desk"] = acting_for(trade.affairs, "6599660077"), trade.desk
    (party,) = (await trade.desk.get("/v1/trade-parties", params={"code": PLATFORM})).json()["items"]
    await suspended(trade.affairs, party)

    refused = [await trade.hand_in(each, body) for each in ("stranger", "desk", PLATFORM)]

    assert [each.status_code for each in refused] == [403] * 3
    assert [problem_of(each) for each in refused] == ["party-unknown", "forbidden", "party-suspended"]


async def test_a_body_that_is_no_batch_is_refused_whole(trade: Trade) -> None:
    async def post(content: bytes, **headers: str) -> tuple[int, str]:
        answer = await trade.clients[PLATFORM].post("/v1/trade-documents", content=content, headers=JSON | headers)
        return answer.status_code, problem_of(answer)

    assert await post(b"{}") == (422, "batch-unreadable")
    assert await post(b"[{") == (422, "batch-unreadable")
    assert await post(b"[]") == (413, "too-many-documents")
    assert await post(b"[" + b"0," * LIMITS.most_at_once + b"0]") == (413, "too-many-documents")
    assert await post(b" " * (LIMITS.most_bytes + 1)) == (413, "too-large")
    assert await post(b"[]", **{"content-type": "text/csv"}) == (415, "unsupported")


async def test_the_same_documents_handed_in_at_once_by_many_requests_count_once(trade: Trade) -> None:
    body = [as_json(an_order(str(number))) for number in range(20)]

    answers = await asyncio.gather(*(trade.hand_in(PLATFORM, body if each % 2 else body[::-1]) for each in range(6)))

    assert sorted(each.json()["accepted"] for each in answers) == [0, 0, 0, 0, 0, 20]
    assert len(await listed(trade.desk, kind="order")) == 20


async def test_a_version_that_was_replaced_is_kept_and_one_that_counts_is_shown(trade: Trade) -> None:
    await trade.send(an_order())
    await trade.send(an_order(app_type="2", app_time=AT + timedelta(hours=1), freight="1"))

    (order,) = await listed(trade.clients[PLATFORM], kind="order")
    path = f"/v1/trade-documents/order/{order['id']}"
    shown = (await trade.clients[PLATFORM].get(path)).json()
    versions = (await trade.clients[PLATFORM].get(f"{path}/versions")).json()["items"]

    assert (shown["version"], shown["app_type"], float(shown["facts"]["freight"]), len(shown["lines"])) == (2, "2", 1.0, 1)
    assert [(each["app_type"], float(each["facts"]["freight"])) for each in versions] == [("1", 0.0)]


async def test_a_party_sees_what_it_sent_and_the_desk_sees_all(trade: Trade) -> None:
    await trade.send(*a_set())
    (order,) = await listed(trade.desk, kind="order")

    assert [len(await listed(trade.clients[code], kind="order")) for code in (PLATFORM, PAYER, CARRIER, DECLARER)] == [1, 0, 0, 0]
    for path in (f"/v1/trade-documents/order/{order['id']}", f"/v1/trade-documents/order/{order['id']}/versions"):
        answer = await trade.clients[PAYER].get(path)
        assert (answer.status_code, problem_of(answer)) == (404, "document-not-found")
    assert (await trade.desk.get(f"/v1/trade-documents/payment/{order['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "code", "number"),
    [("order", PLATFORM, "T1"), ("payment", PAYER, "P1"), ("waybill", CARRIER, "W1"), ("list", DECLARER, "L1"),
     ("cancel", DECLARER, "L1"), ("refund", DECLARER, "L1")],
)  # fmt: skip
async def test_each_kind_is_listed_by_its_number(trade: Trade, kind: str, code: str, number: str) -> None:
    await trade.send(*a_set("1"), *a_set("2"), a_cancel("1"), a_refund("1"))

    (found,) = await listed(trade.desk, kind=kind, code=code, number=number)

    assert (found["kind"], found["sent_by"]) == (kind, code)
    assert not await listed(trade.desk, kind=kind, code=code, number="X")
    assert not await listed(trade.desk, kind=kind, sent_by=MERCHANT)
    half = await trade.desk.get("/v1/trade-documents", params={"kind": kind, "code": code})
    assert half.status_code == 422


async def test_a_list_of_documents_is_one_statement_and_goes_on_where_it_stopped(trade: Trade) -> None:
    await trade.send(*(an_order(str(number)) for number in range(5)))

    async with trade.harness.counting_statements() as statements:
        first = (await trade.desk.get("/v1/trade-documents", params={"kind": "order", "limit": 3})).json()
    rest = await trade.desk.get("/v1/trade-documents", params={"kind": "order", "limit": 3, "cursor": first["next"]})

    assert len(statements) == 1
    shown = [each["id"] for each in first["items"] + rest.json()["items"]]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == 5


async def test_of_a_buyer_nothing_but_keyed_hashes_is_kept_shown_or_announced(trade: Trade) -> None:
    number, name = an_id_number(serial="777"), "韩梅梅"
    buyer, payer = ({f"{who}_id_number": number, f"{who}_name": name} for who in ("buyer", "payer"))
    documents = a_set(order=buyer, payment=payer, list=buyer)
    reason = {"reason": f"买家 {number} 来电 13900001234"}
    await trade.send(*documents, a_cancel("1", **reason), a_refund("1", **reason))
    await trade.send(an_order(app_type="2", app_time=AT + timedelta(hours=1), freight="1", **buyer))

    tables = [row.name for row in await trade.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()")]  # fmt: skip
    async with trade.harness.sessions() as db:
        rows = [str(row) for table in tables for row in await db.execute(text(f"SELECT to_jsonb(t)::text FROM {table} AS t"))]
    shown = [str(await listed(trade.desk, kind=kind)) for kind in ("order", "payment", "waybill", "list", "cancel", "refund")]
    shown.append(str(await trade.declaration()))
    told = "".join(rows + shown + [str(each.data) for each in await trade.harness.events()])

    assert {"trade_orders", "trade_document_versions", "trade_requests", "outbox"} <= set(tables)
    assert "L1" in told
    assert not [word for word in (number, name, "13900001234", number.encode().hex()) if word in told]


async def test_the_hashes_need_the_key(trade: Trade) -> None:
    await trade.send(an_order())

    (kept,) = await trade.rows("SELECT buyer_hash FROM trade_orders")
    assert len(kept.buyer_hash) == 32
    assert kept.buyer_hash not in {sha256(word.encode()).digest() for word in (an_id_number(), f"number|{an_id_number()}")}


async def test_the_service_matches_by_itself_as_soon_as_the_last_document_is_here(trade: Trade) -> None:
    """Nobody calls a pass here: the worker is woken by the commit."""
    for code, document in zip((PLATFORM, PAYER, CARRIER, DECLARER), a_set(), strict=True):
        assert (await trade.hand_in(code, [as_json(document)])).status_code == 200

    async with asyncio.timeout(5):
        while (await trade.statuses()).get("L1") != "matched":  # noqa: ASYNC110 - the match announces itself to the broker alone
            await asyncio.sleep(0.02)


async def test_a_thousand_documents_take_as_many_statements_as_ten(trade: Trade) -> None:
    async def statements_for(start: int, count: int) -> int:
        async with trade.harness.counting_statements() as statements:
            answer = await trade.hand_in(DECLARER, [as_json(a_list(str(n))) for n in range(start, start + count)])
        assert answer.json()["accepted"] == count
        return len(statements)

    assert await statements_for(0, 10) == await statements_for(10, 1000)
