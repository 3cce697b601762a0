"""Units: who is above whom, never in a circle, and none that ends silently."""

import asyncio
from itertools import pairwise
from typing import Any

import httpx
import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from hypothesis import given
from hypothesis import strategies as st

from svc_grid.units.rules import circle

IMPORTS = "/v1/organisation-imports"


async def entered(grid: Grid, code: str, parent: str | None = None, **more: Any) -> dict[str, Any]:
    body = {
        "code": code,
        "kind": "service_centre",
        "name": f"{code}中心",
        "parent_code": parent,
        "territory_code": REGIMENT,
    } | more
    answer = await grid.desk.post("/v1/units", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def patched(grid: Grid, code: str, version: int | None = None, **changes: Any) -> httpx.Response:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return await grid.desk.patch(f"/v1/units/{code}", json=changes, headers=headers)


async def told_of(grid: Grid, code: str) -> list[str]:
    events = [each for each in await grid.harness.events() if each.subject == code and ".unit." in each.type]
    assert [each.sequence for each in events] == list(range(1, len(events) + 1))
    return [each.type.split(".")[3] for each in events]


async def test_a_unit_is_changed_by_who_read_it(grid: Grid) -> None:
    changed = await patched(grid, "dept-07", 1, name="民政和社会保障局", territory_code=CITY)
    stale = await patched(grid, "dept-07", 1, name="x")
    same = await patched(grid, "dept-07", 2, name="民政和社会保障局")
    emptied = await patched(grid, "dept-07", parent_code=None)

    assert (changed.status_code, changed.headers["etag"], changed.json()["territory_code"]) == (200, '"2"', CITY)
    assert (stale.status_code, stale.json()["current_version"], same.json()["version"]) == (412, 2, 2)
    assert (emptied.json()["parent_code"], emptied.json()["version"]) == (None, 3)
    assert await told_of(grid, "dept-07") == ["registered", "changed", "changed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": None}, {"kind": "household"}, {"kind": None}, {"parent_code": "nobody"},
        {"territory_code": "659007/99"},
        {"code": "x"}, {"name": "a\u0000b"}, {"parent_code": "../x"}, {"version": 3},
    ],
)  # fmt: skip
async def test_a_patch_with_a_fault_changes_nothing(grid: Grid, wrong: dict[str, Any]) -> None:
    assert (await grid.desk.patch("/v1/units/dept-07", json=wrong)).status_code == 422
    assert await told_of(grid, "dept-07") == ["registered"]


async def test_a_patch_that_closes_a_circle_names_it(grid: Grid) -> None:
    answer = await patched(grid, "city", parent_code="84-03")
    itself = await patched(grid, "84", parent_code="84")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:gov171:problem:units-in-circle")
    assert answer.json()["circle"] == ["city", "84-03", "84", "city"]
    assert (itself.status_code, itself.json()["circle"]) == (422, ["84", "84"])


async def test_two_patches_at_once_do_not_close_a_circle_between_them(grid: Grid) -> None:
    for number in range(5):
        above, below, other, under = (f"{name}-{number}" for name in ("a", "a2", "b", "b2"))
        for code, parent in ((above, None), (below, above), (other, None), (under, other)):
            await entered(grid, code, parent)

        answers = await asyncio.gather(patched(grid, above, parent_code=under), patched(grid, other, parent_code=below))

        assert sorted(each.status_code for each in answers) == [200, 422]


async def test_an_import_that_closes_a_circle_names_it_too(grid: Grid) -> None:
    def unit(code: str, parent: str) -> dict[str, Any]:
        return {"code": code, "kind": "office", "name": code, "parent_code": parent}

    within = await grid.desk.post(IMPORTS, json={"units": [unit("x", "y"), unit("y", "z"), unit("z", "x")]})
    city = {"code": "city", "kind": "city", "name": "师市", "territory_code": CITY, "parent_code": "84-03"}
    with_there = await grid.desk.post(IMPORTS, json={"units": [city]})
    repaired = await grid.desk.post(IMPORTS, json={"units": [city | {"parent_code": None}]})

    assert within.status_code == 422
    assert within.json()["errors"] == [{"pointer": "/units/0/parent_code", "detail": "a circle: x → y → z → x"}]
    assert with_there.json()["errors"][0]["detail"] == "a circle: city → 84-03 → 84 → city"
    assert repaired.status_code == 201


