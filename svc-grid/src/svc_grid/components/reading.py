"""Reads a file of components, CSV or GeoJSON, into entries, and names each row that cannot be read; pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from chassis.errors import Kind, Problem
from svc_grid.components.policy import POLICY
from svc_grid.components.schemas import ComponentEntry, Crs
from svc_grid.sheets import SheetTooLarge, read_sheet

COLUMNS = tuple(name for name in ComponentEntry.model_fields if name != "crs")


class GeoJsonUnreadable(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file cannot be read as GeoJSON", "无法按GeoJSON读取文件"


@dataclass(frozen=True)
class RowFault:
    """What is wrong, and where in the file."""

    pointer: str
    detail: str


@dataclass(frozen=True)
class Given:
    """The entries with their places in the file, and what could not be read."""

    entries: list[ComponentEntry]
    places: list[str]
    faults: list[RowFault]


def read_csv(content: bytes, crs: Crs) -> Given:
    """Rows by line; raises SheetUnreadable, SheetTooLarge."""
    rows = read_sheet(content, COLUMNS, POLICY.most_rows)
    return _read(((f"/lines/{row.line}", dict(row.cells)) for row in rows), crs)


def read_geojson(content: bytes, crs: Crs) -> Given:
    """Point features, each with the register's fields as properties; raises GeoJsonUnreadable, SheetTooLarge."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise GeoJsonUnreadable(str(error) if isinstance(error, ValueError) else "nested too deep") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise GeoJsonUnreadable("a FeatureCollection with features is needed")
    if len(features) > POLICY.most_rows:
        raise SheetTooLarge(f"at most {POLICY.most_rows} rows", most_rows=POLICY.most_rows)
    if not features:
        raise GeoJsonUnreadable("there is no feature")
    return _read(((f"/features/{index}", _of_feature(each)) for index, each in enumerate(features)), crs)


def _of_feature(feature: Any) -> dict[str, Any] | str:
    """The fields of a feature, or what is wrong with it."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return "a Feature with properties is needed"
    geometry = feature.get("geometry")
    position = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(position, list) or len(position) not in (2, 3):
        return "its geometry must be a Point"
    fields: dict[str, Any] = feature["properties"]
    if not fields.keys().isdisjoint({"lon", "lat", "crs"}):
        return "its place is its geometry: no lon, lat or crs among the properties"
    return fields | {"lon": position[0], "lat": position[1]}


def _read(rows: Iterator[tuple[str, dict[str, Any] | str]], crs: Crs) -> Given:
    given = Given([], [], [])
    first: dict[str, str] = {}
    for place, fields in rows:
        if isinstance(fields, str):
            given.faults.append(RowFault(place, fields))
            continue
        try:
            entry = ComponentEntry.model_validate(fields | {"crs": crs})
        except ValidationError as error:
            given.faults.extend(
                RowFault("/".join([place, *map(str, each["loc"])]), each["msg"])
                for each in error.errors(include_url=False, include_input=False)
            )
            continue
        if entry.code in first:
            given.faults.append(RowFault(f"{place}/code", f"{entry.code} stands at {first[entry.code]} already"))
            continue
        first[entry.code] = place
        given.entries.append(entry)
        given.places.append(place)
    return given
