"""Claims and cases together: a centre takes in what it has claimed, and what runs goes on whatever becomes of the claim."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

import catalogue_builders as catalogue
import pytest
from affairs_builders import TOMORROW
from claim_builders import ITEM, Claims
from online_case_builders import MATERIAL, OnlineCases

from chassis import clock
from contracts.affairs import ClaimWithdrawnV1

OPENED = {"is_open_to_centres": True, "materials": [MATERIAL]}


@pytest.fixture
async def counter(claims: Claims, online_cases: OnlineCases) -> OnlineCases:
    """Cases as centres bring them in, of an item that asks for nothing to be brought."""
    await claims.affairs.brought_to("published", **OPENED)
    return online_cases


async def brought_in(counter: OnlineCases, claims: Claims, **changes: Any) -> dict[str, Any]:
    return await counter.submitted(claims.town, channel="centre", **changes)


async def refusal(counter: OnlineCases, claims: Claims) -> tuple[int, str, str | None]:
    """Why the centre's case is not taken: status, problem and reason."""
    answer = await counter.submit(claims.town, channel="centre")
    told = answer.json()
    return answer.status_code, str(told.get("type", "")).rpartition(":")[2], told.get("why")


async def test_a_case_is_refused_until_the_centre_has_claimed_its_item(counter: OnlineCases, claims: Claims) -> None:
    await claims.brought_to("active", centre_code="centre-85")
    before = await refusal(counter, claims)
    claim = await claims.brought_to("active")

    case = await brought_in(counter, claims)
    refused = {}
    for action in ("suspensions", "withdrawals"):
        await claims.act(claim, action)
        refused[action] = await refusal(counter, claims)

    assert (case["centre_code"], case["status"]) == ("centre-84", "submitted")
    assert before == (409, "item-not-claimed", "not_claimed")
    assert refused["suspensions"] == (409, "item-not-claimed", "suspended")
    assert refused["withdrawals"] == (409, "item-not-claimed", "not_claimed")
    assert len(await counter.numbers()) == 1


@pytest.mark.parametrize(
    ("what", "problem", "why"),
    [
        ("suspensions", "item-not-in-force", None), ("withdrawals", "item-not-in-force", None),
        ("closed to centres", "item-not-claimed", "item_not_open"), ("centre closed", "centre-takes-no-cases", None),
    ],
)  # fmt: skip
async def test_what_keeps_cases_out_is_named_and_lifted_with_its_cause(
    counter: OnlineCases, claims: Claims, what: str, problem: str, why: str | None
) -> None:
    claim = await claims.brought_to("active")
    item = (await claims.affairs.editor.get("/v1/items", params={"code": ITEM, "status": "published"})).json()["items"][0]

    match what:
        case "closed to centres":
            await claims.affairs.brought_to("published", **OPENED | {"is_open_to_centres": False})
        case "centre closed":
            await claims.centres.change("centre-84", status="closed")
        case _:
            await claims.affairs.act(item, what, json={"reason": "系统升级"})

    assert await refusal(counter, claims) == (409, problem, why)
    shown = await claims.shown(claim)
    assert (shown["status"], shown["version"], shown["is_effective"]) == ("active", 1, False)
    match what:
        case "suspensions":
            await claims.affairs.act(item, "resumptions")
        case "centre closed":
            await claims.centres.change("centre-84", status="open")
        case _:  # the next version
            await claims.affairs.brought_to("published", **OPENED)
    assert (await claims.shown(claim))["is_effective"] is True
    assert (await brought_in(counter, claims))["centre_code"] == "centre-84"


async def test_a_version_that_takes_over_is_followed_from_its_day(counter: OnlineCases, claims: Claims) -> None:
    """Whatever day it was when the service began."""
    claim = await claims.brought_to("active")
    closed = await claims.affairs.drafted(**OPENED | {"is_open_to_centres": False})
    await claims.affairs.published(closed, effective_on=TOMORROW)
    today = clock.local_day(clock.now())
    noon = {days: datetime.combine(today + timedelta(days=days), time(4), UTC) for days in (0, 1)}

    seen = {}
    for days in (0, 1, 0):
        later = claims.harness.as_("analyst", replay_at=noon[days])
        told = (await later.get(f"/v1/claims/{claim['id']}")).json()
        figures = (await later.get("/v1/affairs/figures")).json()["figures"]
        seen[days] = (told["is_effective"], figures["town_items_available"], figures["town_claims_active"])
        at = claims.harness.as_("centre", unit_code="84", replay_at=noon[days])
        taken = await counter.submit(at, channel="centre", applicant={"kind": "person", "name": "王明", "phone": "13812341234"})
        assert taken.status_code == (201 if days == 0 else 409), taken.text

    assert seen == {0: (True, 1, 1), 1: (False, 0, 1)}


async def test_an_item_of_another_department_now_stays_claimed_under_the_old_name(counter: OnlineCases, claims: Claims) -> None:
    claim = await claims.brought_to("active")

    await claims.affairs.brought_to("published", **OPENED | {"department_code": "dept-09"})

    assert (await claims.shown(claim))["department_code"] == "dept-07"
    assert (await brought_in(counter, claims))["department_code"] == "dept-09"


