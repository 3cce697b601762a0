"""A lead who is away: another stands in, and somebody is always there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from grid_builders import Grid
from leads_builders import CELL, SECOND, acting, appointed, divide, told_of

from chassis.auth import Principal
from svc_grid.leads.ending import end_posts
from svc_grid.leads.service import lead_of

NOW = datetime.now(UTC)


def days(count: float) -> str:
    return (NOW + timedelta(days=count)).isoformat()


@pytest.fixture
async def cells(grid: Grid) -> Grid:
    await divide(grid)
    return grid


async def away(grid: Grid, lead: dict[str, Any], start: float, end: float, stand_in: str = "lead-b") -> httpx.Response:
    body = {"from_at": days(start), "to_at": days(end), "stand_in": stand_in}
    return await grid.desk.post(f"/v1/leads/{lead['id']}/absences", json=body)


async def test_who_stands_in_acts_meanwhile(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(-20))

    answer = await away(cells, lead, 2, 4)

    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    assert [await acting(cells, at=days(day)) for day in (1, 2, 3.9, 4)] == ["lead-a", "lead-b", "lead-b", "lead-a"]
    shown = (await cells.desk.get("/v1/effective-leads", params={"territory_code": CELL, "at": days(3)})).json()
    assert (shown["is_stand_in"], shown["lead"], shown["lead_id"]) == (True, "lead-a", lead["id"])
    async with cells.harness.sessions() as db:
        assert await lead_of(db, CELL, NOW + timedelta(days=3)) == "lead-b"
    assert await told_of(cells, lead) == ["appointed", "absence_recorded"]


async def test_absences_do_not_overlap_but_may_touch(cells: Grid) -> None:
    lead = await appointed(cells)
    assert (await away(cells, lead, 2, 4)).status_code == 201

    for start, end in ((1, 3), (2.5, 3), (3, 9), (1, 9)):
        refused = await away(cells, lead, start, end)
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:gov171:problem:absence-overlaps")
    assert (await away(cells, lead, 4, 5, "lead-c")).status_code == 201
    assert (await away(cells, lead, 1, 2, "lead-c")).status_code == 201


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-9, -1), (-40, 3), (1, 250), (15, 25)])
async def test_an_absence_lies_within_the_tenure_and_is_not_over(cells: Grid, start: float, end: float) -> None:
    lead = await appointed(cells, from_at=days(-30), to_at=days(300 if end == 250 else 20))

    refused = await away(cells, lead, start, end)

    assert (refused.status_code, refused.json()["type"]) == (422, "urn:gov171:problem:times-wrong")


async def test_nobody_stands_in_who_is_away(cells: Grid) -> None:
    first, second = await appointed(cells, "lead-a"), await appointed(cells, "lead-b", SECOND)
    assert (await away(cells, first, 2, 4, "lead-b")).status_code == 201

    itself = await away(cells, first, 6, 8, "lead-a")
    standing_in = await away(cells, second, 3, 5, "lead-c")
    after = await away(cells, second, 4, 6, "lead-c")
    is_away = await away(cells, first, 5, 7, "lead-b")

    assert (itself.status_code, itself.json()["type"]) == (409, "urn:gov171:problem:stand-in-unfit")
    assert (standing_in.status_code, standing_in.json()["type"]) == (409, "urn:gov171:problem:stands-in-elsewhere")
    assert standing_in.json()["territory_code"] == CELL
    assert after.status_code == 201
    assert (is_away.status_code, is_away.json()["territory_code"]) == (409, SECOND)


async def test_who_is_back_early_leads_again(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(-20))
    absence = (await away(cells, lead, -1, 9)).json()["absences"][0]
    path = f"/v1/leads/{lead['id']}/absences/{absence['id']}/endings"

    too_late = await cells.desk.post(path, json={"to_at": days(10)})
    in_the_past = await cells.desk.post(path, json={"to_at": days(-0.5)})
    ended = await cells.desk.post(path, json={})
    again = await cells.desk.post(path, json={})

    assert (too_late.status_code, in_the_past.status_code, ended.status_code, again.status_code) == (422, 422, 201, 409)
    assert await acting(cells) == "lead-a"
    assert await acting(cells, at=days(-0.9)) == "lead-b"
    assert await told_of(cells, lead) == ["appointed", "absence_recorded", "absence_ended"]
    assert (await away(cells, lead, 1, 3)).status_code == 201


async def test_an_absence_to_come_falls_away(cells: Grid) -> None:
    lead = await appointed(cells)
    absence = (await away(cells, lead, 2, 4)).json()["absences"][0]

    ended = await cells.desk.post(f"/v1/leads/{lead['id']}/absences/{absence['id']}/endings", json={})

    assert ended.json()["absences"][0]["to_at"] == absence["from_at"]
    assert await acting(cells, at=days(3)) == "lead-a"
    other = await appointed(cells, "lead-b", SECOND)
    strange = await cells.desk.post(f"/v1/leads/{other['id']}/absences/{absence['id']}/endings", json={})
    assert strange.status_code == 404


async def test_a_stand_in_acts_no_longer_than_the_tenure(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(-20))
    await away(cells, lead, 0.1, 9)

    over = await cells.desk.post(f"/v1/leads/{lead['id']}/hand-overs", json={"account": "lead-c", "display_name": "王强"})

    assert over.status_code == 201
    assert await acting(cells, at=days(3)) == "lead-c"


async def test_the_posts_of_a_territory_end_with_it(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(-20))
    await away(cells, lead, 1, 2)
    to_come = await appointed(cells, "v-1", kind="volunteer", from_at=days(5))
    over = await appointed(cells, "v-2", kind="volunteer", from_at=days(-9), to_at=days(-5))
    elsewhere = await appointed(cells, "lead-b", SECOND)
    actor = Principal(subject="desk", kind="staff", roles=frozenset({"grid_desk"}))

    async with cells.harness.sessions() as db, db.begin():
        assert await end_posts(db, actor, CELL) == 2

    assert (await acting(cells), await acting(cells, SECOND)) == (None, "lead-b")
    assert [await told_of(cells, each) for each in (lead, to_come, over, elsewhere)] == [
        ["appointed", "absence_recorded", "dismissed"], ["appointed", "dismissed"], ["appointed"], ["appointed"],
    ]  # fmt: skip
    async with cells.harness.sessions() as db, db.begin():
        assert await end_posts(db, actor, CELL) == 0
