"""The figures that are kept with each change are those that a recount of the tickets gives."""

import random
from datetime import timedelta
from typing import Any

import pytest
from hotline_builders import OTHER, WAYS, Hotline
from sqlalchemy import text
from timed_builders import DAY, MONDAY, Timed

from svc_hotline.figures.folding import fold_once

SPAN = {"from": "2025-01-01", "to": "2027-01-01"}
COUNTED = ("accepted", "closed", "rated", "satisfied", "open", "reopened", "urged", "returned", "through_cases", "imported")


async def shown(hotline: Hotline, **more: str) -> dict[str, Any]:
    answer = await hotline.harness.as_("analyst").get("/v1/hotline/figures", params=SPAN | more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def recounted(hotline: Hotline) -> dict[str, Any]:
    answer = await hotline.admin.get("/v1/hotline/figures/recount", params=SPAN)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def folded(hotline: Hotline) -> None:
    async with hotline.harness.sessions() as db, db.begin():
        while await fold_once(db):
            pass


async def some_year(hotline: Hotline, seed: int) -> None:
    """Tickets of several months, units, places and ways, each brought somewhere and some on from there."""
    drawn = random.Random(seed)
    for at in range(12):
        status = drawn.choice(sorted(set(WAYS) - {"answered", "merged"}))
        more = {"territory_code": drawn.choice((OTHER, "659007/84/03")), "channel": drawn.choice(("phone", "transfer"))}
        timed = Timed(hotline)
        await timed.opens(MONDAY + at * 9 * DAY, origin_line=drawn.choice(("12345", "12319")), **more)
        for step, (action, body) in enumerate(WAYS[status]):
            when = MONDAY + at * 9 * DAY + timedelta(hours=step + 1)
            if action == "suspensions":
                body = body | {"review_at": (when + DAY).isoformat()}
            await timed.does(when, action, body)
        if drawn.random() < 0.4 and status != "rejected":
            await timed.tries(MONDAY + at * 9 * DAY + 2 * DAY, "urges")
            await timed.tries(MONDAY + at * 9 * DAY + 2 * DAY, "reclassifications", {"category_code": "service"})


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_kept_is_what_a_recount_gives_before_and_after_folding(hotline: Hotline, seed: int) -> None:
    await some_year(hotline, seed)

    before = await shown(hotline)
    unfolded = await recounted(hotline)
    await folded(hotline)
    after, refolded = await shown(hotline), await recounted(hotline)

    assert {k: v for k, v in after.items() if k != "as_of"} == {k: v for k, v in before.items() if k != "as_of"}
    assert (unfolded["differing"], refolded["differing"], unfolded["compared"]) == (0, 0, refolded["compared"])
    assert unfolded["compared"] > 6


async def test_a_recount_names_what_is_kept_wrongly(hotline: Hotline) -> None:
    await hotline.brought_to("closed")
    await folded(hotline)
    async with hotline.harness.sessions() as db, db.begin():
        await db.execute(text("UPDATE figure_cells SET closed = closed + 1 WHERE cube = 0 AND closed = 1"))

    found = await recounted(hotline)

    assert found["differing"] == 1
    assert (found["differences"][0]["measure"], found["differences"][0]["kept"], found["differences"][0]["recounted"]) == (
        "closed", 2, 1,
    )  # fmt: skip


@pytest.mark.parametrize("by", ["day", "month", "unit", "territory", "category", "channel", "origin_line", "kind"])
async def test_told_apart_by_anything_the_parts_sum_up_to_the_whole(hotline: Hotline, by: str) -> None:
    await some_year(hotline, 7)
    await folded(hotline)
    await hotline.opened()  # and one that is not folded yet
    params = SPAN | {"by": by}

    whole = await shown(hotline)
    items = (await hotline.harness.as_("analyst").get("/v1/hotline/figures/breakdown", params=params)).json()["items"]

    keys = [item["key"] for item in items]
    assert keys == sorted(set(keys))
    for name in COUNTED:
        assert sum(item[name] for item in items) == whole[name], name


async def test_whoever_is_bound_to_a_territory_sees_its_figures_alone(hotline: Hotline) -> None:
    await hotline.opened()
    await hotline.opened(territory_code=OTHER)
    bound = hotline.harness.as_("analyst", territory_code=OTHER)

    own = (await bound.get("/v1/hotline/figures", params=SPAN)).json()
    asked_for_another = (await bound.get("/v1/hotline/figures", params=SPAN | {"territory_code": "659007/84"})).json()

    assert (own["accepted"], asked_for_another["accepted"]) == (1, 1)
    assert (await shown(hotline, territory_code="659007/84"))["accepted"] == 1
    assert (await shown(hotline))["accepted"] == 2


async def test_a_ticket_that_moves_on_is_counted_once(hotline: Hotline) -> None:
    ticket = await hotline.brought_to("closed")

    figures = await shown(hotline)

    assert (figures["accepted"], figures["closed"], figures["satisfied"]) == (1, 1, 1)
    assert (figures["on_time_rate_pct"], figures["sign_on_time_rate_pct"], figures["return_rate_pct"]) == (100.0, 100.0, 0.0)
    assert ticket["status"] == "closed"
