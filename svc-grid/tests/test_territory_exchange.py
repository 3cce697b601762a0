"""Territories come in from GeoJSON and CSV all or nothing, each bad entry named, and what went out comes in unchanged."""

import csv
import io
import json
from typing import Any

import pytest
from grid_builders import CITY, COMMUNITY, OTHER, REGIMENT, Grid
from sqlalchemy import update
from territory_builders import box

from contracts.coordinates import wgs84_to_gcj02
from svc_grid.territories.models import Territory

IMPORTS, EXPORTS = "/v1/territory-imports", "/v1/territory-exports"
GEOJSON, CSV = {"content-type": "application/geo+json"}, {"content-type": "text/csv; charset=utf-8"}
HEADER = "code,parent_code,level,name,unit_code,wkt\r\n"
CELL = f"{COMMUNITY}/g01"
BOX = box(82, 44, 0.5, 0.5)
WKT = '"POLYGON ((82 44, 82.5 44, 82.5 44.5, 82 44.5, 82 44))"'


def feature(code: str = CELL, geometry: Any = BOX, **changes: Any) -> dict[str, Any]:
    properties = {"code": code, "parent_code": code.rpartition("/")[0], "level": "cell", "name": "一网格", "unit_code": None}
    return {"type": "Feature", "properties": properties | changes, "geometry": geometry}


def collection(*features: Any, **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | members).encode()


def row(code: str = CELL, level: str = "cell", name: str = "一网格", wkt: str = WKT) -> str:
    return f"{code},{code.rpartition('/')[0]},{level},{name},,{wkt}\r\n"


async def bring(grid: Grid, body: bytes | str, headers: dict[str, str] = GEOJSON, **params: Any) -> Any:
    content = body.encode() if isinstance(body, str) else body
    return await grid.desk.post(IMPORTS, content=content, headers=headers, params=params)


async def shown(grid: Grid, code: str = CELL) -> Any:
    return await grid.desk.get(f"/v1/territories/{code}")


@pytest.mark.parametrize(("body", "headers"), [(collection(feature()), GEOJSON), (HEADER + row(), CSV)])
async def test_a_file_is_taken_in_once(grid: Grid, body: bytes | str, headers: dict[str, str]) -> None:
    tried = await bring(grid, body, headers, dry_run=True)
    absent = (await shown(grid)).status_code
    first = await bring(grid, body, headers)
    events = len(await grid.harness.events())
    again = await bring(grid, body, headers)

    assert tried.json() == {"created": 1, "changed": 0, "unchanged": 0, "is_dry_run": True, "gaps": []}
    assert (absent, first.status_code, first.json()["created"]) == (404, 201, 1)
    assert (await shown(grid)).json()["boundary"] == BOX
    assert again.json()["unchanged"] == 1
    assert len(await grid.harness.events()) == events


async def test_each_bad_feature_is_named_and_none_is_taken_in(grid: Grid) -> None:
    nameless = feature(f"{COMMUNITY}/g03")
    del nameless["properties"]["unit_code"]
    bad = [
        feature(), feature(f"{COMMUNITY}/g02", level="galaxy"), nameless, 7, {"type": "Feature", "properties": None},
        feature(f"{COMMUNITY}/g04", geometry={"type": "Point", "coordinates": [82, 44]}),
    ]  # fmt: skip

    answer = await bring(grid, collection(*bad))

    assert answer.status_code == 422
    assert [(each["index"], each["field"]) for each in answer.json()["faults"]] == [
        (1, "level"), (2, "unit_code"), (3, None), (4, None), (5, "geometry"),
    ]  # fmt: skip
    assert [each["pointer"] for each in answer.json()["errors"]][:3] == [
        "/features/1/properties/level", "/features/2/properties/unit_code", "/features/3",
    ]  # fmt: skip
    assert (await shown(grid)).status_code == 404


