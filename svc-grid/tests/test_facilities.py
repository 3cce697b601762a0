"""Facilities: where they are, when they are open, what they offer, and how they change."""

from datetime import datetime
from typing import Any

import pytest
from facilities_builders import HERE, HOURS, entered, facility, told_of
from grid_builders import COMMUNITY, OTHER, REGIMENT, Grid

from chassis.clock import SHANGHAI
from contracts.coordinates import wgs84_to_gcj02
from svc_grid.facilities.hours import Hours
from svc_grid.facilities.lifecycle import MOVES
from svc_grid.facilities.terms import FacilityStatus

IMPORTS = "/v1/organisation-imports"
S = FacilityStatus
ALLOWED = {
    (S.IN_SERVICE, S.CLOSED_FOR_NOW), (S.IN_SERVICE, S.CLOSED_FOR_GOOD), (S.CLOSED_FOR_NOW, S.IN_SERVICE),
    (S.CLOSED_FOR_NOW, S.CLOSED_FOR_GOOD),
}  # fmt: skip


@pytest.mark.parametrize("after", S)
@pytest.mark.parametrize("before", S)
def test_a_facility_goes_where_the_house_says(before: FacilityStatus, after: FacilityStatus) -> None:
    assert (after in MOVES[before]) == ((before, after) in ALLOWED)


@pytest.mark.parametrize("after", S)
@pytest.mark.parametrize("before", S)
async def test_each_state_is_reached_as_the_house_says(grid: Grid, before: FacilityStatus, after: FacilityStatus) -> None:
    await entered(grid)
    await grid.desk.patch("/v1/facilities/hall-1", json={"status": before})

    answer = await grid.desk.patch("/v1/facilities/hall-1", json={"status": after})

    expected = 409 if before is S.CLOSED_FOR_GOOD else 200
    assert answer.status_code == expected
    assert (await grid.desk.get("/v1/facilities/hall-1")).json()["status"] == (before if expected == 409 else after)


async def test_all_that_is_said_of_a_facility_is_kept_and_announced(grid: Grid) -> None:
    said = {"place": HERE, "address": "三连连部旁", "hours": HOURS, "services": ["reading", "mediation"]}

    shown = await entered(grid, **said)

    assert (shown["place"], shown["hours"], shown["services"]) == (HERE | {"crs": "WGS-84"}, HOURS, said["services"])
    assert (shown["status"], shown["status_label_zh"]) == ("in_service", "正常开放")
    told = (await told_of(grid, "hall-1"))[0]
    assert (told.data["lon"], told.data["services"], told.data["hours"]) == (HERE["lon"], said["services"], HOURS)
    assert "三连连部旁" not in told.model_dump_json()


async def test_what_a_chinese_map_gives_is_kept_as_the_earth_has_it(grid: Grid) -> None:
    lon, lat = wgs84_to_gcj02(HERE["lon"], HERE["lat"])

    shown = await entered(grid, place={"lon": lon, "lat": lat, "crs": "GCJ-02"})

    assert shown["place"] == HERE | {"crs": "WGS-84"}


async def test_a_facility_is_changed_by_who_read_it(grid: Grid) -> None:
    await entered(grid, place=HERE, hours=HOURS)
    path = "/v1/facilities/hall-1"

    changed = await grid.desk.patch(path, json={"name": "新中心", "hours": None, "place": None}, headers={"if-match": '"1"'})
    stale = await grid.desk.patch(path, json={"name": "x"}, headers={"if-match": '"1"'})
    same = await grid.desk.patch(path, json={"name": "新中心", "hours": None}, headers={"if-match": '"2"'})

    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["hours"], changed.json()["place"], stale.status_code, same.json()["version"]) == (None, None, 412, 2)
    assert [each.type.split(".")[3] for each in await told_of(grid, "hall-1")] == ["registered", "changed"]


