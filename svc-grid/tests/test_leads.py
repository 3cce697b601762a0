"""Posts of grid teams: one grid lead a cell at any time, handed over with the open work."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from leads_builders import BUILDING, CELL, ENTRANCE, SECOND, acting, appointed, appointment, divide, told_of

from chassis.ids import uuid7

NOW = datetime.now(UTC)


def days(count: float) -> str:
    return (NOW + timedelta(days=count)).isoformat()


@pytest.fixture
async def cells(grid: Grid) -> Grid:
    await divide(grid)
    return grid


async def test_a_cell_has_one_grid_lead_at_a_time(cells: Grid) -> None:
    first = await appointed(cells)

    second = await cells.desk.post("/v1/leads", json=appointment("lead-b"))

    assert (first["status"], first["kind_label_zh"], first["version"]) == ("holding", "网格长", 1)
    assert second.status_code == 409
    assert second.json()["type"] == "urn:gov171:problem:post-held"
    assert second.json()["lead_id"] == first["id"]
    assert await told_of(cells, first) == ["appointed"]


async def test_two_appointments_at_once_make_one_lead(cells: Grid) -> None:
    answers = await asyncio.gather(*(cells.desk.post("/v1/leads", json=appointment(f"lead-{n}")) for n in range(6)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409, 409, 409]


async def test_the_database_itself_refuses_a_second_lead(cells: Grid) -> None:
    """Also spans that are closed; a check in the code alone would not hold against a second program."""
    await appointed(cells, from_at=days(-10), to_at=days(10))
    row = {"id": uuid7(), "territory": CELL, "from_at": NOW + timedelta(days=9), "to_at": NOW + timedelta(days=20)}
    statement = (
        "INSERT INTO leads (id, version, territory_code, kind, account, display_name, from_at, to_at)"
        " VALUES (:id, 1, :territory, 'grid_lead', 'x', 'x', :from_at, :to_at)"
    )

    with pytest.raises(sa.exc.IntegrityError, match="ex_leads_one_at_a_time"):
        async with cells.harness.sessions() as db, db.begin():
            await db.execute(sa.text(statement), row)
    async with cells.harness.sessions() as db, db.begin():
        await db.execute(sa.text(statement), row | {"from_at": NOW + timedelta(days=11)})
        await db.execute(sa.text(statement), row | {"id": uuid7(), "territory": SECOND})


async def test_tenures_follow_one_another_without_a_gap(cells: Grid) -> None:
    await appointed(cells, "lead-a", from_at=days(-30), to_at=days(-10))
    later = await appointed(cells, "lead-c", from_at=days(10))
    between = await appointed(cells, "lead-b", from_at=days(-10), to_at=days(10))

    assert (later["status"], between["status"]) == ("to_come", "holding")
    assert [await acting(cells, at=days(day)) for day in (-31, -30, -11, -10, 9, 10, 300)] == [
        None, "lead-a", "lead-a", "lead-b", "lead-b", "lead-c", "lead-c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "kind", "status"),
    [
        (CELL, "grid_lead", 201), (BUILDING, "building_lead", 201), (ENTRANCE, "entrance_lead", 201), (CELL, "volunteer", 201),
        (COMMUNITY, "community_officer", 201), (COMMUNITY, "grid_lead", 422), (BUILDING, "grid_lead", 422),
        (CITY, "grid_lead", 422), (REGIMENT, "volunteer", 422), (CELL, "building_lead", 422), (CELL, "resident", 422),
        (f"{COMMUNITY}/g77", "grid_lead", 404),
    ],
)  # fmt: skip
async def test_a_post_is_held_where_it_belongs(cells: Grid, place: str, kind: str, status: int) -> None:
    assert (await cells.desk.post("/v1/leads", json=appointment("lead-a", place, kind))).status_code == status


async def test_a_community_without_cells_has_a_grid_lead_of_its_own(grid: Grid) -> None:
    await appointed(grid, "lead-a", COMMUNITY)

    assert await acting(grid, COMMUNITY) == "lead-a"
    await divide(grid)
    assert await acting(grid, CELL) == "lead-a"
    assert await acting(grid, ENTRANCE) == "lead-a"
    assert await acting(grid, OTHER) is None
    await appointed(grid, "lead-b", CELL)
    assert [await acting(grid, code) for code in (CELL, ENTRANCE, SECOND)] == ["lead-b", "lead-b", "lead-a"]


async def test_a_team_has_many_members_but_nobody_twice(cells: Grid) -> None:
    for account in ("v-1", "v-2"):
        await appointed(cells, account, kind="volunteer")

    again = await cells.desk.post("/v1/leads", json=appointment("v-1", kind="volunteer"))
    listed = (await cells.desk.get("/v1/leads", params={"kind": "volunteer", "territory_code": REGIMENT})).json()["items"]

    assert again.status_code == 409
    assert {each["account"] for each in listed} == {"v-1", "v-2"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_at": days(1), "to_at": days(1)}, {"from_at": days(5), "to_at": days(1)}, {"to_at": days(-1)},
        {"from_at": days(400)}, {"from_at": "2026-01-05T00:00:00"}, {"from_at": "0001-01-01T00:00:00Z"},
        {"from_at": "9999-12-31T23:59:59-12:00"}, {"display_name": "13800138000"}, {"display_name": ""}, {"account": "张明"},
        {"account": "a" * 65}, {"phone": "13800138000"}, {"territory_code": "../x"}, {"display_name": "a\u0000b"},
    ],
)  # fmt: skip
async def test_an_appointment_with_a_fault_stores_nothing(cells: Grid, wrong: dict[str, Any]) -> None:
    answer = await cells.desk.post("/v1/leads", json=appointment() | wrong)

    assert answer.status_code == 422, answer.text
    assert (await cells.desk.get("/v1/leads")).json()["items"] == []


async def test_a_dismissed_lead_leaves_a_vacancy(cells: Grid) -> None:
    lead = await appointed(cells)
    await appointed(cells, "lead-b", SECOND)
    assert (await vacant(cells)) == []

    stale = await cells.desk.post(f"/v1/leads/{lead['id']}/dismissals", json={}, headers={"if-match": '"7"'})
    ended = await cells.desk.post(f"/v1/leads/{lead['id']}/dismissals", json={}, headers={"if-match": '"1"'})
    again = await cells.desk.post(f"/v1/leads/{lead['id']}/dismissals", json={})

    assert (stale.status_code, ended.status_code, again.status_code) == (412, 201, 409)
    assert (ended.json()["status"], ended.json()["ending"], ended.headers["etag"]) == ("ended", "dismissed", '"2"')
    assert again.json()["possible"] == []
    assert await vacant(cells) == [CELL]
    assert await told_of(cells, lead) == ["appointed", "dismissed"]
    await appointed(cells, "lead-c")


async def vacant(grid: Grid, **wanted: str) -> list[str]:
    asked = {"territory_code": REGIMENT} | wanted
    return [each["code"] for each in (await grid.desk.get("/v1/lead-vacancies", params=asked)).json()["items"]]


async def test_a_community_without_cells_and_lead_is_vacant_itself(grid: Grid) -> None:
    assert await vacant(grid) == [COMMUNITY]
    await appointed(grid, "lead-a", COMMUNITY, from_at=days(2))
    assert (await vacant(grid), await vacant(grid, at=days(3))) == ([COMMUNITY], [])
    await divide(grid)
    assert await vacant(grid) == [CELL, SECOND]


async def test_what_is_still_to_come_can_be_taken_back(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(5))

    over = await cells.desk.post(f"/v1/leads/{lead['id']}/hand-overs", json={"account": "b", "display_name": "李红"})
    ended = (await cells.desk.post(f"/v1/leads/{lead['id']}/dismissals", json={})).json()

    assert (over.status_code, over.json()["possible"]) == (409, ["dismiss", "end_absence", "record_absence"])
    assert (ended["status"], ended["to_at"]) == ("ended", ended["from_at"])
    assert await acting(cells, at=days(6)) is None
    await appointed(cells, "lead-b", from_at=days(4))


async def test_a_dismissal_cannot_reach_before_the_beginning_nor_beyond_the_end(cells: Grid) -> None:
    lead = await appointed(cells, from_at=days(-5), to_at=days(5))
    path = f"/v1/leads/{lead['id']}/dismissals"

    assert (await cells.desk.post(path, json={"to_at": days(-6)})).status_code == 422
    assert (await cells.desk.post(path, json={"to_at": days(6)})).status_code == 422
    assert (await cells.desk.post(path, json={"to_at": days(3)})).json()["status"] == "holding"


async def test_a_hand_over_takes_the_open_cases_along(cells: Grid) -> None:
    lead = await appointed(cells, "lead-84-03")
    open_case = await cells.brought_to("handling", territory_code=CELL)
    below = await cells.brought_to("assigned", territory_code=BUILDING)
    closed = await cells.brought_to("closed", territory_code=CELL)
    elsewhere = await cells.brought_to("assigned", territory_code=SECOND)

    answer = await cells.desk.post(f"/v1/leads/{lead['id']}/hand-overs", json={"account": "lead-new", "display_name": "李红"})

    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["moved_cases"] == 2
    assert (body["lead"]["ending"], body["lead"]["to_at"]) == ("handed_over", body["successor"]["from_at"])
    holders = [
        (await cells.admin.get(f"/v1/cases/{each['id']}")).json()["assignee"] for each in (open_case, below, closed, elsewhere)
    ]
    assert holders == ["lead-new", "lead-new", "lead-84-03", "lead-84-03"]
    assert await acting(cells) == "lead-new"
    assert await told_of(cells, lead) == ["appointed", "handed_over"]
    assert await told_of(cells, body["successor"]) == ["appointed"]
    told = next(each for each in await cells.harness.events() if each.type.endswith("lead.handed_over.v1"))
    assert (told.data["successor"], told.data["moved_cases"]) == ("lead-new", 2)


async def test_two_hand_overs_at_once_have_one_successor(cells: Grid) -> None:
    lead = await appointed(cells)
    path = f"/v1/leads/{lead['id']}/hand-overs"

    answers = await asyncio.gather(
        *(cells.desk.post(path, json={"account": f"lead-{n}", "display_name": "李红"}) for n in range(4))
    )

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    at_once = await cells.desk.get("/v1/leads", params={"holding_at": datetime.now(UTC).isoformat()})
    assert len(at_once.json()["items"]) == 1


async def test_nobody_hands_over_to_oneself_nor_a_team_member_at_all(cells: Grid) -> None:
    lead = await appointed(cells)
    member = await appointed(cells, "v-1", kind="volunteer")
    over = {"account": "lead-a", "display_name": "张明"}

    assert (await cells.desk.post(f"/v1/leads/{lead['id']}/hand-overs", json=over)).status_code == 409
    refused = await cells.desk.post(f"/v1/leads/{member['id']}/hand-overs", json=over)
    assert (refused.status_code, refused.json()["possible"]) == (409, ["dismiss"])


async def test_each_keeps_to_its_own_subtree(cells: Grid) -> None:
    lead = await appointed(cells)
    own, other = (cells.harness.as_("grid_desk", territory_code=code) for code in (REGIMENT, OTHER))

    assert (await own.get(f"/v1/leads/{lead['id']}")).status_code == 200
    assert (await other.get(f"/v1/leads/{lead['id']}")).status_code == 404
    assert (await other.get("/v1/leads")).json()["items"] == []
    assert (await other.get("/v1/leads", params={"territory_code": COMMUNITY})).json()["items"] == []
    assert (await other.post("/v1/leads", json=appointment("x", SECOND))).status_code == 404
    assert (await other.post(f"/v1/leads/{lead['id']}/dismissals", json={})).status_code == 404
    assert (await other.get("/v1/effective-leads", params={"territory_code": CELL})).status_code == 404
    assert (await other.get("/v1/lead-vacancies", params={"territory_code": CELL})).status_code == 404
    assert (await other.get("/v1/lead-vacancies")).json()["items"] == []
    assert (await own.post("/v1/leads", json=appointment("x", SECOND))).status_code == 201


@pytest.mark.parametrize(("role", "read", "changed"), [("grid_lead", 200, 403), ("unit", 200, 403), ("item_editor", 403, 403)])
async def test_only_the_grid_desk_appoints(cells: Grid, role: str, read: int, changed: int) -> None:
    client = cells.harness.as_(role)

    assert (await client.get("/v1/leads")).status_code == read
    assert (await client.post("/v1/leads", json=appointment())).status_code == changed
    assert (await cells.harness.as_().get("/v1/leads")).status_code == 401


async def test_lists_page_and_filter_in_a_fixed_number_of_statements(cells: Grid) -> None:
    for number in range(7):
        await appointed(cells, f"v-{number}", kind="volunteer")
    seen, cursor = [], None
    while True:
        asked: dict[str, Any] = {"limit": 3, "kind": "volunteer"} | ({"cursor": cursor} if cursor else {})
        async with cells.harness.counting_statements() as statements:
            page = (await cells.desk.get("/v1/leads", params=asked)).json()
        assert len(statements) == 1
        seen += [each["account"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == [f"v-{number}" for number in range(7)]
    mine = (await cells.desk.get("/v1/leads", params={"account": "v-3"})).json()["items"]
    assert [each["account"] for each in mine] == ["v-3"]


async def test_posting_twice_with_one_key_appoints_once(cells: Grid) -> None:
    headers = {"idempotency-key": "k-1"}

    first, again = [await cells.desk.post("/v1/leads", json=appointment(), headers=headers) for _ in range(2)]

    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 201, again.json()["id"])
