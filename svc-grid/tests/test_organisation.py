"""The organisation: brought in whole or not at all, and looked at."""

from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, ORGANISATION, Grid

PATH = "/v1/organisation-imports"


async def facts(grid: Grid) -> list[str]:
    return [event.type for event in await grid.harness.events()]


async def test_the_same_document_again_changes_nothing(grid: Grid) -> None:
    before = await facts(grid)

    report = (await grid.desk.post(PATH, json=ORGANISATION)).json()

    assert report["territories"] == {"created": 0, "changed": 0, "unchanged": 4}
    assert report["units"]["unchanged"] == 4
    assert await facts(grid) == before


async def test_a_changed_entry_is_announced_as_changed(grid: Grid) -> None:
    unit = ORGANISATION["units"][3] | {"name": "民政和社会保障局"}

    report = (await grid.desk.post(PATH, json={"units": [unit]})).json()

    assert report["units"] == {"created": 0, "changed": 1, "unchanged": 0}
    last = (await grid.harness.events())[-1]
    assert (last.type, last.subject, last.sequence) == ("gov171.grid.unit.changed.v1", "dept-07", 2)


async def test_a_dry_run_stores_nothing(grid: Grid) -> None:
    before = await facts(grid)
    new = {"code": "dept-08", "kind": "department", "name": "司法局"}

    report = (await grid.desk.post(PATH, json={"units": [new], "is_dry_run": True})).json()

    assert report["units"]["created"] == 1
    assert (await grid.desk.get("/v1/units/dept-08")).status_code == 404
    assert await facts(grid) == before


@pytest.mark.parametrize(
    ("kind", "entry", "pointer"),
    [
        ("territories", {"code": "659007/90", "level": "regiment", "name": "x"}, "/territories/0/parent_code"),
        (
            "territories",
            {"code": "659007/90", "parent_code": "659007/77", "level": "regiment", "name": "x"},
            "/territories/0/parent_code",
        ),
        ("territories", {"code": "6590/1", "parent_code": CITY, "level": "regiment", "name": "x"}, "/territories/0/code"),
        (
            "territories",
            {"code": f"{COMMUNITY}/x", "parent_code": COMMUNITY, "level": "regiment", "name": "x"},
            "/territories/0/level",
        ),
        (
            "territories",
            {"code": "659007/90", "parent_code": CITY, "level": "regiment", "name": "x", "unit_code": "nobody"},
            "/territories/0/unit_code",
        ),
        ("units", {"code": "u", "kind": "department", "name": "x", "parent_code": "nobody"}, "/units/0/parent_code"),
        ("facilities", {"code": "f", "kind": "showcase", "name": "x", "territory_code": "1/2"}, "/facilities/0/territory_code"),
    ],
)
async def test_a_document_with_a_fault_is_refused_whole(grid: Grid, kind: str, entry: dict[str, Any], pointer: str) -> None:
    good = {"code": "dept-99", "kind": "department", "name": "好"}
    document: dict[str, Any] = {"territories": [], "units": [], "facilities": []}
    document[kind].append(entry)
    document["units"].append(good)

    answer = await grid.desk.post(PATH, json=document)

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert (await grid.desk.get("/v1/units/dept-99")).status_code == 404


async def test_a_code_given_twice_is_a_fault(grid: Grid) -> None:
    unit = {"code": "dept-50", "kind": "department", "name": "x"}

    answer = await grid.desk.post(PATH, json={"units": [unit, unit]})

    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/units/1/code"]


async def test_a_large_document_takes_as_many_statements_as_a_small_one(grid: Grid) -> None:
    counts = []
    for size in (10, 1500):
        units = [{"code": f"d{size}-{number}", "kind": "department", "name": "x"} for number in range(size)]
        async with grid.harness.counting_statements() as statements:
            assert (await grid.desk.post(PATH, json={"units": units})).json()["units"]["created"] == size
        counts.append(len(statements))

    assert counts[1] <= counts[0] + 4  # the driver sends very long inserts in parts


async def test_single_entries_are_entered_once(grid: Grid) -> None:
    unit = {"code": "dept-08", "kind": "department", "name": "司法局", "parent_code": "city"}

    first = await grid.desk.post("/v1/units", json=unit)
    again = await grid.desk.post("/v1/units", json=unit)
    astray = await grid.desk.post("/v1/units", json=unit | {"code": "dept-09", "parent_code": "nobody"})

    assert (first.status_code, again.status_code, astray.status_code) == (201, 409, 422)
    assert astray.json()["errors"][0]["pointer"] == "/parent_code"
    assert first.headers["etag"] == '"1"'


async def test_a_territory_is_found_by_its_whole_path(grid: Grid) -> None:
    public = grid.harness.as_()

    shown = await public.get(f"/v1/territories/{COMMUNITY}")
    below = (await public.get("/v1/territories", params={"within": "659007/84"})).json()["items"]
    regiments = (await public.get("/v1/territories", params={"level": "regiment", "limit": 1})).json()

    assert shown.json()["name"] == "三连"
    assert [each["code"] for each in below] == ["659007/84", COMMUNITY]
    assert regiments["next"] is not None
    assert (await public.get("/v1/territories/659007/99")).status_code == 404


async def test_only_the_grid_desk_brings_an_organisation_in(grid: Grid) -> None:
    assert (await grid.lead.post(PATH, json=ORGANISATION)).status_code == 403
    assert (await grid.harness.as_().post(PATH, json=ORGANISATION)).status_code == 401


async def test_the_figures_count_what_is_there(grid: Grid) -> None:
    figures = (await grid.harness.as_().get("/v1/grid/organisation-figures")).json()["figures"]

    assert (figures["city"], figures["regiments"], figures["communities"], figures["departments"]) == (1, 2, 1, 1)
    assert figures["rural_libraries"] == 1
    assert figures["governance_centres"] == {"city": 0, "regiment": 0, "community": 0}
