"""Case classes: what is there from the beginning, how they are kept, and how a client follows them by version."""

import asyncio
from typing import Any

import httpx
import pytest
from grid_builders import OTHER, REPORT, Grid
from sqlalchemy import select
from urban_builders import ENTRY, a_class

from chassis.audit import audit_log

PATH = "/v1/case-classes"
LAMP = "urban.public_utilities.street_lamp"


async def changed_since(grid: Grid, version: int) -> tuple[int, list[dict[str, Any]]]:
    answer = (await grid.harness.as_().get(PATH, params={"changed_since_version": version})).json()
    return answer["catalogue_version"], answer["items"]


async def test_the_classes_of_the_field_are_there_in_both_languages(grid: Grid) -> None:
    listed = (await grid.harness.as_().get(PATH)).json()["items"]
    seeded = {each["code"]: each for each in listed if "test_" not in each["code"]}

    natures = [each["nature"] for each in seeded.values() if each["large_code"] is None]
    assert {nature: natures.count(nature) for nature in natures} == {"component": 6, "event": 6, "community": 5}
    small = [each for each in seeded.values() if each["large_code"] is not None]
    assert len(small) >= 100
    assert all(each["registering_conditions"] and each["closing_conditions"] and each["limits"] for each in small)
    assert all(each["name_zh"] and each["name_en"].isascii() for each in seeded.values())
    digits = [(each["nature"], each["large_code"], each["digits"]) for each in small]
    assert len(set(digits)) == len(digits)
    assert seeded["urban.roads"]["limit_working_hours"] == 24
    assert seeded["community.dispute"]["limit_working_hours"] == 40


async def test_a_case_can_be_reported_under_a_small_class_and_not_under_a_retired_one(grid: Grid) -> None:
    code = await a_class(grid)
    report = REPORT | {"class_code": code}

    before = await grid.desk.post("/v1/cases", json=report)
    await grid.desk.post(f"{PATH}/{code}/retirements", json={})
    after = await grid.desk.post("/v1/cases", json=report)

    assert (before.status_code, after.status_code) == (201, 422)


async def test_a_change_raises_both_versions_and_is_kept(grid: Grid) -> None:
    code = await a_class(grid)
    path = f"{PATH}/{code}"
    first = await grid.desk.get(path)
    before, _ = await changed_since(grid, 0)

    changed = await grid.desk.patch(path, json={"name_zh": "新名"}, headers={"if-match": first.headers["etag"]})
    stale = await grid.desk.patch(path, json={"name_zh": "旧名"}, headers={"if-match": first.headers["etag"]})
    again = await grid.desk.patch(path, json={"name_zh": "新名"})

    assert (changed.status_code, stale.status_code, again.status_code) == (200, 412, 200)
    assert changed.headers["etag"] == again.headers["etag"] == '"2"'
    assert changed.json()["catalogue_version"] == before + 1
    kept = (await grid.desk.get(f"{path}/versions")).json()["items"]
    assert [(each["version"], each["change"], each["entry"]["name_zh"]) for each in kept] == [
        (2, "change", "新名"), (1, "add", ENTRY["name_zh"]),
    ]  # fmt: skip
    assert (await changed_since(grid, before))[1] == [changed.json()]
    async with grid.harness.sessions() as db:
        logged = select(audit_log.c.action).where(audit_log.c.target == code).order_by(audit_log.c.seq)
        assert (await db.execute(logged)).scalars().all() == ["case-class-added", "case-class-changed"]


async def test_a_client_learns_what_changed_and_what_was_retired(grid: Grid) -> None:
    one, two, three = await a_class(grid), await a_class(grid), await a_class(grid)
    known, _ = await changed_since(grid, 0)

    await grid.desk.patch(f"{PATH}/{two}", json={"name_en": "Other"})
    await grid.desk.post(f"{PATH}/{one}/retirements", json={"successor_code": three})
    version, delta = await changed_since(grid, known)

    assert [(each["code"], each["is_retired"], each["successor_code"]) for each in delta] == [
        (two, False, None), (one, True, three),
    ]  # fmt: skip
    assert version == known + 2
    assert await changed_since(grid, version) == (version, [])
    assert one not in {each["code"] for each in (await grid.desk.get(PATH)).json()["items"]}
    assert (await grid.desk.get(f"{PATH}/{one}")).json()["is_retired"] is True


async def test_what_comes_down_from_a_large_class_reaches_who_follows(grid: Grid) -> None:
    large = await a_class(grid, code="urban.test_{n}", limits=[{"handling_h": 7}])
    small = await a_class(grid, code=large + ".one", limits=[])
    known, _ = await changed_since(grid, 0)

    await grid.desk.patch(f"{PATH}/{large}", json={"limits": [{"handling_h": 9}]})
    _, delta = await changed_since(grid, known)

    assert [(each["code"], each["limit_working_hours"]) for each in delta] == [(large, 9), (small, 9)]


