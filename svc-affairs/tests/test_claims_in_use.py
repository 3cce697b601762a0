"""What claims are for: whether a centre takes a case in, what runs when one is given back, lists and figures."""

import asyncio

import pytest
from claim_builders import ITEM, Claims
from sqlalchemy import text

from chassis.auth import Principal
from svc_affairs.claims.errors import ItemNotClaimed
from svc_affairs.claims.moving import withdraw_claim
from svc_affairs.claims.service import active_claim

TOWN = Principal(subject="town", kind="staff", roles=frozenset({"centre"}), unit_code="84")


async def why_not(claims: Claims, centre_code: str = "centre-84") -> str | None:
    """What keeps a new case of the item out of the centre."""
    async with claims.harness.sessions() as db, db.begin():
        try:
            await active_claim(db, ITEM, centre_code)
        except ItemNotClaimed as refused:
            return str(refused.members["why"])
    return None


async def until_somebody_waits(claims: Claims) -> None:
    """Until a transaction waits for another's lock."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    async with claims.harness.sessions() as db, asyncio.timeout(10):
        while not (await db.execute(waiting)).scalar_one():
            await db.rollback()


async def test_a_case_comes_in_where_the_centre_has_the_item(claims: Claims) -> None:
    before = await why_not(claims)
    claim = await claims.brought_to("active")

    assert (before, await why_not(claims), await why_not(claims, "centre-85")) == ("not_claimed", None, "not_claimed")
    await claims.act(claim, "suspensions")
    assert await why_not(claims) == "suspended"
    await claims.act(claim, "resumptions")
    assert await why_not(claims) is None
    await claims.act(claim, "withdrawals")
    assert await why_not(claims) == "not_claimed"


async def test_an_item_that_is_withdrawn_leaves_its_claims_without_effect(claims: Claims) -> None:
    claim = await claims.brought_to("active")

    await claims.affairs.act(claims.item, "withdrawals")

    shown = await claims.shown(claim)
    assert (shown["status"], shown["is_effective"], await why_not(claims)) == ("active", False, "item_not_open")
    await claims.offered()  # its next version
    assert ((await claims.shown(claim))["is_effective"], await why_not(claims)) == (True, None)


async def test_an_item_that_is_closed_to_centres_does_so_too(claims: Claims) -> None:
    claim = await claims.brought_to("active")

    await claims.affairs.brought_to("published", is_open_to_centres=False)

    assert ((await claims.shown(claim))["is_effective"], await why_not(claims)) == (False, "item_not_open")


@pytest.mark.parametrize("way", ["closed", "retired"])
async def test_and_a_centre_that_takes_no_more_cases(claims: Claims, way: str) -> None:
    claim = await claims.brought_to("active")

    if way == "closed":
        await claims.centres.change("centre-84", status="closed")
    else:
        await claims.centres.retire("84")

    (shown,) = await claims.listed()
    assert (shown["id"], shown["is_effective"], await why_not(claims)) == (claim["id"], False, "centre_not_open")


async def test_no_case_slips_in_while_a_claim_is_given_back(claims: Claims) -> None:
    """The case holds the claim until it is stored, so the count of what runs has it."""
    claim = await claims.brought_to("active")

    async with claims.harness.sessions() as db, db.begin():
        held = await active_claim(db, ITEM, "centre-84")
        giving_back = asyncio.create_task(claims.act(claim, "withdrawals"))
        await until_somebody_waits(claims)
        assert not giving_back.done()
        assert held.status == "active"

    assert (await giving_back).status_code == 201
    assert await why_not(claims) == "not_claimed"


async def test_and_a_case_that_waits_for_one_given_back_is_refused(claims: Claims) -> None:
    claim = await claims.brought_to("active")

    async with claims.harness.sessions() as db, db.begin():
        await withdraw_claim(db, TOWN, claim["id"], None, "窗口调整")
        asking = asyncio.create_task(why_not(claims))
        await until_somebody_waits(claims)

    assert await asking == "not_claimed"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 5), ({"item_code": ITEM}, 4), ({"centre_code": "centre-84"}, 3), ({"department_code": "dept-09"}, 1),
        ({"status": "suspended"}, 1), ({"item_code": ITEM, "status": "active"}, 2), ({"item_code": "999"}, 0),
    ],
)  # fmt: skip
async def test_lists_are_narrowed_in_one_statement(claims: Claims, filters: dict[str, str], expected: int) -> None:
    await furnished(claims)

    async with claims.harness.counting_statements() as seen:
        assert len(await claims.listed(**filters)) == expected

    assert len(seen) == 1


async def test_lists_are_paged_newest_first(claims: Claims) -> None:
    await furnished(claims)

    whole = await claims.listed()
    first = (await claims.centres.public.get("/v1/claims", params={"limit": 3})).json()
    rest = (await claims.centres.public.get("/v1/claims", params={"limit": 3, "cursor": first["next"]})).json()

    assert first["items"] + rest["items"] == whole
    assert [each["claimed_at"] for each in whole] == sorted((each["claimed_at"] for each in whole), reverse=True)


async def test_claims_are_counted_whole_and_by_whose_they_are(claims: Claims) -> None:
    await furnished(claims)
    await claims.affairs.brought_to("published", code="kept")

    figures = (await claims.centres.public.get("/v1/affairs/figures")).json()["figures"]

    assert (figures["items_published"], figures["town_items_available"]) == (3, 2)
    assert (figures["town_claims"], figures["town_claims_active"]) == (5, 3)
    assert await counted(claims, "centre") == [("centre-84", 3, 2), ("centre-84-03", 1, 0), ("centre-85", 1, 1)]
    assert await counted(claims, "item") == [(ITEM, 4, 2), ("2", 1, 1)]
    assert await counted(claims, "department") == [("dept-07", 4, 2), ("dept-09", 1, 1)]


async def furnished(claims: Claims) -> None:
    """Five claims at three centres, of items of two departments; one was given back, and one is suspended."""
    await claims.offered(code="2", department_code="dept-09")
    await claims.brought_to("withdrawn")
    await claims.brought_to("active")
    await claims.brought_to("active", item_code="2")
    await claims.brought_to("suspended", centre_code="centre-84-03")
    await claims.brought_to("active", centre_code="centre-85")


async def counted(claims: Claims, by: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    cursor = None
    while True:  # page by page
        params = {"by": by, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await claims.centres.public.get("/v1/affairs/claim-figures", params=params)).json()
        found += [(each["code"], each["total"], each["active"]) for each in page["items"]]
        if (cursor := page["next"]) is None:
            return found