async def test_each_bad_row_is_named_by_its_line(grid: Grid) -> None:
    broken = '"two\r\nlines"'
    rows = HEADER + row(name=broken) + row(f"{COMMUNITY}/g02", level="x") + "a,b\r\n" + row(f"{COMMUNITY}/g03", wkt="POINT (1 1)")
    rows += row(f"{COMMUNITY}/g04", wkt="nonsense") + row(f"{COMMUNITY}/g05", name="=1+1")

    answer = await bring(grid, rows, CSV)

    told = [(each["line"], each["field"]) for each in answer.json()["faults"]]
    assert told == [(4, "level"), (5, None), (6, "wkt"), (7, "wkt"), (8, "name")]
    assert answer.json()["errors"][0]["pointer"] == "/lines/4/level"
    assert (await shown(grid)).status_code == 404


async def test_what_the_tree_or_the_bounds_forbid_is_named_at_its_place(grid: Grid) -> None:
    orphan = feature("659007/77/01/g01")
    twice = [feature(), feature()]
    overlapping = HEADER + row() + row(f"{COMMUNITY}/g02", name="二")

    nobody, doubled, over = (
        await bring(grid, collection(orphan)),
        await bring(grid, collection(*twice)),
        await bring(grid, overlapping, CSV),
    )

    assert nobody.json()["faults"][0]["field"] == "parent_code"
    assert (doubled.json()["faults"][0]["index"], doubled.json()["faults"][0]["field"]) == (1, "code")
    assert (over.json()["faults"][0]["line"], over.json()["faults"][0]["field"]) == (3, "wkt")
    assert "overlap" in over.json()["faults"][0]["reason"]


async def test_more_faults_than_an_organisation_s_problem_tells_are_all_named(grid: Grid) -> None:
    answer = await bring(grid, collection(*(feature(f"659007/77/01/g{number}", None) for number in range(120))))

    assert [each["index"] for each in answer.json()["faults"]] == list(range(120))


@pytest.mark.parametrize("named", [{"crs": "GCJ-02"}, {"crs": {"type": "name", "properties": {"name": "GCJ-02"}}}, {}])
async def test_a_chinese_map_s_file_is_converted(grid: Grid, named: dict[str, Any]) -> None:
    ring = [list(wgs84_to_gcj02(*position)) for position in BOX["coordinates"][0]]
    body = collection(feature(geometry={"type": "Polygon", "coordinates": [ring]}), **named)

    answer = await bring(grid, body, **({} if named else {"crs": "GCJ-02"}))

    assert answer.status_code == 201, answer.text
    assert (await shown(grid)).json()["boundary"] == BOX


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", GEOJSON, 400),
        (b"\xff\xfe", GEOJSON, 400),
        (b"[" * 100_000, GEOJSON, 400),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":NaN}}]}', GEOJSON, 400),
        (collection(feature(), crs="EPSG:3857"), GEOJSON, 400),
        (collection(feature(), crs="\ud800"), GEOJSON, 400),
        (collection(feature(), crs=["GCJ-02"]), GEOJSON, 400),
        (collection(*[7] * 20_001), GEOJSON, 400),
        (HEADER.encode() + b"a\r\n" * 20_001, CSV, 400),
        (b"[]", GEOJSON, 400),
        (b"", CSV, 400),
        (b"\xc4\xe3", CSV, 400),
        (b"code,level\r\n", CSV, 400),
        ((HEADER.strip() + ",colour\r\n").encode(), CSV, 400),
        ((HEADER + '"unclosed').encode(), CSV, 422),
        (b"{}", {"content-type": "text/plain"}, 415),
        (b" " * (20 * 1024 * 1024 + 1), CSV, 413),
    ],
    ids=str,
)
async def test_what_is_no_such_file_is_refused(grid: Grid, body: bytes, headers: dict[str, str], status: int) -> None:
    answer = await bring(grid, body, headers)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_gaps_are_told_with_what_was_taken_in(grid: Grid) -> None:
    await bring(grid, collection(feature(COMMUNITY, box(82, 44, 1, 1), level="community", name="三连", unit_code="84-03")))

    tried = await bring(grid, collection(feature()), dry_run=True)
    done = await bring(grid, collection(feature()))

    assert [(each["kind"], each["codes"]) for each in done.json()["gaps"]] == [("gap", [COMMUNITY])]
    assert tried.json()["gaps"] == done.json()["gaps"]