_AT_TEN = {"opens": "10:00", "closes": "14:00"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": {"lon": 181, "lat": 0}}, {"place": {"lon": "NaN", "lat": 0}}, {"place": {"lon": 82}},
        {"place": HERE | {"crs": "BD-09"}}, {"services": ["nothing_such"]}, {"services": ["reading", "reading"]},
        {"services": None}, {"kind": "household"}, {"name": None}, {"status": "gone"}, {"status": None},
        {"territory_code": "659007/99"},
        {"hours": {"weekly": {"someday": []}}}, {"hours": {"weekly": {"monday": [{"opens": "14:00", "closes": "10:00"}]}}},
        {"hours": {"weekly": {"monday": [_AT_TEN, {"opens": "13:00", "closes": "15:00"}]}}},
        {"hours": {"weekly": {"monday": [{"opens": "10:00", "closes": "24:01"}]}}},
        {"hours": {"weekly": {}, "exceptions": [{"from_on": "2026-02-22", "to_on": "2026-02-16"}]}},
        {"hours": {"weekly": {}, "exceptions": [{"from_on": "2026-02-22", "to_on": "2036-02-16"}]}},
        {"address": "x" * 201}, {"address": "a\u0000b"}, {"phone": "13800138000"}, {"code": "x"},
    ],
)  # fmt: skip
async def test_a_patch_with_a_fault_changes_nothing(grid: Grid, wrong: dict[str, Any]) -> None:
    await entered(grid)

    assert (await grid.desk.patch("/v1/facilities/hall-1", json=wrong)).status_code == 422
    assert len(await told_of(grid, "hall-1")) == 1


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ((2026, 3, 2, 9, 59), False), ((2026, 3, 2, 10, 0), True), ((2026, 3, 2, 13, 59), True), ((2026, 3, 2, 14, 0), False),
        ((2026, 3, 2, 23, 59), False), ((2026, 3, 4, 11, 0), False), ((2026, 2, 15, 11, 0), False), ((2026, 2, 16, 11, 0), False),
        ((2026, 2, 23, 11, 0), True), ((2026, 2, 17, 11, 0), False), ((2026, 2, 21, 12, 0), True),
    ],
)  # fmt: skip
def test_a_facility_is_open_by_weekday_unless_the_day_is_otherwise(at: tuple[int, ...], is_open: bool) -> None:
    hours = Hours.model_validate(HOURS | {"exceptions": [*HOURS["exceptions"], _OPEN_SATURDAY]})

    assert hours.is_open(datetime(*at, tzinfo=SHANGHAI)) == is_open


_OPEN_SATURDAY = {"from_on": "2026-02-21", "to_on": "2026-02-21", "spans": [_AT_TEN]}


def test_a_day_may_last_until_midnight() -> None:
    hours = Hours.model_validate({"weekly": {"monday": [{"opens": "00:00", "closes": "24:00"}]}})

    assert hours.is_open(datetime(2026, 3, 2, 23, 59, 59, tzinfo=SHANGHAI))
    assert not hours.is_open(datetime(2026, 3, 3, tzinfo=SHANGHAI))


async def test_an_import_leaves_what_it_does_not_name(grid: Grid) -> None:
    await entered(grid, place=HERE, hours=HOURS, services=["reading"], address="旁边")
    bare = facility(name="新名字")

    renamed = (await grid.desk.post(IMPORTS, json={"facilities": [bare]})).json()["facilities"]
    again = (await grid.desk.post(IMPORTS, json={"facilities": [bare]})).json()["facilities"]
    emptied = (await grid.desk.post(IMPORTS, json={"facilities": [bare | {"place": None, "services": []}]})).json()["facilities"]

    shown = (await grid.desk.get("/v1/facilities/hall-1")).json()
    assert (renamed["changed"], again["unchanged"], emptied["changed"]) == (1, 1, 1)
    assert (shown["name"], shown["place"], shown["services"], shown["hours"]) == ("新名字", None, [], HOURS)
    assert [each.type.split(".")[3] for each in await told_of(grid, "hall-1")] == ["registered", "changed", "changed"]