async def test_changes_at_the_same_time_get_versions_of_their_own(grid: Grid) -> None:
    codes = [await a_class(grid) for _ in range(4)]
    known, _ = await changed_since(grid, 0)

    answers = await asyncio.gather(*(grid.desk.patch(f"{PATH}/{code}", json={"name_en": "Raced"}) for code in codes))

    assert sorted(each.json()["catalogue_version"] for each in answers) == [known + n for n in range(1, 5)]


async def test_two_who_change_the_same_version_do_not_both_succeed(grid: Grid) -> None:
    code = await a_class(grid)
    seen = {"if-match": '"1"'}

    answers = await asyncio.gather(
        *(grid.desk.patch(f"{PATH}/{code}", json={"name_en": f"Name {n}"}, headers=seen) for n in range(2))
    )

    assert sorted(each.status_code for each in answers) == [200, 412]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"code": "urban.nowhere.x"}, "/code"),
        ({"nature": "event"}, "/nature"),
        ({"code": "urban.test_x", "nature": "community"}, "/code"),
        ({"code": "community.test_x", "nature": "event"}, "/code"),
        ({"code": "urban.roads.test_x", "nature": "component", "digits": "01"}, "/digits"),
        ({"limits": [{"condition_code": "nope", "handling_h": 1}]}, "/limits/0/condition_code"),
        ({"limits": [{"level": 3, "handling_h": 1}], "levels": [1]}, "/limits/0/level"),
        ({"limits": [{"handling_h": 1}, {"handling_h": 2}]}, "/limits/1"),
        ({"limits": [{"level": 1}]}, "/limits/0"),
        ({"responsible_by": "unit"}, "/responsible_unit_code"),
        ({"responsible_by": "unit", "responsible_unit_code": "nobody"}, "/responsible_unit_code"),
        ({"code": "community.test_x", "nature": "community", "responsible_by": "component_owner"}, "/responsible_by"),
        ({"closing_conditions": [{"code": "a", "text_zh": "甲", "text_en": "A"}] * 2}, "/closing_conditions/1/code"),
    ],
)
async def test_a_class_that_would_not_hold_together_is_refused(grid: Grid, change: dict[str, Any], pointer: str) -> None:
    answer = await grid.desk.post(PATH, json=ENTRY | {"code": "urban.roads.test_bad"} | change)

    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    "body", [{"name_zh": None}, {"levels": [4]}, {"limits": [{"handling_h": 0}]}, {"code": "x.y"}, {"name_zh": "\x00"}]
)
async def test_a_faulty_patch_changes_nothing(grid: Grid, body: dict[str, Any]) -> None:
    before = (await grid.desk.get(f"{PATH}/{LAMP}")).json()

    assert (await grid.desk.patch(f"{PATH}/{LAMP}", json=body)).status_code == 422
    assert (await grid.desk.get(f"{PATH}/{LAMP}")).json() == before


async def test_only_what_nothing_hangs_on_is_retired(grid: Grid) -> None:
    large = await a_class(grid, code="urban.test_{n}")
    small = await a_class(grid, code=large + ".one")

    held = await grid.desk.post(f"{PATH}/{large}/retirements", json={})
    itself = await grid.desk.post(f"{PATH}/{small}/retirements", json={"successor_code": small})
    alien = await grid.desk.post(f"{PATH}/{small}/retirements", json={"successor_code": "community.dispute"})
    done = await grid.desk.post(f"{PATH}/{small}/retirements", json={})
    again = await grid.desk.post(f"{PATH}/{small}/retirements", json={})
    patched = await grid.desk.patch(f"{PATH}/{small}", json={"name_en": "X"})
    then = await grid.desk.post(f"{PATH}/{large}/retirements", json={})

    assert [each.status_code for each in (held, itself, alien, done, again, patched, then)] == [409, 422, 422, 201, 409, 409, 201]
    assert held.json()["classes"] == [small]


async def test_only_who_speaks_for_the_whole_city_keeps_them(grid: Grid) -> None:
    bound = grid.harness.as_("grid_desk", territory_code=OTHER)

    async def tried(client: httpx.AsyncClient) -> set[int]:
        calls = [
            client.post(PATH, json=ENTRY), client.patch(f"{PATH}/{LAMP}", json={}),
            client.post(f"{PATH}/{LAMP}/retirements", json={}), client.post("/v1/case-class-imports", json={"classes": []}),
        ]  # fmt: skip
        return {answer.status_code for answer in await asyncio.gather(*calls)}

    assert await tried(bound) == await tried(grid.lead) == {403}
    assert await tried(grid.harness.as_()) == {401}


async def test_a_list_costs_as_many_statements_as_one(grid: Grid) -> None:
    async with grid.harness.counting_statements() as statements:
        assert len((await grid.desk.get(PATH)).json()["items"]) > 100

    assert len(statements) == 2
