"""Claims through HTTP: once per item and centre, by whom, with which local details, and what keeps them from new cases."""

import asyncio
from typing import Any

import pytest
from centre_builders import HOURS
from claim_builders import BECAUSE, ITEM, Claims

from contracts.affairs import ItemClaimedV1


async def test_a_centre_takes_an_item_on(claims: Claims) -> None:
    answer = await claims.claim(window_code="w1", hours=HOURS, telephone="0909-2290013")

    claim = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"1"', f"/v1/claims/{claim['id']}")
    assert (claim["status"], claim["status_label_zh"], claim["is_effective"]) == ("active", "有效", True)
    assert (claim["item_code"], claim["centre_code"], claim["department_code"]) == (ITEM, "centre-84", "dept-07")
    assert (claim["window_code"], claim["hours"], claim["telephone"]) == ("w1", HOURS, "0909-2290013")
    assert await claims.shown(claim) == claim
    event = (await claims.harness.events())[-1]
    assert (event.type, event.subject, event.sequence) == (ItemClaimedV1.type, claim["id"], 1)
    assert "0909" not in str(event.data)


async def test_a_centre_has_an_item_once_until_it_gives_it_back_and_the_history_is_kept(claims: Claims) -> None:
    first = await claims.brought_to("suspended")
    again = await claims.claim()
    assert (again.status_code, again.json()["claim_id"]) == (409, first["id"])

    await claims.act(first, "withdrawals")
    second = (await claims.claim()).json()

    history = await claims.listed(item_code=ITEM, centre_code="centre-84")
    assert [(each["id"], each["status"]) for each in history] == [(second["id"], "active"), (first["id"], "withdrawn")]
    assert (history[1]["reason"], history[1]["suspended_at"], history[1]["withdrawn_at"] is None) == (
        BECAUSE["reason"],
        None,
        False,
    )
    assert await claims.told(first) == [("made", 1), ("changed", 2), ("withdrawn", 3)]


async def test_two_at_once_make_one_claim(claims: Claims) -> None:
    answers = await asyncio.gather(*(claims.claim(client) for client in (claims.town, claims.editor) * 2))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert len(await claims.listed()) == 1


@pytest.mark.parametrize(
    ("changes", "status", "problem"),
    [
        ({"item_code": "999"}, 404, "item-unknown"), ({"centre_code": "centre-99"}, 404, "centre-unknown"),
        ({"item_code": "drafted"}, 409, "item-not-in-force"), ({"item_code": "withdrawn"}, 409, "item-not-in-force"),
        ({"item_code": "kept"}, 409, "item-not-open-to-centres"), ({"window_code": "w9"}, 422, "window-unknown"),
        ({"centre_code": "centre-85"}, 403, "not-your-centre"), ({"telephone": "13812345678"}, 422, "invalid"),
        ({"status": "active"}, 422, "invalid"),
    ],
)  # fmt: skip
async def test_what_cannot_be_claimed_is_refused_with_its_reason(
    claims: Claims, changes: dict[str, Any], status: int, problem: str
) -> None:
    await claims.affairs.brought_to("draft", code="drafted", is_open_to_centres=True)
    await claims.affairs.brought_to("withdrawn", code="withdrawn", is_open_to_centres=True)
    await claims.affairs.brought_to("published", code="kept")

    answer = await claims.claim(**changes)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gov171:problem:{problem}")
    assert await claims.listed() == []


async def test_a_closed_centre_claims_nothing(claims: Claims) -> None:
    await claims.centres.change("centre-84", status="closed")

    answer = await claims.claim()

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:centre-takes-no-cases")


async def test_a_centre_acts_for_itself_a_regiment_for_its_communities_and_an_editor_for_all(claims: Claims) -> None:
    bound = claims.harness.as_("item_editor", territory_code="659007/85")
    clients = {"station": claims.station, "away": claims.away, "bound": bound, "desk": claims.harness.as_("desk")}
    codes = {
        (who, centre): (await claims.claim(client, centre_code=centre)).status_code
        for who, client in clients.items()
        for centre in ("centre-84", "centre-84-03")
    }  # fmt: skip

    assert [key for key, code in codes.items() if code == 201] == [("station", "centre-84-03")]
    assert set(codes.values()) == {201, 403}
    assert (await claims.claim(claims.centres.public)).status_code == 401
    assert (await claims.claim(bound, centre_code="centre-85")).status_code == 201
    (claim,) = await claims.listed(centre_code="centre-84-03")
    for refused in (claims.away, bound):
        assert (await claims.change(claim, client=refused, window_code="w1")).status_code == 403
        assert (await claims.act(claim, "withdrawals", client=refused)).status_code == 403
    assert (await claims.act(claim, "suspensions", client=claims.town)).status_code == 201
    assert (await claims.act(claim, "withdrawals", client=claims.editor)).status_code == 201


async def test_local_details_change_under_their_version(claims: Claims) -> None:
    claim = await claims.brought_to("active", window_code="w1", telephone="0909-2290013")

    changed = await claims.change(claim, version=1, window_code=None, hours=HOURS)
    same = await claims.change(claim, hours=HOURS)
    stale = await claims.change(claim, version=1, telephone=None)
    unknown = await claims.change(claim, window_code="w9")
    stale_move = await claims.act(claim, "withdrawals", version=1)

    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["window_code"], changed.json()["hours"], changed.json()["telephone"]) == (None, HOURS, "0909-2290013")
    assert (same.headers["etag"], stale.status_code, unknown.status_code, stale_move.status_code) == ('"2"', 412, 422, 412)
    assert await claims.told(claim) == [("made", 1), ("changed", 2)]
    assert (await claims.act({"id": "01959c2e-8a00-7000-8000-000000000031"}, "suspensions")).status_code == 404


async def test_a_reason_names_nobody(claims: Claims) -> None:
    claim = await claims.brought_to("active")

    answer = await claims.town.post(f"/v1/claims/{claim['id']}/suspensions", json={"reason": "请拨打13812345678"})

    assert answer.status_code == 422


async def test_two_who_give_a_claim_back_at_once_do_it_once(claims: Claims) -> None:
    claim = await claims.brought_to("active")

    answers = await asyncio.gather(*(claims.act(claim, "withdrawals") for _ in range(3)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    assert await claims.told(claim) == [("made", 1), ("withdrawn", 2)]
