"""The component register: entered, changed, looked for; by its keepers, within their own area."""

import asyncio
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from urban_builders import LAMP, LAMP_CLASS, a_component

from svc_grid.components.lifecycle import IN_USE, MOVES, IllegalMove, move, possible
from svc_grid.components.terms import Action, State

PATH = "/v1/components"
LEGAL = {
    ("normal", "report_damaged"): "damaged", ("normal", "report_missing"): "missing",
    ("damaged", "report_missing"): "missing", ("damaged", "restore"): "normal",
    ("missing", "report_damaged"): "damaged", ("missing", "restore"): "normal",
}  # fmt: skip


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(Action))
def test_each_pair_moves_as_the_field_says_or_is_refused(state: State, action: Action) -> None:
    expected = LEGAL.get((str(state), str(action)))
    if state is not State.RETIRED and action in (Action.CHANGE, Action.RETIRE):
        expected = str(state) if action is Action.CHANGE else "retired"

    if expected is None:
        with pytest.raises(IllegalMove) as refused:
            move(state, action)
        assert refused.value.possible == possible(state)
    else:
        assert move(state, action) == expected
    assert {pair[0] for pair in MOVES} == set(IN_USE)


async def told_of(grid: Grid, code: str) -> list[tuple[int, str, str]]:
    events = [each for each in await grid.harness.events() if each.subject == code]
    return [(each.sequence, each.type.split(".")[3], each.data["state"]) for each in events]


async def test_a_component_is_entered_changed_broken_mended_and_retired(grid: Grid) -> None:
    entered = await grid.desk.post(PATH, json=LAMP)
    code = entered.json()["code"]
    seen = {"if-match": entered.headers["etag"]}

    changed = await grid.desk.patch(f"{PATH}/{code}", json={"owner_unit_code": "84-03", "place": "甲"}, headers=seen)
    stale = await grid.desk.patch(f"{PATH}/{code}", json={"place": "乙"}, headers=seen)
    same = await grid.desk.patch(f"{PATH}/{code}", json={"place": "甲"})
    for action in ("report_damaged", "restore", "retire"):
        done = await grid.desk.post(f"{PATH}/{code}/state-changes", json={"action": action, "remark": "巡查"})
        assert done.status_code == 201, done.text
    over = [
        await grid.desk.patch(f"{PATH}/{code}", json={"place": "丙"}),
        await grid.desk.post(f"{PATH}/{code}/state-changes", json={"action": "restore"}),
    ]

    assert (changed.status_code, stale.status_code, same.headers["etag"]) == (200, 412, '"2"')
    assert [answer.status_code for answer in over] == [409, 409]
    assert over[0].json()["possible"] == []
    assert await told_of(grid, code) == [
        (1, "registered", "normal"), (2, "changed", "normal"), (3, "changed", "damaged"), (4, "changed", "normal"),
        (5, "retired", "retired"),
    ]  # fmt: skip
    history = (await grid.desk.get(f"{PATH}/{code}/history")).json()["items"]
    assert [(each["version"], each["action"], each["note"]) for each in history] == [
        (1, "register", None), (2, "change", None), (3, "report_damaged", "巡查"), (4, "restore", "巡查"), (5, "retire", "巡查"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"class_code": "no.such"}, "/class_code"),
        ({"class_code": "urban.appearance.waste_heap"}, "/class_code"),
        ({"class_code": "urban.roads.kerb"}, "/code"),
        ({"code": "65900701"}, "/code"),
        ({"code": "near"}, "/code"),
        ({"territory_code": f"{CITY}/99"}, "/territory_code"),
        ({"owner_unit_code": "nobody"}, "/owner_unit_code"),
        ({"lon": 181}, "/lon"),
        ({"crs": "BD-09"}, "/crs"),
        ({"installed_on": "2021-02-30"}, "/installed_on"),
        ({"place": "\x00"}, "/place"),
        ({"resident": "x"}, "/resident"),
    ],
)
async def test_a_faulty_entry_leaves_nothing(grid: Grid, change: dict[str, Any], pointer: str) -> None:
    before = len(await grid.harness.events())

    answer = await grid.desk.post(PATH, json=LAMP | change)

    assert answer.status_code == 422, answer.text
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert (await grid.desk.get(PATH)).json()["items"] == []
    assert len(await grid.harness.events()) == before


@pytest.mark.parametrize(
    "change",
    [
        {"lon": 82.0},
        {"class_code": None},
        {"territory_code": None},
        {"lon": None, "lat": None},
        {"lat": None},
        {"device_id": "a b"},
    ],
)
async def test_a_faulty_change_leaves_it_as_it_was(grid: Grid, change: dict[str, Any]) -> None:
    code = await a_component(grid)
    before = (await grid.desk.get(f"{PATH}/{code}")).json()

    assert (await grid.desk.patch(f"{PATH}/{code}", json=change)).status_code == 422
    assert (await grid.desk.get(f"{PATH}/{code}")).json() == before


async def test_two_who_enter_the_same_code_or_device_do_not_both_succeed(grid: Grid) -> None:
    same = await asyncio.gather(*(grid.desk.post(PATH, json=LAMP | {"place": str(n)}) for n in range(2)))
    device = await asyncio.gather(
        *(grid.desk.post(PATH, json=LAMP | {"code": f"lamp-{n}", "device_id": "d-1"}) for n in range(2))
    )

    assert sorted(each.status_code for each in same) == [201, 409]
    assert sorted(each.status_code for each in device) == [201, 422]


