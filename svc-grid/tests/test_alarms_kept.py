"""Which cases answer alarms, as staff see them; and which class alarms get, as the desk settles it."""

import asyncio

import pytest
import sqlalchemy as sa
from alarm_builders import Device
from grid_builders import CITY, OTHER, REGIMENT, Grid
from urban_builders import LAMP_CLASS, a_class

LINKS, CLASSES = "/v1/alarm-cases", "/v1/alarm-classes"


async def test_a_link_is_seen_by_who_sees_its_case(grid: Grid) -> None:
    await Device(grid, "d-1").raises(0)
    await Device(grid, "d-2", territory_code=None).raises(1)

    async def seen(territory: str) -> list[str]:
        client = grid.harness.as_("grid_desk", territory_code=territory)
        return [each["device_id"] for each in (await client.get(LINKS)).json()["items"]]

    assert [await seen(each) for each in (CITY, REGIMENT, OTHER)] == [["d-2", "d-1"], ["d-1"], []]
    assert (await grid.harness.as_().get(LINKS)).status_code == 401
    assert (await grid.harness.as_("device_platform").get(LINKS)).status_code == 403


async def test_the_list_is_filtered_paged_and_costs_one_statement(grid: Grid) -> None:
    for number in range(4):
        await Device(grid, f"d-{number}").raises(number)
    case_id = (await grid.desk.get(LINKS, params={"device_id": "d-2"})).json()["items"][0]["case_id"]

    async def listed(**params: str | int) -> list[str]:
        return [each["device_id"] for each in (await grid.desk.get(LINKS, params=params)).json()["items"]]

    assert await listed(cause="d-1/not_lit") == ["d-1"]
    assert await listed(case_id=case_id) == ["d-2"]
    assert await listed(component_code="lamp-1") == []
    first = (await grid.desk.get(LINKS, params={"limit": 3})).json()
    assert await listed(limit=3, cursor=first["next"]) == ["d-0"]
    async with grid.harness.counting_statements() as statements:
        await listed()
    assert len(statements) == 1


async def test_what_is_settled_holds_for_the_next_alarm(grid: Grid) -> None:
    kind = f"{CLASSES}/test_settled"
    await grid.desk.put(f"{kind}/*", json={"class_code": "urban.roads.kerb"})

    made = await grid.desk.put(f"{kind}/not_lit", json={"class_code": "urban.roads.bridge"})
    same = await grid.desk.put(f"{kind}/not_lit", json={"class_code": "urban.roads.bridge"})
    stale = await grid.desk.put(f"{kind}/not_lit", json={"class_code": LAMP_CLASS}, headers={"if-match": '"7"'})
    changed = await grid.desk.put(f"{kind}/not_lit", json={"class_code": LAMP_CLASS}, headers={"if-match": '"1"'})

    assert [each.status_code for each in (made, same, stale, changed)] == [200, 200, 412, 200]
    assert (made.headers["etag"], same.headers["etag"], changed.headers["etag"]) == ('"1"', '"1"', '"2"')
    one, two = Device(grid, "d-1", device_kind="test_settled"), Device(grid, "d-2", device_kind="test_settled")
    await one.raises(0)
    assert (await grid.desk.delete(f"{kind}/not_lit")).status_code == 204
    assert (await grid.desk.delete(f"{kind}/not_lit")).status_code == 404
    await two.raises(0)
    assert [case["class_code"] for each in (one, two) for case in await each.cases()] == [LAMP_CLASS, "urban.roads.kerb"]
    assert (await grid.desk.delete(f"{kind}/*")).status_code == 204


async def test_a_retired_class_is_passed_over(grid: Grid) -> None:
    code = await a_class(grid)
    await grid.desk.put(f"{CLASSES}/test_retired/*", json={"class_code": code})
    await grid.desk.post(f"/v1/case-classes/{code}/retirements", json={})
    device = Device(grid, "d-1", device_kind="test_retired")

    await device.raises(0)

    assert [case["class_code"] for case in await device.cases()] == ["urban.other_components"]
    refused = await grid.desk.put(f"{CLASSES}/test_retired/x", json={"class_code": code})
    assert refused.status_code == 422
    await grid.desk.delete(f"{CLASSES}/test_retired/*")


async def test_two_who_settle_the_same_at_once_make_one(grid: Grid) -> None:
    path = f"{CLASSES}/test_raced/*"
    answers = await asyncio.gather(
        *(grid.desk.put(path, json={"class_code": code}, headers={"if-match": '"0"'}) for code in (LAMP_CLASS, "urban.roads"))
    )

    assert sorted(each.status_code for each in answers) == [200, 412]
    await grid.desk.delete(path)


@pytest.mark.parametrize("path", ["x/Not Lit", "Street Lamp/*", "x/**", "x/%00"])
async def test_only_words_are_kinds_and_rules(grid: Grid, path: str) -> None:
    assert (await grid.desk.put(f"{CLASSES}/{path}", json={"class_code": LAMP_CLASS})).status_code == 422


async def test_only_who_speaks_for_the_whole_city_settles_it(grid: Grid) -> None:
    path, bound = f"{CLASSES}/street_lamp/*", grid.harness.as_("grid_desk", territory_code=OTHER)

    for client in (bound, grid.lead):
        assert (await client.put(path, json={"class_code": "urban.roads"})).status_code == 403
        assert (await client.delete(path)).status_code == 403
    listed = (await grid.lead.get(CLASSES)).json()["items"]
    assert {"street_lamp": LAMP_CLASS}.items() <= {each["device_kind"]: each["class_code"] for each in listed}.items()


async def grid_has(grid: Grid, level: str) -> None:
    """Make the top of the tree a city, or something else."""
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(sa.text("UPDATE territories SET level = :level WHERE code = :code"), {"level": level, "code": CITY})


@pytest.mark.slow
async def test_an_alarm_before_there_is_a_city_is_not_lost(grid: Grid) -> None:
    """It is tried again, and in the end parked, from where an operator has it handled after all."""
    device = Device(grid, "d-1", territory_code=None)
    await grid_has(grid, "cell")
    await device.raises(0)
    assert await device.cases() == []
    await grid_has(grid, "city")

    [letter] = (await grid.admin.get("/v1/grid/dead-letters")).json()["items"]
    answer = await grid.admin.post(f"/v1/grid/dead-letters/{letter['id']}/replays")

    assert answer.status_code == 201, answer.text
    assert [case["territory_code"] for case in await device.cases()] == [CITY]
