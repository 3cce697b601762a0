"""Centres through HTTP: entered for units of the grid, changed, found, closed, and taken in by the hundred."""

import asyncio
from typing import Any

import pytest
from centre_builders import AWAY, CENTRE, COMMUNITY, OTHER, REGIMENT, STATION, Centres

from contracts.affairs import CentreChangedV1, CentreRegisteredV1
from svc_affairs.centres.errors import CentreTakesNoCases, CentreUnknown
from svc_affairs.centres.service import centre_taking_cases


async def test_a_centre_is_entered_for_a_unit_and_lies_where_the_unit_lies(centres: Centres) -> None:
    answer = await centres.enter(**CENTRE)

    centre = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"1"', "/v1/centres/centre-84")
    assert {name: centre[name] for name in CENTRE} == CENTRE
    assert (centre["territory_code"], centre["takes_cases"], centre["level_label_zh"]) == (
        REGIMENT,
        True,
        "团场（镇）便民服务中心",
    )
    assert await centres.shown() == centre
    event = (await centres.harness.events())[-1]
    assert (event.type, event.subject, event.sequence) == (CentreRegisteredV1.type, "centre-84", 1)
    assert not {"telephone", "address"} & event.data.keys()


async def test_it_moves_with_its_unit(centres: Centres) -> None:
    await centres.entered()

    await centres.move("84", OTHER)

    assert (await centres.shown())["territory_code"] == OTHER
    assert (await centres.codes(territory_code=REGIMENT), await centres.codes(territory_code=OTHER)) == ([], ["centre-84"])


async def test_a_change_names_what_changes_and_each_is_announced_once(centres: Centres) -> None:
    await centres.entered()

    changed = await centres.change("centre-84", version=1, windows=[], telephone=None, status="closed")
    same = await centres.change("centre-84", status="closed")
    stale = await centres.change("centre-84", version=1, status="open")

    assert (changed.status_code, changed.headers["etag"], changed.json()["telephone"]) == (200, '"2"', None)
    assert (changed.json()["windows"], changed.json()["hours"]) == ([], CENTRE["hours"])
    assert (same.headers["etag"], stale.status_code, stale.json()["current_version"]) == ('"2"', 412, 2)
    told = [(each.type, each.sequence) for each in await centres.harness.events() if each.subject == "centre-84"]
    assert told == [(CentreRegisteredV1.type, 1), (CentreChangedV1.type, 2)]


async def test_a_code_is_given_once_and_a_unit_has_one_centre(centres: Centres) -> None:
    await centres.entered(CENTRE, AWAY)

    again = await centres.enter(**CENTRE | {"unit_code": "84-03"})
    second = await centres.enter(**STATION | {"unit_code": "84"})
    moved = await centres.change("centre-85", unit_code="84")

    assert (again.status_code, again.json()["type"]) == (409, "urn:gov171:problem:centre-already-there")
    assert [(each.status_code, each.json()["centre_code"]) for each in (second, moved)] == [(409, "centre-84")] * 2


async def test_two_who_give_a_unit_a_centre_at_once_are_told_apart(centres: Centres) -> None:
    answers = await asyncio.gather(*(centres.enter(**CENTRE | {"code": f"c-{at}"}) for at in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]


async def test_a_unit_must_be_there(centres: Centres) -> None:
    await centres.retire("84-05")

    for unit in ("84-05", "99"):
        answer = await centres.enter(**CENTRE | {"unit_code": unit})
        assert (answer.status_code, answer.json()["unit_code"]) == (422, unit)


async def test_a_unit_that_is_no_more_closes_its_centre_to_new_cases_until_another_has_it(centres: Centres) -> None:
    await centres.entered(STATION)

    await centres.retire("84-03")

    closed = await centres.shown("centre-84-03")
    assert (closed["status"], closed["takes_cases"]) == ("open", False)
    async with centres.harness.sessions() as db:
        with pytest.raises(CentreTakesNoCases):
            await centre_taking_cases(db, "centre-84-03")
    assert (await centres.change("centre-84-03", unit_code="84-05")).json()["takes_cases"]
    async with centres.harness.sessions() as db:
        assert (await centre_taking_cases(db, "centre-84-03")).unit_code == "84-05"
        with pytest.raises(CentreUnknown):
            await centre_taking_cases(db, "centre-99")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["centre-84", "centre-84-03", "centre-85"]), ({"level": "community"}, ["centre-84-03"]),
        ({"status": "closed"}, []), ({"unit_code": "85"}, ["centre-85"]),
        ({"territory_code": REGIMENT}, ["centre-84", "centre-84-03"]), ({"territory_code": COMMUNITY}, ["centre-84-03"]),
    ],
)  # fmt: skip
async def test_lists_are_narrowed_in_one_statement(centres: Centres, filters: dict[str, str], expected: list[str]) -> None:
    await centres.entered(CENTRE, STATION, AWAY)

    async with centres.harness.counting_statements() as seen:
        assert await centres.codes(**filters) == expected

    assert len(seen) == 1


async def test_lists_are_paged(centres: Centres) -> None:
    await centres.entered(CENTRE, STATION, AWAY)

    first = (await centres.public.get("/v1/centres", params={"limit": 2})).json()
    rest = (await centres.public.get("/v1/centres", params={"limit": 2, "cursor": first["next"]})).json()

    assert [each["code"] for each in first["items"] + rest["items"]] == ["centre-84", "centre-84-03", "centre-85"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    "fault",
    [
        {"telephone": "13812345678"}, {"code": "a/b"}, {"level": "cell"},
        {"hours": {"monday": [{"opens": "14:00", "closes": "10:00"}]}},
        {"hours": {"monday": [{"opens": "10:00", "closes": "14:00"}, {"opens": "13:00", "closes": "15:00"}]}},
        {"windows": [{"code": "w1", "name": "一"}, {"code": "w1", "name": "二"}]}, {"territory_code": REGIMENT},
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused(centres: Centres, fault: dict[str, Any]) -> None:
    assert (await centres.enter(**CENTRE | fault)).status_code == 422


async def test_editors_write_within_their_territory_and_everybody_reads(centres: Centres) -> None:
    bound = centres.harness.as_("item_editor", territory_code=REGIMENT)
    await centres.entered(CENTRE, AWAY)

    assert (await centres.enter(centres.town, **STATION)).status_code == 403
    assert (await centres.enter(centres.public, **STATION)).status_code == 401
    assert (await centres.enter(bound, **STATION)).status_code == 201
    assert (await centres.change("centre-85", client=bound, status="closed")).status_code == 404
    assert (await centres.change("centre-99", status="closed")).status_code == 404
    assert (await centres.change("centre-84", name=None)).status_code == 422
    assert (await centres.public.get("/v1/centres/centre-99")).status_code == 404