async def test_a_unit_in_use_is_not_retired_and_says_why(grid: Grid) -> None:
    await grid.brought_to("assigned")

    answer = await grid.desk.post("/v1/units/84-03/retirements", json={})
    above = await grid.desk.post("/v1/units/84/retirements", json={})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gov171:problem:unit-in-use")
    assert (answer.json()["open_cases"], answer.json()["children"], answer.json()["territories"]) == (1, [], [COMMUNITY])
    assert (above.json()["open_cases"], above.json()["children"], above.json()["territories"]) == (0, ["84-03"], [REGIMENT])
    assert await told_of(grid, "84-03") == ["registered"]


async def test_a_retired_unit_gets_no_more_work_and_no_change(grid: Grid) -> None:
    await entered(grid, "old", "84")
    before = (await grid.harness.as_().get("/v1/grid/organisation-figures")).json()["figures"]["departments"]
    stale = await grid.desk.post("/v1/units/dept-07/retirements", json={}, headers={"if-match": '"9"'})

    retired = await grid.desk.post("/v1/units/dept-07/retirements", json={}, headers={"if-match": '"1"'})

    assert (stale.status_code, retired.status_code, retired.headers["etag"]) == (412, 201, '"2"')
    assert retired.json()["retired_at"] is not None
    assert await told_of(grid, "dept-07") == ["registered", "retired"]
    assert (await grid.desk.post("/v1/units/dept-07/retirements", json={})).status_code == 409
    assert (await patched(grid, "dept-07", name="x")).json()["type"] == "urn:gov171:problem:unit-retired"
    assert (await patched(grid, "old", parent_code="dept-07")).status_code == 422
    fault = (await grid.desk.post(IMPORTS, json={"units": [{"code": "dept-07", "kind": "office", "name": "x"}]})).json()["errors"]
    assert fault == [{"pointer": "/units/0/code", "detail": "dept-07 is no more"}]
    case = await grid.brought_to("registered")
    assert (await grid.act(case, "assignments", {"unit_code": "dept-07", "assignee": "x"})).status_code == 422
    after = (await grid.harness.as_().get("/v1/grid/organisation-figures")).json()["figures"]["departments"]
    assert (before, after) == (1, 0)
    listed = (await grid.desk.get("/v1/units", params={"is_retired": True})).json()["items"]
    assert [each["code"] for each in listed] == ["dept-07"]


async def test_a_unit_retired_while_it_is_given_work_is_never_both(grid: Grid) -> None:
    for number in range(6):
        await entered(grid, f"c-{number}")
        case = await grid.brought_to("registered")

        assigned, retired = await asyncio.gather(
            grid.act(case, "assignments", {"unit_code": f"c-{number}", "assignee": "x"}),
            grid.desk.post(f"/v1/units/c-{number}/retirements", json={}),
        )

        assert (assigned.status_code, retired.status_code) in {(201, 409), (422, 201)}


async def test_each_desk_keeps_the_units_of_its_own_subtree(grid: Grid) -> None:
    own, other = (grid.harness.as_("grid_desk", territory_code=code) for code in (REGIMENT, OTHER))
    body = {"code": "new", "kind": "office", "name": "办公室", "parent_code": "84"}

    assert (await own.patch("/v1/units/84-03", json={"name": "三连连部"})).status_code == 200
    assert (await own.patch("/v1/units/84-03", json={"territory_code": OTHER})).status_code == 422
    assert (await own.patch("/v1/units/84-03", json={"territory_code": None})).status_code == 422
    assert (await other.patch("/v1/units/84-03", json={"name": "x"})).status_code == 404
    assert (await own.patch("/v1/units/dept-07", json={"name": "x"})).status_code == 404
    assert (await other.post("/v1/units/84-03/retirements", json={})).status_code == 404
    assert (await own.post("/v1/units", json=body)).status_code == 422
    assert (await own.post("/v1/units", json=body | {"territory_code": OTHER})).status_code == 422
    assert (await own.post("/v1/units", json=body | {"territory_code": COMMUNITY})).status_code == 201
    assert (await grid.lead.patch("/v1/units/84-03", json={"name": "x"})).status_code == 403


async def test_units_are_listed_by_the_one_above(grid: Grid) -> None:
    async with grid.harness.counting_statements() as statements:
        below = (await grid.harness.as_().get("/v1/units", params={"parent_code": "city"})).json()["items"]

    assert [each["code"] for each in below] == ["84", "dept-07"]
    assert len(statements) == 1


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_going_up_ends_or_comes_round(parents: dict[str, str | None], start: str) -> None:
    found = circle(parents, start)

    code: str | None = start
    for _ in range(10):
        code = parents.get(code) if code is not None else None
    assert (found is None) == (code is None)
    if found is not None:
        assert found[0] == found[-1]
        assert len(set(found)) == len(found) - 1
        assert all(parents[below] == above for below, above in pairwise(found))
