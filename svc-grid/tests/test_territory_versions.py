"""What a territory was: every version is kept with the time it was valid."""

from datetime import UTC, datetime, timedelta
from typing import Any

from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid

from chassis import clock

NOW = datetime.now(UTC)
PAST = NOW - timedelta(days=40)


async def versions_of(grid: Grid, code: str) -> list[dict[str, Any]]:
    return list((await grid.desk.get("/v1/territory-versions", params={"code": code})).json()["items"])


async def test_entering_and_importing_keep_a_version_each(grid: Grid) -> None:
    entry = {"code": f"{REGIMENT}/09", "parent_code": REGIMENT, "level": "community", "name": "九连"}
    (await grid.desk.post("/v1/territories", json=entry)).raise_for_status()
    (await grid.desk.post("/v1/organisation-imports", json={"territories": [entry | {"name": "第九连"}]})).raise_for_status()
    (await grid.desk.post("/v1/organisation-imports", json={"territories": [entry | {"name": "第九连"}]})).raise_for_status()

    newest, first = await versions_of(grid, entry["code"])

    assert (first["version"], first["name"], first["change_kind"]) == (1, "九连", "registered")
    assert (newest["version"], newest["name"], newest["change_kind"], newest["valid_to"]) == (2, "第九连", "corrected", None)
    assert first["valid_to"] == newest["valid_from"]


async def test_a_correction_changes_what_it_names_and_nothing_else(grid: Grid) -> None:
    before = (await grid.desk.get(f"/v1/territories/{COMMUNITY}")).json()

    answer = await grid.desk.patch(f"/v1/territories/{COMMUNITY}", json={"name": "三连新村"}, headers={"if-match": '"1"'})

    assert answer.json() == before | {"name": "三连新村", "version": 2}
    assert answer.headers["etag"] == '"2"'
    last = (await grid.harness.events())[-1]
    assert (last.type, last.subject, last.sequence) == ("gov171.grid.territory.changed.v1", COMMUNITY, 2)
    taken_off = await grid.desk.patch(f"/v1/territories/{COMMUNITY}", json={"unit_code": None})
    assert (taken_off.json()["unit_code"], taken_off.json()["name"]) == (None, "三连新村")
    same = await grid.desk.patch(f"/v1/territories/{COMMUNITY}", json={"unit_code": None})
    assert same.json()["version"] == 3


async def test_a_correction_is_refused_where_it_is_stale_or_names_nobody(grid: Grid) -> None:
    path = f"/v1/territories/{COMMUNITY}"
    stale = await grid.desk.patch(path, json={"name": "x"}, headers={"if-match": '"7"'})
    nobody = await grid.desk.patch(path, json={"unit_code": "nobody"})
    nowhere = await grid.desk.patch("/v1/territories/659007/99", json={"name": "x"})
    nameless = await grid.desk.patch(path, json={"name": ""})
    null = await grid.desk.patch(path, json={"name": None})

    assert [each.status_code for each in (stale, nobody, nowhere, nameless, null)] == [412, 422, 404, 422, 422]
    assert stale.json()["current_version"] == 1
    assert nobody.json()["errors"][0]["pointer"] == "/unit_code"
    assert len(await versions_of(grid, COMMUNITY)) == 1


async def test_only_keepers_whom_no_territory_bounds_correct(grid: Grid) -> None:
    bound = grid.harness.as_("grid_desk", territory_code=REGIMENT)
    path = f"/v1/territories/{COMMUNITY}"

    answers = [await client.patch(path, json={"name": "x"}) for client in (bound, grid.lead, grid.harness.as_())]

    assert [each.status_code for each in answers] == [403, 403, 401]


async def test_the_tree_of_a_past_day_is_shown_as_it_was(grid: Grid) -> None:
    early = grid.at(PAST, "grid_desk")
    entry = {"code": f"{OTHER}/01", "parent_code": OTHER, "level": "community", "name": "一连"}
    (await early.post("/v1/territories", json=entry)).raise_for_status()
    later = grid.at(PAST + timedelta(days=10), "grid_desk")
    (await later.patch(f"/v1/territories/{entry['code']}", json={"name": "一连新址"})).raise_for_status()
    days = [clock.local_day(PAST + timedelta(days=each)) for each in (-1, 0, 9, 10)]

    async def shown(day: Any) -> list[str]:
        listed = await grid.desk.get("/v1/territories", params={"as_of": str(day), "within": OTHER})
        single = await grid.desk.get(f"/v1/territories/{entry['code']}", params={"as_of": str(day)})
        names = [each["name"] for each in listed.json()["items"]]
        assert names == ([single.json()["name"]] if single.status_code == 200 else [])
        return names

    assert [await shown(day) for day in days] == [[], ["一连"], ["一连"], ["一连新址"]]


async def test_a_declared_time_before_the_last_version_makes_no_gap_and_no_overlap(grid: Grid) -> None:
    (await grid.at(PAST, "grid_desk").patch(f"/v1/territories/{COMMUNITY}", json={"name": "x"})).raise_for_status()

    newest, first = await versions_of(grid, COMMUNITY)

    assert first["valid_from"] == first["valid_to"] == newest["valid_from"]


async def test_pages_of_the_past_take_one_statement(grid: Grid) -> None:
    today = str(clock.local_day(NOW))
    for params in ({"as_of": today}, {"as_of": today, "level": "regiment", "limit": 1}, {"as_of": today, "parent_code": CITY}):
        async with grid.harness.counting_statements() as statements:
            answer = await grid.desk.get("/v1/territories", params=params)
        assert answer.status_code == 200
        assert answer.json()["items"]
        assert len(statements) == 1
    async with grid.harness.counting_statements() as statements:
        await versions_of(grid, COMMUNITY)
    assert len(statements) == 1
