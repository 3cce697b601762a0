"""Policies of the match: versions by their days; what was declared stays under the policy of its time."""

import asyncio
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from affairs_builders import Affairs
from trade_match_builders import Trade, a_set, fields_of
from trade_message_builders import AT, CARRIER, DECLARER, PAYER, PLATFORM, a_line, an_id_number

from chassis import clock

DAY = date(2099, 1, 1)
LATE = AT.replace(year=2099)


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


async def publish(trade: Trade, client: httpx.AsyncClient | None = None, **changes: Any) -> httpx.Response:
    return await (client or trade.desk).post("/v1/trade-policies", json={"effective_on": str(DAY)} | changes)


def senders_at(trade: Trade, at: datetime) -> None:
    """The parties act at this instant."""
    for code in (PLATFORM, PAYER, CARRIER, DECLARER):
        trade.clients[code] = trade.harness.as_("trade_party", subject=f"application:{code}", kind="application", replay_at=at)


async def judged(trade: Trade, **changes: Any) -> dict[str, Any]:
    """A set declared at LATE, judged a day after."""
    senders_at(trade, LATE + timedelta(days=1))
    listed = {"app_time": LATE} | changes.pop("list", {})
    with clock.declared(LATE + timedelta(days=1)):
        await trade.send(*a_set(list=listed, **changes))
    return await trade.declaration()


async def test_the_built_in_policy_is_in_force_until_another_is(trade: Trade) -> None:
    effective = (await trade.desk.get("/v1/trade-policies/effective")).json()

    assert (effective["version"], effective["transaction_limit"], effective["annual_limit"]) == (1, "5000", "26000")
    assert (effective["amount_tolerance"], effective["is_auto_release"], effective["published_at"]) == ("0.01", False, None)
    assert (await trade.desk.get("/v1/trade-policies/1")).json() == effective


async def test_a_version_is_published_listed_announced_and_never_replaced(trade: Trade) -> None:
    first = await publish(trade, transaction_limit="6000")
    again = await publish(trade)
    second = await publish(trade, effective_on="2098-01-01")

    assert (first.status_code, first.headers["location"], first.json()["version"]) == (201, "/v1/trade-policies/2", 2)
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "day-taken")
    assert second.json()["version"] == 3
    items = (await trade.clients[PLATFORM].get("/v1/trade-policies")).json()["items"]
    assert [(each["version"], each["effective_on"]) for each in items] == [
        (2, "2099-01-01"),
        (3, "2098-01-01"),
        (1, "2000-01-01"),
    ]
    told = [each for each in await trade.harness.events() if each.type.endswith("trade_policy.published.v1")]
    assert [(each.sequence, each.data["version"]) for each in told] == [(1, 2), (2, 3)]
    assert (await trade.desk.get("/v1/trade-policies/9")).status_code == 404


async def test_of_two_for_one_day_at_once_one_is_published(trade: Trade) -> None:
    answers = await asyncio.gather(*(publish(trade) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize("days", [-1, 0])
async def test_it_takes_effect_tomorrow_at_the_earliest(trade: Trade, days: int) -> None:
    refused = await publish(trade, effective_on=str(clock.local_day(clock.now()) + timedelta(days=days)))

    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (422, "day-past")


@pytest.mark.parametrize(
    "wrong",
    [{"amount_tolerance": "-1"}, {"transaction_limit": "0"}, {"annual_limit": "x"}, {"checks": ["luck"]}, {"wait_hours": 0},
     {"effective_on": "soon"}, {"surprise": 1}],
    ids=lambda each: next(iter(each)),
)  # fmt: skip
async def test_what_makes_no_policy_is_422(trade: Trade, wrong: dict[str, Any]) -> None:
    assert (await publish(trade, **wrong)).status_code == 422


@pytest.mark.parametrize("role", ["trade_party", "item_editor", "administrator_of_nothing"])
async def test_only_the_desk_publishes(trade: Trade, role: str) -> None:
    assert (await publish(trade, trade.harness.as_(role))).status_code == 403


async def test_a_list_of_the_day_before_stays_under_the_policy_of_its_day(trade: Trade) -> None:
    await publish(trade, amount_tolerance="5", checks=["amount"])
    # 2098-12-31T15:59Z is the last minute of the year in the city.
    eve = datetime.fromisoformat("2098-12-31T15:59:00+00:00")

    before = await judged(trade, payment={"amount_paid": "140"}, list={"app_time": eve})
    with clock.declared(LATE + timedelta(days=1)):
        await trade.send(*a_set("2", payment={"amount_paid": "140"}, list={"app_time": eve + timedelta(minutes=1)}))

    assert (before["policy_version"], fields_of(before)) == (1, ["amount_paid"])
    after = await trade.declaration("2")
    assert (after["policy_version"], after["status"]) == (2, "matched")


LOOKS = {
    "buyer": {"list": {"buyer_id_number": an_id_number(serial="002")}},
    "name": {"list": {"buyer_name": "韩梅梅"}},
    "amount": {"payment": {"amount_paid": "1"}},
    "goods": {"list": {"lines": [a_line(goods_code="3304990040")]}},
    "quantity": {"list": {"lines": [a_line(quantity="3")]}},
    "weight": {"waybill": {"piece_count": 2}},
    "numbers": {"waybill": {"order_no": "T-other"}},
    "transaction_limit": {},
}


@pytest.mark.parametrize("look", LOOKS)
async def test_a_policy_says_which_checks_count(trade: Trade, look: str) -> None:
    await publish(trade, checks=[each for each in [*LOOKS, "single_use", "annual_limit"] if each != look], transaction_limit=(
        "100" if look == "transaction_limit" else "5000"))  # fmt: skip

    found = await judged(trade, **LOOKS[look])

    assert (found["policy_version"], found["status"], found["mismatches"]) == (2, "matched", [])


@pytest.mark.parametrize(
    ("tolerances", "changes"),
    [({"amount_tolerance": "0.77"}, {"payment": {"amount_paid": "141.51"}}),
     ({"quantity_tolerance": "0.5"}, {"list": {"lines": [a_line(quantity="2.5")]}}),
     ({"weight_tolerance_kg": "0.2"}, {"waybill": {"gross_weight_kg": "1.05"}})],
    ids=["amount", "quantity", "weight"],
)  # fmt: skip
async def test_a_tolerance_is_reached_and_not_passed(trade: Trade, tolerances: dict[str, str], changes: dict[str, Any]) -> None:
    ((name, value),) = tolerances.items()
    await publish(trade, **tolerances)
    await publish(trade, effective_on="2099-06-01", **{name: str(Decimal(value) - Decimal("0.00001"))})

    within = await judged(trade, **changes)
    summer = LATE.replace(month=7)
    senders_at(trade, summer)
    with clock.declared(summer):
        await trade.send(*a_set("2", **changes | {"list": {"app_time": summer} | changes.get("list", {})}))

    assert within["status"] == "matched"
    assert (await trade.declaration("2"))["status"] == "mismatched"
