"""Customs messages over HTTP: each document has its answer in the receipt, and a message counts once."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from affairs_builders import Affairs
from sqlalchemy import text
from trade_match_builders import SENDER_OF, Trade
from trade_message_builders import (
    ADDRESS,
    BY_KIND,
    CARRIER,
    DECLARER,
    ONE_OF_EACH,
    PAYER,
    PLATFORM,
    TELEPHONE,
    a_cancel,
    a_list,
    a_payment,
    a_refund,
    a_waybill,
    an_id_number,
    an_order,
    document_xml,
    message_of,
    message_xml,
)
from trade_party_builders import acting_for, suspended

from svc_affairs.trade_messages.policy import LIMITS

NS = "{http://www.chinaport.gov.cn/ceb}"
ORDERS = BY_KIND[an_order().kind]


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


async def post(client: httpx.AsyncClient, content: bytes | str, **headers: str) -> httpx.Response:
    return await client.post("/v1/trade-messages", content=content, headers={"content-type": "application/xml", **headers})


def answers(receipt: httpx.Response) -> list[dict[str, str]]:
    """The receipt's answers: text by element, in their order."""
    root = ElementTree.fromstring(receipt.text)
    return [{field.tag.removeprefix(NS): field.text or "" for field in answer} for answer in root]


def problem_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


