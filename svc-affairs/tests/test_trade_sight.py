"""Declarations as they are listed and shown: each sees its own, by each filter, page by page."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from affairs_builders import Affairs
from trade_match_builders import Trade, a_set
from trade_message_builders import AT, CARRIER, DECLARER, PAYER, PLATFORM, a_list
from trade_party_builders import acting_for, registered

OTHER = "6599660055"


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


async def listed(client: httpx.AsyncClient, **params: Any) -> list[str]:
    answer = await client.get("/v1/trade-declarations", params=params)
    assert answer.status_code == 200, answer.text
    return sorted(each["cop_no"] for each in answer.json()["items"])


async def furnished(trade: Trade) -> None:
    """1 agrees; 2 does not, and is a day later; 3 is of another declarer and platform, and waits."""
    await registered(trade.affairs, OTHER, kinds=["list"])
    trade.clients[OTHER] = acting_for(trade.affairs, OTHER)
    await trade.send(*a_set("1"), *a_set("2", payment={"amount_paid": "1"}, list={"app_time": AT + timedelta(days=1)}))
    other = a_list("3", agent_code=OTHER, platform_code="6599660044").model_dump(mode="json")
    body = other | {"buyer_id_number": a_list().buyer_id_number.get_secret_value()}
    assert (await trade.hand_in(OTHER, [body])).json()["accepted"] == 1
    await trade.settle()


async def test_the_desk_sees_all_a_declarer_its_own_and_a_platform_those_of_its_orders(trade: Trade) -> None:
    await furnished(trade)
    (third,) = (await trade.clients[OTHER].get("/v1/trade-declarations")).json()["items"]

    assert await listed(trade.desk) == ["L1", "L2", "L3"]
    assert await listed(trade.clients[DECLARER]) == await listed(trade.clients[PLATFORM]) == ["L1", "L2"]
    for code in (PAYER, CARRIER):
        assert (await trade.clients[code].get("/v1/trade-declarations")).status_code == 404
    for code, status in ((OTHER, 200), (DECLARER, 404), (PLATFORM, 404), (PAYER, 404)):
        assert (await trade.clients[code].get(f"/v1/trade-declarations/{third['id']}")).status_code == status
    assert (await trade.harness.as_("analyst").get("/v1/trade-declarations")).status_code == 403
    assert (await trade.harness.as_().get("/v1/trade-declarations")).status_code == 401


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [({"status": "mismatched"}, ["L2"]), ({"status": "waiting"}, ["L3"]), ({"platform_code": PLATFORM}, ["L1", "L2"]),
     ({"day": "2025-03-04"}, ["L2"]), ({"mismatch_field": "amount_paid"}, ["L2"]), ({"mismatch_field": "buyer"}, []),
     ({"status": "matched", "platform_code": PLATFORM, "day": "2025-03-03"}, ["L1"])],
    ids=str,
)  # fmt: skip
async def test_the_list_is_narrowed_by_each_filter(trade: Trade, wanted: dict[str, str], numbers: list[str]) -> None:
    await furnished(trade)

    assert await listed(trade.desk, **wanted) == numbers


async def test_a_list_is_one_statement_and_goes_on_where_it_stopped(trade: Trade) -> None:
    await trade.send(*(each for number in range(5) for each in a_set(str(number))))

    async with trade.harness.counting_statements() as statements:
        first = (await trade.desk.get("/v1/trade-declarations", params={"limit": 3})).json()
    rest = (await trade.desk.get("/v1/trade-declarations", params={"limit": 3, "cursor": first["next"]})).json()

    assert len(statements) == 1
    assert sorted(each["cop_no"] for each in first["items"] + rest["items"]) == ["L0", "L1", "L2", "L3", "L4"]
    assert rest["next"] is None
    assert (await trade.desk.get("/v1/trade-declarations", params={"cursor": "broken"})).status_code == 422


async def test_what_is_shown_names_its_status_in_both_languages_and_of_the_buyer_nothing(trade: Trade) -> None:
    await furnished(trade)

    found = await trade.declaration("2")

    assert (found["status_label_zh"], found["status_label_en"]) == ("三单不符", "The documents do not agree")
    assert not [name for name in found if "buyer" in name or "hash" in name or "digest" in name]
    assert found["etag"] == f'"{found["version"]}"'
    missing = "00000000-0000-7000-8000-000000000000"
    assert (await trade.desk.get(f"/v1/trade-declarations/{missing}")).status_code == 404
    assert (await trade.desk.post(f"/v1/trade-declarations/{missing}/releases", json={})).status_code == 404
    assert (await trade.desk.post(f"/v1/trade-declarations/{found['id']}/holds", json={})).status_code == 422