async def test_without_bounds_in_the_file_they_stay_and_with_none_they_go(grid: Grid) -> None:
    await bring(grid, collection(feature()))

    await bring(grid, "code,parent_code,level,name,unit_code\r\n" + f"{CELL},{COMMUNITY},cell,新名,\r\n", CSV)
    renamed = (await shown(grid)).json()
    await bring(grid, HEADER + row(wkt=""), CSV)

    assert (renamed["name"], renamed["boundary"]) == ("新名", BOX)
    assert (await shown(grid)).json()["boundary"] is None


@pytest.mark.parametrize(("form", "headers"), [("geojson", GEOJSON), ("csv", CSV)])
async def test_what_went_out_comes_in_and_changes_nothing(grid: Grid, form: str, headers: dict[str, str]) -> None:
    hole = {"type": "Polygon", "coordinates": [*box(82, 44, 1, 1)["coordinates"], *box(82.2, 44.2, 0.1, 0.1)["coordinates"]]}
    parts = {"type": "MultiPolygon", "coordinates": [box(82.6, 44, 0.1, 0.1)["coordinates"], box(84, 44, 1, 1)["coordinates"]]}
    await bring(grid, collection(feature(CITY, hole, level="city", parent_code=None, unit_code="city", name='\'=城,"市"\r\n')))
    async with grid.harness.sessions() as db, db.begin():
        await db.execute(update(Territory).where(Territory.code == OTHER).values(boundary=parts, name="=1+1"))

    file = await grid.desk.get(EXPORTS, params={"format": form, "bom": True})
    report = (await bring(grid, file.content, headers)).json()

    assert (report["created"], report["changed"], report["unchanged"]) == (0, 0, 4)
    assert file.headers["content-disposition"] == f'attachment; filename="territories.{form}"'


async def test_a_table_holds_no_formula_and_has_a_mark_only_if_it_is_asked_for(grid: Grid) -> None:
    await bring(grid, collection(feature(name="@SUM(A1)", geometry=None)))

    plain = await grid.desk.get(EXPORTS, params={"format": "csv", "within": COMMUNITY})
    marked = await grid.desk.get(EXPORTS, params={"format": "csv", "within": COMMUNITY, "bom": True})

    rows = list(csv.DictReader(io.StringIO(plain.text)))
    assert [each["name"] for each in rows] == ["三连", "'@SUM(A1)"]
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert plain.headers["content-disposition"] == 'attachment; filename="territories-659007-84-03.csv"'


async def test_a_subtree_goes_out_and_nobody_takes_another_s(grid: Grid) -> None:
    bound = grid.harness.as_("grid_lead", territory_code=REGIMENT)

    own = (await bound.get(EXPORTS)).json()

    assert [each["id"] for each in own["features"]] == [REGIMENT, COMMUNITY]
    assert (await bound.get(EXPORTS, params={"within": OTHER})).status_code == 404
    assert (await grid.harness.as_().get(EXPORTS)).status_code == 401
    assert (await grid.lead.post(IMPORTS, content=collection(), headers=GEOJSON)).status_code == 403
    chief = grid.harness.as_("grid_desk", territory_code=REGIMENT)
    assert (await chief.post(IMPORTS, content=collection(), headers=GEOJSON)).status_code == 403


async def test_a_whole_city_comes_in_and_goes_out(grid: Grid) -> None:
    cells = [
        feature(f"{COMMUNITY}/g{number}", box(82 + number / 5000, 44, 1 / 5000, 0.1), name=str(number)) for number in range(2000)
    ]

    answer = await bring(grid, collection(*cells))
    out = await grid.desk.get(EXPORTS)

    assert answer.json()["created"] == 2000, answer.text
    assert len(out.json()["features"]) == 2004