async def kept(trade: Trade, table: str) -> int:
    async with trade.harness.sessions() as db:
        return int((await db.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())


RECEIPTS: Mapping[str, tuple[str, str, list[str]]] = {
    "order": ("CEB312Message", "OrderReturn", ["guid", "ebpCode", "ebcCode", "orderNo"]),
    "payment": ("CEB412Message", "PaymentReturn", ["guid", "payCode", "payTransactionId"]),
    "waybill": ("CEB512Message", "LogisticsReturn", ["guid", "logisticsCode", "logisticsNo"]),
    "list": ("CEB622Message", "InventoryReturn", ["guid", "customsCode", "ebpCode", "ebcCode", "agentCode", "copNo", "preNo"]),
    "cancel": ("CEB624Message", "InvtCancelReturn", ["guid", "agentCode", "ebpCode", "ebcCode", "copNo", "preNo"]),
    "refund": ("CEB626Message", "InvtRefundReturn", ["guid", "agentCode", "ebpCode", "ebcCode", "copNo", "preNo"]),
}


@pytest.mark.parametrize("build", ONE_OF_EACH)
async def test_a_message_of_each_kind_is_taken_and_answered_in_its_own_format(trade: Trade, build: Any) -> None:
    document = build()
    sender = SENDER_OF[document.kind]
    if document.kind in ("cancel", "refund"):
        await post(trade.clients[DECLARER], message_of(a_list(), guid="BEFORE", sender=DECLARER))

    answer = await post(trade.clients[sender], message_of(document, sender=sender))

    message, element, fields = RECEIPTS[document.kind.value]
    assert (answer.status_code, answer.headers["content-type"]) == (201, "application/xml")
    root = ElementTree.fromstring(answer.text)
    assert root.tag == f"{NS}{message}"
    assert root.attrib["guid"].lower() == answer.headers["location"].rpartition("/")[2]
    assert [each.tag for each in root] == [f"{NS}{element}"]
    (told,) = answers(answer)
    assert [*told] == [*fields, "returnStatus", "returnTime", "returnInfo"]
    assert (told["guid"], told["returnStatus"]) == (document.guid, "2"), told
    assert re.fullmatch(r"\d{17}", told["returnTime"])
    if "preNo" in told:
        assert re.fullmatch(r"[BCR]\d{17}", told["preNo"])


async def test_four_messages_bring_about_a_declaration_whose_documents_agree(trade: Trade) -> None:
    for document in (an_order(), a_payment(), a_waybill(), a_list()):
        sender = SENDER_OF[document.kind]
        answer = await post(trade.clients[sender], message_of(document, sender=sender))
        assert answer.status_code == 201, answer.text
    await trade.settle()

    (declaration,) = (await trade.desk.get("/v1/trade-declarations")).json()["items"]

    assert (declaration["cop_no"], declaration["order_no"], declaration["status"]) == ("L1", "T1", "matched")


async def test_xml_and_json_are_two_ways_to_say_the_same(trade: Trade) -> None:
    await trade.send(an_order())

    (told,) = answers(await post(trade.clients[PLATFORM], message_of(an_order())))

    assert (told["returnStatus"], told["returnInfo"]) == ("2", "重复申报，内容未变 Here already, and the same[ORDER-1]")
    assert await kept(trade, "trade_orders") == 1


async def test_a_bad_document_is_set_aside_and_the_good_ones_go_on(trade: Trade) -> None:
    strange = an_order("3", platform_code="6599669999", merchant_code="6599669998")
    documents = [
        document_xml(an_order("1")),
        document_xml(an_order("2"), without="acturalPaid", head={"currency": "502"}),
        document_xml(strange),
        document_xml(an_order("4")),
    ]

    answer = await post(trade.clients[PLATFORM], message_xml(ORDERS, "".join(documents)))

    told = answers(answer)
    assert [(each["orderNo"], each["returnStatus"]) for each in told] == [("T1", "2"), ("T2", "-1"), ("T3", "100"), ("T4", "2")]
    assert "[Code:missing;Path:/CEB311Message/Order[2]/OrderHead/acturalPaid;Desc:缺少必填项" in told[1]["returnInfo"]
    assert "[Code:currency_not_taken;Path:/CEB311Message/Order[2]/OrderHead/currency;" in told[1]["returnInfo"]
    assert told[2]["returnInfo"].startswith("[Code:not_yours;Desc:")
    assert await kept(trade, "trade_orders") == 2


async def test_a_document_with_many_faults_is_answered_within_the_formats_length(trade: Trade) -> None:
    form, empty = ORDERS, "<ceb:Order><ceb:OrderHead></ceb:OrderHead></ceb:Order>"

    (told,) = answers(await post(trade.clients[PLATFORM], message_xml(form, empty)))

    assert told["returnStatus"] == "-1"
    assert told["returnInfo"].count("Code:missing") == 5
    assert len(told["returnInfo"]) <= 1000


async def test_the_same_message_twice_has_the_same_receipt_and_changes_nothing(trade: Trade) -> None:
    content = message_of(a_list("1"), a_list("2"), sender=DECLARER)

    first = await post(trade.clients[DECLARER], content)
    again = await post(trade.clients[DECLARER], content)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["idempotent-replayed"] == "true"
    assert (again.text, again.headers["location"]) == (first.text, first.headers["location"])
    assert (await kept(trade, "trade_messages"), await kept(trade, "trade_lists")) == (1, 2)


async def test_the_same_message_sent_many_times_at_once_is_taken_once(trade: Trade) -> None:
    content = message_of(an_order())

    found = await asyncio.gather(*(post(trade.clients[PLATFORM], content) for _ in range(6)))

    assert sorted(each.status_code for each in found) == [200] * 5 + [201]
    assert len({each.text for each in found}) == 1


async def test_a_guid_cannot_stand_on_another_message_but_another_sender_may_use_it(trade: Trade) -> None:
    await post(trade.clients[PLATFORM], message_of(an_order("1")))

    other = await post(trade.clients[PLATFORM], message_of(an_order("2")))
    stranger = await post(trade.clients[PAYER], message_of(a_payment(), sender=PAYER))

    assert (other.status_code, problem_of(other)) == (409, "message-guid-reused")
    assert stranger.status_code == 201
    assert await kept(trade, "trade_orders") == 1


async def test_a_receipt_is_fetched_again_by_its_guid_and_by_nobody_else(trade: Trade) -> None:
    sent = await post(trade.clients[PLATFORM], message_of(an_order(), guid="CUT-LINE"))
    (found,) = (await trade.clients[PLATFORM].get("/v1/trade-messages", params={"guid": "CUT-LINE"})).json()["items"]

    path = f"/v1/trade-messages/{found['id']}"
    own = await trade.clients[PLATFORM].get(path)
    other = await trade.clients[PAYER].get(path)
    others = await trade.clients[PAYER].get("/v1/trade-messages")

    assert (found["kind"], found["document_count"], found["taken_count"]) == ("order", 1, 1)
    assert (own.text, own.headers["content-type"]) == (sent.text, "application/xml")
    assert (other.status_code, problem_of(other)) == (404, "message-unknown")
    assert others.json()["items"] == []


async def test_a_list_of_messages_is_paged_by_one_statement_beside_the_party(trade: Trade) -> None:
    for number in range(3):
        await post(trade.clients[PLATFORM], message_of(an_order(str(number)), guid=f"G-{number}"))

    async with trade.harness.counting_statements() as statements:
        first = (await trade.clients[PLATFORM].get("/v1/trade-messages", params={"limit": 2})).json()
    rest = (await trade.clients[PLATFORM].get("/v1/trade-messages", params={"limit": 2, "cursor": first["next"]})).json()

    assert [each["guid"] for each in first["items"] + rest["items"]] == ["G-2", "G-1", "G-0"]
    assert len(statements) == 2


async def test_who_may_not_send_this_is_refused_and_nothing_is_kept(trade: Trade) -> None:
    order = message_of(an_order())
    wrong_kind = await post(trade.clients[PAYER], message_of(an_order(), sender=PAYER))
    wrong_sender = await post(trade.clients[PLATFORM], message_of(an_order(), sender=CARRIER))
    no_party = await post(acting_for(trade.affairs, "6599660099"), order)
    no_role = await post(trade.desk, order)
    no_list = [
        await post(trade.clients[CARRIER], message_of(each, sender=CARRIER)) for each in (a_list(), a_cancel(), a_refund())
    ]
    (party,) = (await trade.desk.get("/v1/trade-parties", params={"code": PLATFORM})).json()["items"]
    await suspended(trade.affairs, party)
    while_suspended = await post(trade.clients[PLATFORM], order)

    assert (wrong_kind.status_code, problem_of(wrong_kind)) == (403, "kind-not-allowed")
    assert (wrong_sender.status_code, problem_of(wrong_sender)) == (403, "sender-differs")
    assert (no_party.status_code, problem_of(no_party)) == (403, "party-unknown")
    assert (no_role.status_code, problem_of(no_role)) == (403, "forbidden")
    assert [(each.status_code, problem_of(each)) for each in no_list] == [(403, "kind-not-allowed")] * 3
    assert (while_suspended.status_code, problem_of(while_suspended)) == (403, "party-suspended")
    assert (await kept(trade, "trade_messages"), await kept(trade, "trade_orders")) == (0, 0)


async def test_a_suspended_party_still_fetches_the_receipts_of_what_it_sent_before(trade: Trade) -> None:
    sent = await post(trade.clients[PLATFORM], message_of(an_order()))
    (party,) = (await trade.desk.get("/v1/trade-parties", params={"code": PLATFORM})).json()["items"]
    await suspended(trade.affairs, party)

    fetched = await trade.clients[PLATFORM].get(sent.headers["location"])

    assert (fetched.status_code, fetched.text) == (200, sent.text)


async def test_a_message_that_is_none_is_a_problem_that_says_why(trade: Trade) -> None:
    evil = message_of(an_order()).decode().replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n')

    refused = await post(trade.clients[PLATFORM], evil.encode())
    headless = await post(trade.clients[PLATFORM], message_of(an_order()).replace(b"ceb:copCode", b"ceb:copName"))
    json = await trade.clients[PLATFORM].post("/v1/trade-messages", json={})
    large = await post(trade.clients[PLATFORM], b" " * (LIMITS.bytes + 1))

    assert (refused.status_code, problem_of(refused), refused.json()["code"]) == (400, "xml-refused", "dtd_refused")
    assert (headless.status_code, headless.json()["path"]) == (400, "/CEB311Message/BaseTransfer/copCode")
    assert (json.status_code, problem_of(json)) == (415, "unsupported")
    assert (large.status_code, problem_of(large)) == (413, "too-large")
    assert await kept(trade, "trade_messages") == 0


async def test_nothing_of_a_person_is_kept_of_a_message(trade: Trade) -> None:
    broken = document_xml(an_order("2"), without="orderNo")
    await post(trade.clients[PLATFORM], message_xml(ORDERS, document_xml(an_order()) + broken))

    async with trade.harness.sessions() as db:
        rows = (await db.execute(text("SELECT to_jsonb(m)::text FROM trade_messages m"))).scalars().all()
        tables = ("trade_orders", "trade_order_lines", "trade_document_versions")
        rows += [row for name in tables for row in (await db.execute(text(f"SELECT to_jsonb(t)::text FROM {name} t"))).scalars()]

    told = str(rows) + str([each.data for each in await trade.harness.events()])
    assert len(rows) >= 3
    assert not [word for word in (an_id_number(), "李雷", TELEPHONE, ADDRESS) if word in told]


async def test_a_thousand_documents_take_as_many_statements_as_ten(trade: Trade) -> None:
    async def statements_for(start: int, count: int) -> int:
        content = message_of(*(an_order(str(n)) for n in range(start, start + count)), guid=f"G-{count}")
        async with trade.harness.counting_statements() as statements:
            answer = await post(trade.clients[PLATFORM], content)
        assert [each["returnStatus"] for each in answers(answer)] == ["2"] * count
        return len(statements)

    assert await statements_for(0, 10) == await statements_for(10, 1000)


async def test_a_waybill_needs_no_order_number(trade: Trade) -> None:
    (told,) = answers(
        await post(trade.clients[CARRIER], message_of(a_waybill(order_no=None, platform_code=None), sender=CARRIER))
    )

    assert told["returnStatus"] == "2"
