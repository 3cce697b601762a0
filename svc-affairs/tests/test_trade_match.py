"""The three-document match 三单对碰 through the API."""

from dataclasses import replace
from datetime import timedelta

import pytest
from affairs_builders import Affairs
from trade_match_builders import Trade, a_set, fields_of
from trade_message_builders import AT, a_line, a_list, a_payment, an_id_number

from chassis import clock
from chassis.db import Database, create_engine
from svc_affairs.trade_declarations.matching import BATCH, Matcher


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


async def test_documents_that_agree_match_and_are_announced(trade: Trade) -> None:
    results = await trade.send(*a_set())

    assert [each["status"] for each in results] == ["accepted"] * 4
    found = await trade.declaration()
    assert (found["status"], found["missing"], found["mismatches"]) == ("matched", [], [])
    assert found["amount"] == "129.00"
    assert found["policy_version"] == 1
    assert await trade.told("1") == ["matched"]


async def test_a_mismatch_is_named_by_field_with_both_values(trade: Trade) -> None:
    await trade.send(*a_set(payment={"amount_paid": "140.76"}))

    found = await trade.declaration()
    assert found["status"] == "mismatched"
    (only,) = found["mismatches"]
    assert (only["field"], only["one_document"], only["one_value"]) == ("amount_paid", "order", "140.74")
    assert (only["other_document"], only["other_value"], only["field_label_zh"]) == ("payment", "140.76", "支付金额")


async def test_a_fen_is_within_the_tolerance(trade: Trade) -> None:
    await trade.send(*a_set(payment={"amount_paid": "140.75"}))

    assert fields_of(await trade.declaration()) == []


DIFFERENCES = {
    "buyer": {"list": {"buyer_id_number": an_id_number(serial="002")}},
    "buyer_name": {"list": {"buyer_name": "韩梅梅"}},
    "payer": {"payment": {"payer_id_number": an_id_number(serial="002")}},
    "payer_name": {"payment": {"payer_name": "韩梅梅"}},
    "goods_value": {"order": {"goods_value": "128", "actual_paid": "139.74"}, "payment": {"amount_paid": "139.74"}},
    "actual_paid": {"order": {"actual_paid": "150"}, "payment": {"amount_paid": "150"}},
    "freight": {"list": {"freight": "5"}},
    "pay_transaction_id": {"payment": {"pay_transaction_id": "P-other"}},
    "waybill_order_no": {"waybill": {"order_no": "T-other"}},
    "gross_weight_kg": {"waybill": {"gross_weight_kg": "0.95"}},
    "piece_count": {"waybill": {"piece_count": 2}},
    "line": {"order": {"lines": [a_line(), a_line(2, total_price="0.01")]}},
    "item_no": {"list": {"lines": [a_line(item_no="SKU-9")]}},
    "goods_code": {"list": {"lines": [a_line(goods_code="3304990040")]}},
    "quantity": {"list": {"lines": [a_line(quantity="3")]}},
    "unit": {"list": {"lines": [a_line(unit="012")]}},
    "transaction_limit": {
        "order": {"goods_value": "5001", "actual_paid": "5012.74", "lines": [a_line(total_price="5001")]},
        "payment": {"amount_paid": "5012.74"},
        "list": {"lines": [a_line(total_price="5001")]},
    },
}


@pytest.mark.parametrize("field", DIFFERENCES)
async def test_each_field_that_differs_is_found_and_no_other(trade: Trade, field: str) -> None:
    await trade.send(*a_set(**DIFFERENCES[field]))

    found = await trade.declaration()
    assert (found["status"], fields_of(found)) == ("mismatched", [field])


async def test_the_price_of_a_line_differs(trade: Trade) -> None:
    lines = [a_line(1, total_price="60"), a_line(2, total_price="69")]
    others = [a_line(1, total_price="69"), a_line(2, total_price="60")]
    await trade.send(*a_set(order={"lines": lines}, list={"lines": others}))

    found = await trade.declaration()
    assert [(each["field"], each["line_no"]) for each in found["mismatches"]] == [("line_total", 1), ("line_total", 2)]