async def test_a_device_passes_on_when_its_component_is_retired(grid: Grid) -> None:
    old = await a_component(grid, device_id="d-1")
    await grid.desk.post(f"{PATH}/{old}/state-changes", json={"action": "retire"})

    new = await grid.desk.post(PATH, json=LAMP | {"code": "lamp-new-1", "device_id": "d-1"})

    assert new.status_code == 201


async def test_chinese_maps_coordinates_are_kept_as_wgs84(grid: Grid) -> None:
    shown = (await grid.desk.post(PATH, json=LAMP | {"lon": 87.6, "lat": 43.8, "crs": "GCJ-02"})).json()

    assert 0.0005 < abs(shown["lon"] - 87.6) < 0.01
    assert 0.0005 < abs(shown["lat"] - 43.8) < 0.01


async def test_another_area_s_component_is_not_found(grid: Grid) -> None:
    code = await a_component(grid)
    elsewhere = grid.harness.as_("grid_desk", territory_code=OTHER)
    inside = grid.harness.as_("grid_desk", territory_code=REGIMENT)

    answers = [
        await elsewhere.get(f"{PATH}/{code}"), await elsewhere.get(f"{PATH}/{code}/history"),
        await elsewhere.patch(f"{PATH}/{code}", json={"place": "x"}),
        await elsewhere.post(f"{PATH}/{code}/state-changes", json={"action": "retire"}),
    ]  # fmt: skip
    near = {"lon": LAMP["lon"], "lat": LAMP["lat"]}

    assert {answer.status_code for answer in answers} == {404}
    assert (await elsewhere.get(PATH)).json()["items"] == []
    assert (await elsewhere.get(f"{PATH}/near", params=near)).json()["items"] == []
    assert (await elsewhere.post(PATH, json=LAMP | {"code": "lamp-9"})).status_code == 422
    assert (await inside.get(f"{PATH}/{code}")).status_code == 200
    assert (await inside.patch(f"{PATH}/{code}", json={"territory_code": OTHER})).status_code == 422


async def test_who_may_do_what(grid: Grid) -> None:
    code = await a_component(grid)
    path = f"{PATH}/{code}/state-changes"

    assert (await grid.lead.post(path, json={"action": "report_damaged"})).status_code == 201
    assert (await grid.lead.post(path, json={"action": "retire"})).status_code == 403
    assert (await grid.lead.post(PATH, json=LAMP)).status_code == 403
    assert (await grid.harness.as_().get(PATH)).status_code == 401
    assert (await grid.harness.as_("item_editor").get(PATH)).status_code == 403


async def test_the_list_is_filtered_paged_and_costs_one_statement(grid: Grid) -> None:
    for number in range(1, 6):
        await a_component(grid, code=f"lamp-{number}", territory_code=[COMMUNITY, OTHER][number % 2])
    await a_component(grid, code="kerb-1", class_code="urban.roads.kerb", owner_unit_code="84-03", territory_code=CITY)
    await grid.desk.post(f"{PATH}/lamp-2/state-changes", json={"action": "report_missing"})

    async def listed(**params: Any) -> list[str]:
        return [each["code"] for each in (await grid.desk.get(PATH, params=params)).json()["items"]]

    assert await listed(territory_code=REGIMENT) == ["lamp-2", "lamp-4"]
    assert await listed(class_code=LAMP_CLASS, territory_code=OTHER) == ["lamp-1", "lamp-3", "lamp-5"]
    assert await listed(owner_unit_code="84-03") == ["kerb-1"]
    assert await listed(state="missing") == ["lamp-2"]
    first = (await grid.desk.get(PATH, params={"limit": 4})).json()
    assert [each["code"] for each in first["items"]] + await listed(limit=4, cursor=first["next"]) == await listed()
    async with grid.harness.counting_statements() as statements:
        await listed()
    assert len(statements) == 1


async def test_what_stands_near_comes_nearest_first(grid: Grid) -> None:
    lon, lat = LAMP["lon"], LAMP["lat"]
    for code, east, north in (("n-1", 0.0, 0.0005), ("n-2", 0.0009, 0.0), ("n-3", 0.003, 0.0), ("n-4", 0.0, 0.0)):
        await a_component(grid, code=code, lon=lon + east, lat=lat + north)
    await grid.desk.post(f"{PATH}/n-4/state-changes", json={"action": "retire"})

    async def near(**params: Any) -> list[tuple[str, float]]:
        answer = await grid.lead.get(f"{PATH}/near", params={"lon": lon, "lat": lat} | params)
        return [(each["component"]["code"], each["distance_m"]) for each in answer.json()["items"]]

    found = await near(radius_m=100)
    assert [code for code, _ in found] == ["n-1", "n-2"]
    assert found[0][1] == pytest.approx(55.7, abs=1)
    assert found[1][1] == pytest.approx(71.1, abs=1)
    assert [code for code, _ in await near(radius_m=300)] == ["n-1", "n-2", "n-3"]
    assert [code for code, _ in await near(radius_m=300, limit=1)] == ["n-1"]
    assert await near(radius_m=300, class_code="urban.roads.kerb") == []
    assert (await grid.lead.get(f"{PATH}/near", params={"lon": "nan", "lat": lat})).status_code == 422
    assert (await grid.lead.get(f"{PATH}/near", params={"lon": 180, "lat": 90, "radius_m": 2000})).status_code == 200
