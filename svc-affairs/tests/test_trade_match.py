"""The three-document match 三单对碰 through the API."""

import pytest
from affairs_builders import Affairs
from trade_match_builders import Trade, a_set, fields_of


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
