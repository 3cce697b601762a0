"""Many components at once: CSV and GeoJSON, all or nothing, each bad row named, in statements over sets."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from grid_builders import COMMUNITY, OTHER, Grid
from urban_builders import LAMP_CLASS, a_component

from chassis.auth import Principal
from svc_grid.components.moving import relocate

PATH = "/v1/component-imports"
HEAD = "code,class_code,lon,lat,territory_code,place,owner_unit_code,installed_on,device_id"
CSV, GEOJSON = {"content-type": "text/csv"}, {"content-type": "application/geo+json"}


def row(code: str, **changes: str) -> str:
    fields = {
        "code": code, "class_code": LAMP_CLASS, "lon": "82.05", "lat": "44.85", "territory_code": COMMUNITY, "place": "",
        "owner_unit_code": "dept-07", "installed_on": "2021-06-01", "device_id": "",
    }  # fmt: skip
    return ",".join((fields | changes)[name] for name in HEAD.split(","))


async def sent(grid: Grid, *rows: str, client: httpx.AsyncClient | None = None, **params: Any) -> httpx.Response:
    content = "\n".join([HEAD, *rows]).encode()
    return await (client or grid.desk).post(PATH, content=content, headers=CSV, params=params)


def tally(answer: httpx.Response) -> tuple[int, int, int]:
    assert answer.status_code == 201, answer.text
    report = answer.json()
    return report["created"], report["changed"], report["unchanged"]


def pointers(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["pointer"] for fault in answer.json()["errors"]]


async def test_a_file_comes_in_once_and_again_changes_nothing(grid: Grid) -> None:
    rows = [row("lamp-1", device_id="d-1"), row("lamp-2", place="甲路")]

    dry = await sent(grid, *rows, is_dry_run=True)
    absent = await grid.desk.get("/v1/components/lamp-1")
    first, again = await sent(grid, *rows), await sent(grid, *rows)
    changed = await sent(grid, rows[0], row("lamp-2", place="乙路"), row("lamp-3"))

    assert (tally(dry), absent.status_code) == ((2, 0, 0), 404)
    assert [tally(each) for each in (first, again, changed)] == [(2, 0, 0), (0, 0, 2), (1, 1, 1)]
    shown = (await grid.desk.get("/v1/components/lamp-2")).json()
    assert (shown["place"], shown["version"], shown["installed_on"]) == ("乙路", 2, "2021-06-01")
    history = (await grid.desk.get("/v1/components/lamp-2/history")).json()["items"]
    assert [each["action"] for each in history] == ["register", "change"]
    events = [(each.subject, each.sequence) for each in await grid.harness.events() if ".component." in each.type]
    assert events == [("lamp-1", 1), ("lamp-2", 1), ("lamp-2", 2), ("lamp-3", 1)]


async def test_geojson_comes_in_as_csv_does(grid: Grid) -> None:
    await sent(grid, row("lamp-1"))
    properties = {
        "code": "lamp-1", "class_code": LAMP_CLASS, "territory_code": COMMUNITY, "owner_unit_code": "dept-07",
        "installed_on": "2021-06-01",
    }  # fmt: skip
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [82.05, 44.85]}, "properties": properties}

    answer = await grid.desk.post(PATH, content=json.dumps({"type": "FeatureCollection", "features": [feature]}), headers=GEOJSON)

    assert tally(answer) == (0, 0, 1)


async def test_each_bad_row_is_named_and_nothing_is_stored(grid: Grid) -> None:
    answer = await sent(
        grid, row("lamp-1"), row("lamp-2", lon="x"), row("lamp-3", territory_code="659007/99"), row("lamp-1"),
        row("6590070101000001"), row("lamp-5", device_id="d-1"), row("lamp-6", device_id="d-1", class_code="no.such"),
    )  # fmt: skip

    assert sorted(pointers(answer)) == [
        "/lines/3/lon", "/lines/4/territory_code", "/lines/5/code", "/lines/6/code", "/lines/7/device_id", "/lines/8/class_code",
        "/lines/8/device_id",
    ]  # fmt: skip
    assert (await grid.desk.get("/v1/components")).json()["items"] == []


@pytest.mark.parametrize(
    ("feature", "pointer"),
    [
        (1, "/features/0"), ({"properties": {}, "geometry": {"type": "LineString", "coordinates": []}}, "/features/0"),
        ({"properties": {"lon": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}, "/features/0"),
        ({"properties": {}, "geometry": {"type": "Point", "coordinates": [float("nan"), 2]}}, "/features/0/lon"),
        ({"properties": {"code": 7}, "geometry": {"type": "Point", "coordinates": [[1], 2]}}, "/features/0/code"),
    ],
)  # fmt: skip
async def test_a_bad_feature_is_named(grid: Grid, feature: Any, pointer: str) -> None:
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})

    assert pointer in pointers(await grid.desk.post(PATH, content=content, headers=GEOJSON))


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", CSV, 422), (HEAD.encode(), CSV, 422), (b"code,person\na,b", CSV, 422), (b"\xff\xfe\x00", CSV, 422),
        (b"{", GEOJSON, 422), (b"[]", GEOJSON, 422), (b'{"type": "FeatureCollection", "features": []}', GEOJSON, 422),
        (b"[" * 100_000, GEOJSON, 422), (b"x", {"content-type": "application/pdf"}, 415), (b"x", {}, 415),
        ((HEAD + "\nx" * 20_001).encode(), CSV, 413),
    ],
)  # fmt: skip
async def test_a_file_that_is_none_is_refused(grid: Grid, content: bytes, headers: dict[str, str], status: int) -> None:
    assert (await grid.desk.post(PATH, content=content, headers=headers)).status_code == status


async def test_an_import_stays_within_its_keeper_s_area(grid: Grid) -> None:
    await a_component(grid, code="lamp-1")
    elsewhere = grid.harness.as_("grid_desk", territory_code=OTHER)

    stolen = await sent(grid, row("lamp-1", territory_code=OTHER), client=elsewhere)
    outside = await sent(grid, row("lamp-2"), client=elsewhere)
    own = await sent(grid, row("lamp-3", territory_code=OTHER), client=elsewhere)

    assert (pointers(stolen), pointers(outside)) == (["/lines/2/code"], ["/lines/2/territory_code"])
    assert tally(own) == (1, 0, 0)
    assert (await sent(grid, row("lamp-4"), client=grid.lead)).status_code == 403


async def test_what_is_retired_stays_so_and_a_state_is_not_the_file_s_to_say(grid: Grid) -> None:
    for code, action in (("lamp-1", "retire"), ("lamp-2", "report_damaged")):
        await a_component(grid, code=code)
        await grid.desk.post(f"/v1/components/{code}/state-changes", json={"action": action})

    assert pointers(await sent(grid, row("lamp-1"))) == ["/lines/2/code"]
    assert tally(await sent(grid, row("lamp-2", place="丙"))) == (0, 1, 0)
    assert (await grid.desk.get("/v1/components/lamp-2")).json()["state"] == "damaged"


async def test_devices_can_be_swapped_and_not_taken(grid: Grid) -> None:
    await sent(grid, row("lamp-1", device_id="d-1"), row("lamp-2", device_id="d-2"), row("lamp-3", device_id="d-3"))

    swapped = await sent(grid, row("lamp-1", device_id="d-2"), row("lamp-2", device_id="d-1"))
    taken = await sent(grid, row("lamp-1", device_id="d-3"))

    assert tally(swapped) == (0, 2, 0)
    assert pointers(taken) == ["/lines/2/device_id"]
    shown = [(await grid.desk.get(f"/v1/components/lamp-{n}")).json()["device_id"] for n in (1, 2, 3)]
    assert shown == ["d-2", "d-1", "d-3"]


async def test_components_go_along_with_a_change_of_the_territories(grid: Grid) -> None:
    await sent(grid, row("lamp-1"), row("lamp-2"), row("lamp-3", territory_code=OTHER))
    await grid.desk.post("/v1/components/lamp-2/state-changes", json={"action": "retire"})
    keeper = Principal(subject="desk-1", kind="staff")

    async with grid.harness.sessions() as db, db.begin():
        assert await relocate(db, keeper, from_code=COMMUNITY, to_code=OTHER, reason="并入八十五团") == 1

    shown = {each["code"]: each for each in (await grid.desk.get("/v1/components")).json()["items"]}
    assert [(shown[f"lamp-{n}"]["territory_code"], shown[f"lamp-{n}"]["version"]) for n in (1, 2, 3)] == [
        (OTHER, 2), (COMMUNITY, 2), (OTHER, 1),
    ]  # fmt: skip
    history = (await grid.desk.get("/v1/components/lamp-1/history")).json()["items"]
    assert (history[-1]["action"], history[-1]["actor"], history[-1]["note"]) == ("change", "desk-1", "并入八十五团")
    assert (await grid.harness.events())[-1].data["territory_code"] == OTHER


async def test_the_same_file_twice_at_once_is_in_once(grid: Grid) -> None:
    rows = [row(f"lamp-{n}") for n in range(50)]

    answers = await asyncio.gather(*(sent(grid, *rows) for _ in range(2)))

    assert sorted(map(tally, answers)) == [(0, 0, 50), (50, 0, 0)]


async def test_twenty_thousand_rows_take_few_statements(grid: Grid) -> None:
    counts = []
    for size in (10, 20_000):
        rows = [row(f"s{size}-{number}", device_id=f"d{size}-{number}") for number in range(size)]
        async with grid.harness.counting_statements() as statements:
            assert tally(await sent(grid, *rows)) == (size, 0, 0)
        counts.append(len(statements))

    assert counts[1] - counts[0] <= 2 * (20_000 // 2_000)
