"""The figures of cross-border trade: by platform, country, goods heading and day, and equal to a recount at any moment."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from affairs_builders import Affairs
from sqlalchemy import text
from trade_match_builders import Trade, a_set
from trade_message_builders import AT, PLATFORM, a_cancel, a_line, a_payment, a_refund

from svc_affairs.trade_figures.folding import fold_once

YEAR = {"from": "2025-01-01", "to": "2026-01-01"}


@pytest.fixture
async def trade(affairs: Affairs) -> Trade:
    return await Trade(affairs).furnish()


async def figures(trade: Trade, **params: Any) -> dict[str, Any]:
    answer = await trade.desk.get("/v1/trade-figures", params=YEAR | params)
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.json().items() if name != "as_of"}


def counts(part: dict[str, Any]) -> dict[str, tuple[int, Decimal]]:
    assert part["declarations"] == sum(each["count"] for each in part["statuses"])
    assert part["released"] == sum(each["count"] for each in part["statuses"] if each["status"] == "released")
    return {each["status"]: (each["count"], Decimal(each["amount"])) for each in part["statuses"]}


async def recount(trade: Trade) -> dict[str, Any]:
    answer = await trade.desk.post("/v1/trade-figures/recounts", json={"start_on": "2025-01-01", "end_on": "2026-01-01"})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def furnished(trade: Trade) -> None:
    """Three declarations: two agree, one does not; two days, two countries, two headings."""
    two_headings = [a_line(1, total_price="100", goods_code="3304990039"), a_line(2, total_price="29", goods_code="1902309000")]
    await trade.send(
        *a_set("1"),
        *a_set("2", order={"lines": two_headings}, list={"lines": two_headings, "country": "303"}),
        *a_set("3", payment={"amount_paid": "1"}, list={"app_time": AT + timedelta(days=1)}),
    )


async def test_they_are_told_by_day_platform_country_and_heading(trade: Trade) -> None:
    await furnished(trade)

    total = (await figures(trade))["total"]
    by = {name: (await figures(trade, by=name))["groups"] for name in ("day", "platform", "country", "heading")}

    assert counts(total) == {"matched": (2, 258), "mismatched": (1, 129)}
    assert total["mismatches"] == [{"field": "amount_paid", "count": 1}]
    told = {name: {each["key"]: counts(each) for each in groups} for name, groups in by.items()}
    assert told["day"] == {"2025-03-03": {"matched": (2, 258)}, "2025-03-04": {"mismatched": (1, 129)}}
    assert told["platform"] == {PLATFORM: {"matched": (2, 258), "mismatched": (1, 129)}}
    assert told["country"] == {"116": {"matched": (1, 129), "mismatched": (1, 129)}, "303": {"matched": (1, 129)}}
    assert told["heading"] == {"3304": {"matched": (2, 229), "mismatched": (1, 129)}, "1902": {"matched": (1, 29)}}


async def test_they_are_narrowed_to_one_platform_country_or_heading_and_to_days(trade: Trade) -> None:
    await furnished(trade)

    assert counts((await figures(trade, platform_code=PLATFORM, by="day"))["total"])["matched"] == (2, 258)
    assert counts((await figures(trade, country="303"))["total"]) == {"matched": (1, 129)}
    assert [each["key"] for each in (await figures(trade, heading="3304", by="day"))["groups"]] == ["2025-03-03", "2025-03-04"]
    assert counts((await figures(trade, to="2025-03-04"))["total"]) == {"matched": (2, 258)}
    assert counts((await figures(trade, platform_code="nobody"))["total"]) == {}


async def test_they_follow_each_step_and_equal_a_recount(trade: Trade) -> None:
    await furnished(trade)
    seen = []

    async def note() -> None:
        told = await recount(trade)
        assert (told["differing"], told["is_equal"]) == (0, True)
        assert told["cells"] > 0
        seen.append(counts((await figures(trade))["total"]))

    await trade.decide("1", "releases")
    await note()
    await trade.decide("2", "holds")
    await note()
    await trade.send(a_payment("3", app_type="2", app_time=AT + timedelta(hours=1)))
    await note()
    await trade.send(a_cancel("3", app_time=AT + timedelta(days=2)))
    await note()
    await trade.send(a_refund("1", lines=[a_refund().lines[0].model_copy(update={"quantity": Decimal(2)})]))
    await note()

    assert seen == [
        {"matched": (1, 129), "mismatched": (1, 129), "released": (1, 129)},
        {"held": (1, 129), "mismatched": (1, 129), "released": (1, 129)},
        {"held": (1, 129), "matched": (1, 129), "released": (1, 129)},
        {"cancelled": (1, 129), "held": (1, 129), "released": (1, 129)},
        {"cancelled": (1, 129), "held": (1, 129), "refunded": (1, 129)},
    ]


async def test_folding_changes_no_figure(trade: Trade) -> None:
    await furnished(trade)
    before = [await figures(trade, by=name) for name in ("day", "platform", "country", "heading")]

    async with trade.harness.app.state.chassis.database.unit_of_work() as db:
        while await fold_once(db):
            pass

    assert not await trade.rows("SELECT 1 FROM trade_figure_deltas")
    assert [await figures(trade, by=name) for name in ("day", "platform", "country", "heading")] == before
    assert (await recount(trade))["is_equal"]


async def test_a_recount_finds_what_is_wrong(trade: Trade) -> None:
    await furnished(trade)
    async with trade.harness.app.state.chassis.database.unit_of_work() as db:
        while await fold_once(db):
            pass
        await db.execute(text("UPDATE trade_figure_cells SET count = count + 1 WHERE dimension = 'country' AND key = '303'"))

    told = await recount(trade)

    assert (told["differing"], told["is_equal"]) == (1, False)


async def test_what_cannot_be_asked_is_422_and_who_may_not_ask_403(trade: Trade) -> None:
    async def ask(client: httpx.AsyncClient = trade.desk, **params: Any) -> tuple[int, str]:
        answer = await client.get("/v1/trade-figures", params=YEAR | params)
        return answer.status_code, answer.json()["type"].rpartition(":")[2]

    assert await ask(to="2025-01-01") == (422, "span-wrong")
    assert await ask(**{"from": "1900-01-01"}) == (422, "span-wrong")
    assert await ask(platform_code=PLATFORM, country="116") == (422, "one-filter-only")
    assert await ask(platform_code=PLATFORM, by="country") == (422, "one-filter-only")
    assert (await ask(heading="33"))[0] == 422
    assert await ask(trade.clients[PLATFORM]) == (403, "forbidden")
    for role in ("analyst", "supervisor"):
        assert (await trade.harness.as_(role).get("/v1/trade-figures", params=YEAR)).status_code == 200