async def test_a_claim_names_its_window_until_it_is_changed_and_takes_cases_in_meanwhile(
    counter: OnlineCases, claims: Claims
) -> None:
    claim = await claims.brought_to("active", window_code="w1")

    await claims.centres.change("centre-84", windows=[{"code": "w2", "name": "综合窗口"}])

    shown = await claims.shown(claim)
    assert (shown["window_code"], shown["is_effective"]) == ("w1", True)
    assert (await brought_in(counter, claims))["centre_code"] == "centre-84"
    assert (await claims.change(claim, window_code="w1")).status_code == 200  # it has it already
    assert (await claims.change(claim, window_code="w2")).json()["window_code"] == "w2"
    assert (await claims.change(claim, window_code="w1")).status_code == 422


async def test_what_runs_goes_on_after_the_item_was_given_back(counter: OnlineCases, claims: Claims) -> None:
    claim = await claims.brought_to("active")
    running = [await brought_in(counter, claims) for _ in range(2)]
    ended = await brought_in(counter, claims)
    await counter.done(ended, "withdraw", client=claims.town)
    await counter.submitted()  # online, and no concern of the centre

    given_back = await claims.act(claim, "withdrawals")

    assert (given_back.status_code, given_back.json()["running_cases"]) == (201, 2)
    events = [each.event(ClaimWithdrawnV1) for each in await claims.harness.events() if each.type == ClaimWithdrawnV1.type]
    assert [each.running_cases for each in events] == [2]
    for action in ("precheck", "accept", "approve", "deliver", "close"):
        client = counter.approver if action == "approve" else claims.town
        assert (await counter.do(running[0], action, client=client)).status_code == 201, action
    assert (await counter.shown(running[0], claims.town))["status"] == "closed"
    assert (await refusal(counter, claims))[:2] == (409, "item-not-claimed")


async def test_and_the_citys_window_ends_it_where_the_centre_is_gone(counter: OnlineCases, claims: Claims) -> None:
    claim = await claims.brought_to("active")
    running = await brought_in(counter, claims)
    await claims.act(claim, "withdrawals")
    await claims.centres.change("centre-84", status="closed")
    await claims.centres.retire("84")

    ended = await counter.done(running, "accept", "approve", "deliver", "close")

    assert (ended["status"], ended["centre_code"]) == ("closed", "centre-84")


async def test_taken_on_again_it_takes_cases_beside_those_that_ran(counter: OnlineCases, claims: Claims) -> None:
    first = await claims.brought_to("active")
    old = await brought_in(counter, claims)
    await claims.act(first, "withdrawals")
    second = await claims.brought_to("active")
    await brought_in(counter, claims)

    given_back = await claims.act(second, "withdrawals")

    assert given_back.json()["running_cases"] == 2
    assert (await counter.shown(old, claims.town))["status"] == "submitted"


async def test_a_case_and_a_withdrawal_at_once_agree_on_who_was_first(counter: OnlineCases, claims: Claims) -> None:
    for _ in range(5):
        claim = await claims.brought_to("active")
        before = len(await counter.numbers())

        taken, given_back = await asyncio.gather(
            counter.submit(claims.town, channel="centre"), claims.act(claim, "withdrawals")
        )  # fmt: skip

        assert given_back.status_code == 201
        assert taken.status_code in {201, 409}
        assert given_back.json()["running_cases"] == before + (taken.status_code == 201)


async def test_two_centres_take_the_same_item_on_and_each_its_own_cases(counter: OnlineCases, claims: Claims) -> None:
    for centre_code in ("centre-84", "centre-85"):
        await claims.brought_to("active", centre_code=centre_code)
    await brought_in(counter, claims)
    away = await counter.submitted(claims.away, channel="centre")

    given_back = await claims.act((await claims.listed(centre_code="centre-85"))[0], "withdrawals", client=claims.away)

    assert (away["centre_code"], given_back.json()["running_cases"]) == ("centre-85", 1)
    assert (await counter.submit(claims.away, channel="centre")).status_code == 409
    assert (await brought_in(counter, claims))["centre_code"] == "centre-84"


async def test_a_list_of_items_means_for_claims_what_single_items_mean(counter: OnlineCases, claims: Claims) -> None:
    claim = await claims.brought_to("active")
    case = await brought_in(counter, claims)
    cursor = (await claims.town.get("/v1/centre-changes")).json()["cursor"]

    for is_open, why in ((False, "item_not_open"), (True, None)):
        brought = await catalogue.brought_in(claims.affairs, {"code": ITEM, "is_open_to_centres": is_open})
        (await catalogue.decided(claims.affairs, brought, "publications")).raise_for_status()
        assert ((await claims.shown(claim))["is_effective"], (await claims.shown(claim))["status"]) == (is_open, "active")
        if why is not None:
            assert await refusal(counter, claims) == (409, "item-not-claimed", why)

    told = (await claims.town.get("/v1/centre-changes", params={"cursor": cursor})).json()["items"]
    # The first answer told all there is, of which the last changes come again.
    assert [(each["version"], each["status"]) for each in told][-2:] == [(2, "withdrawn"), (4, "published")]
    goes_on = await counter.shown(case)
    assert (goes_on["item_version"], goes_on["status"]) == (2, "submitted")
    assert (await brought_in(counter, claims, subject="另一处"))["item_version"] == 4