async def test_of_a_person_only_that_it_differs_is_said(trade: Trade) -> None:
    await trade.send(*a_set(payment={"payer_id_number": an_id_number(serial="002")}))

    (only,) = (await trade.declaration())["mismatches"]
    assert (only["one_value"], only["other_value"]) == ("differs", "differs")


async def test_late_documents_are_matched_when_they_come(trade: Trade) -> None:
    order, payment, waybill, listed = a_set()

    await trade.send(listed)
    waiting = await trade.declaration()
    await trade.send(order, payment)
    nearly = await trade.declaration()
    await trade.send(waybill)

    assert (waiting["status"], waiting["missing"]) == ("waiting", ["order", "payment", "waybill"])
    assert (nearly["status"], nearly["missing"]) == ("waiting", ["waybill"])
    assert (await trade.declaration())["status"] == "matched"
    assert await trade.told("1") == ["matched"]


async def test_what_does_not_come_in_time_is_a_mismatch_until_it_does(trade: Trade) -> None:
    order, payment, waybill, listed = a_set()
    await trade.send(order, listed, waybill)

    with clock.declared(clock.now() + timedelta(hours=72)):
        await trade.settle()
    late = await trade.declaration()
    await trade.send(payment)

    assert (late["status"], late["missing"], fields_of(late)) == ("mismatched", ["payment"], ["payment"])
    assert (await trade.declaration())["status"] == "matched"


async def test_a_change_is_matched_anew_and_a_deletion_makes_it_wait(trade: Trade) -> None:
    documents = a_set(payment={"amount_paid": "1"})
    await trade.send(*documents)
    (changed,) = await trade.send(a_payment(app_type="2", app_time=AT + timedelta(hours=1)))
    matched = await trade.declaration()
    await trade.send(a_payment(app_type="3", app_time=AT + timedelta(hours=2)))

    assert (changed["status"], matched["status"]) == ("changed", "matched")
    assert (await trade.declaration())["missing"] == ["payment"]
    assert await trade.told("1") == ["mismatched", "matched", "unmatched"]


async def test_an_order_or_waybill_serves_one_list_the_earlier_one(trade: Trade) -> None:
    await trade.send(*a_set(), a_list("2", order_no="T1", logistics_no="W1", app_time=AT - timedelta(minutes=1)))

    assert await trade.statuses() == {"L1": "mismatched", "L2": "matched"}
    assert fields_of(await trade.declaration("1")) == ["order_used", "waybill_used"]


async def test_an_order_is_paid_once(trade: Trade) -> None:
    unnamed = {"pay_code": None, "pay_transaction_id": None}
    await trade.send(*a_set(order=unnamed), a_payment(pay_transaction_id="P-again"))

    assert fields_of(await trade.declaration()) == ["payments"]


async def test_a_version_that_comes_too_late_is_kept_and_does_not_count(trade: Trade) -> None:
    newer = a_payment(app_type="2", app_time=AT + timedelta(hours=1))
    await trade.send(*a_set(payment={"app_time": newer.app_time, "app_type": "2"}))

    (late,) = await trade.send(a_payment(amount_paid="1"))
    (again,) = await trade.send(a_payment(amount_paid="1"))

    assert (late["status"], late["code"], again["status"]) == ("accepted", "superseded", "unchanged")
    assert (await trade.declaration())["status"] == "matched"


async def test_a_pass_that_came_to_nothing_is_tried_with_less_and_grows_again(trade: Trade) -> None:
    chassis, matcher = trade.harness.app.state.chassis, Matcher()
    away = replace(chassis, database=Database(create_engine("postgresql://nobody@127.0.0.1:9/none")))

    assert await matcher.attempt(away) == 0
    once = matcher.most
    for _ in range(10):
        await matcher.attempt(away)
    least = matcher.most
    for _ in range(10):
        await matcher.attempt(chassis)

    assert (once, least, matcher.most) == (BATCH // 2, 100, BATCH)
    await trade.send(*a_set())
    assert (await trade.declaration())["status"] == "matched"