async def test_an_import_names_services_that_do_not_exist(grid: Grid) -> None:
    answer = await grid.desk.post(IMPORTS, json={"facilities": [facility(), facility("hall-2", services=["nothing_such"])]})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/facilities/1/services")
    assert (await grid.desk.get("/v1/facilities/hall-1")).status_code == 404


async def test_services_are_named_for_the_whole_city(grid: Grid) -> None:
    path, body = "/v1/facility-services/test_repairs", {"name_zh": "便民维修", "name_en": "Repairs"}
    bound = grid.harness.as_("grid_desk", territory_code=REGIMENT)

    assert (await bound.put(path, json=body)).status_code == 403
    first = await grid.desk.put(path, json=body | {"is_retired": False})
    version = first.json()["version"]
    assert first.status_code == (201 if version == 1 else 200)
    await entered(grid, services=["test_repairs"])
    stale = await grid.desk.put(path, json=body, headers={"if-match": f'"{version + 7}"'})
    retired = await grid.desk.put(path, json=body | {"is_retired": True}, headers={"if-match": f'"{version}"'})
    assert (stale.status_code, retired.status_code, retired.json()["version"]) == (412, 200, version + 1)
    assert (await grid.desk.post("/v1/facilities", json=facility("hall-2", services=["test_repairs"]))).status_code == 422
    kept = await grid.desk.patch("/v1/facilities/hall-1", json={"services": ["test_repairs", "reading"]})
    assert kept.status_code == 200
    assert "reading" in [each["code"] for each in (await grid.harness.as_().get("/v1/facility-services")).json()["items"]]
    assert (await grid.desk.put("/v1/facility-services/Bad-Code", json=body)).status_code == 422
    assert (await grid.desk.get("/v1/facility-services/nothing_such")).status_code == 404


async def test_each_desk_keeps_the_facilities_of_its_own_subtree(grid: Grid) -> None:
    own, other = (grid.harness.as_("grid_desk", territory_code=code) for code in (REGIMENT, OTHER))
    await entered(grid)

    assert (await own.patch("/v1/facilities/hall-1", json={"name": "x"})).status_code == 200
    assert (await own.patch("/v1/facilities/hall-1", json={"territory_code": OTHER})).status_code == 422
    assert (await other.patch("/v1/facilities/hall-1", json={"name": "x"})).status_code == 404
    assert (await other.post("/v1/facilities", json=facility("hall-2"))).status_code == 422
    assert (await grid.lead.patch("/v1/facilities/hall-1", json={"name": "x"})).status_code == 403
    assert (await grid.desk.post("/v1/facilities", json=facility())).status_code == 409


async def test_facilities_are_listed_by_level_place_and_service(grid: Grid) -> None:
    await entered(grid, services=["reading"])
    await entered(grid, "hall-2", level="regiment", territory_code=REGIMENT)

    async def codes(**asked: str) -> list[str]:
        return [each["code"] for each in (await grid.harness.as_().get("/v1/facilities", params=asked)).json()["items"]]

    assert await codes(level="regiment") == ["hall-2"]
    assert await codes(territory_code=COMMUNITY) == ["hall-1", "library-1"]
    assert await codes(service_code="reading") == ["hall-1"]


async def test_what_is_closed_for_good_is_no_longer_counted(grid: Grid) -> None:
    await grid.desk.patch("/v1/facilities/library-1", json={"status": "closed_for_now"})
    figures = (await grid.desk.get("/v1/grid/organisation-figures")).json()["figures"]
    await grid.desk.patch("/v1/facilities/library-1", json={"status": "closed_for_good"})

    after = (await grid.desk.get("/v1/grid/organisation-figures")).json()["figures"]
    assert (figures["rural_libraries"], after["rural_libraries"]) == (1, 0)
