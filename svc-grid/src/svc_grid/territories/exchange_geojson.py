"""Territories as a GeoJSON FeatureCollection (RFC 7946), read and written; pure."""

import json
from collections.abc import Mapping
from typing import Any, Literal, NoReturn

from svc_grid.territories.exchange import COLUMNS, Document, EntryFault, ExchangeFormat, Unreadable

Crs = Literal["WGS-84", "GCJ-02"]
# What the members `crs` of older tools call the only system that RFC 7946 knows.
_WGS84 = ("WGS-84", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "urn:ogc:def:crs:EPSG::4326")
HEAD, BETWEEN, TAIL = '{"type": "FeatureCollection", "features": [\n', ",\n", "\n]}\n"


def read(body: bytes, crs: Crs | None, most: int) -> Document:
    """Other properties than those of a territory are passed over. A feature without a member `geometry` leaves the bounds
    as they are; with null they are taken off. Raises Unreadable."""
    try:
        given = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None
    if not isinstance(given, dict) or given.get("type") != "FeatureCollection" or not isinstance(given.get("features"), list):
        raise Unreadable("not a FeatureCollection with features")
    features = given["features"]
    if len(features) > most:
        raise Unreadable(f"{len(features)} features; at most {most}")
    system = _crs(given.get("crs"), crs)
    document = Document(ExchangeFormat.GEOJSON)
    for index, feature in enumerate(features):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            document.faults.append(EntryFault(index, None, "not a Feature"))
        elif not isinstance(feature.get("properties"), dict):
            document.faults.append(EntryFault(index, None, "a Feature needs properties"))
        elif missing := [name for name in COLUMNS if name not in feature["properties"]]:
            # A property that a tool has renamed must not pass for one that is none.
            document.faults += [EntryFault(index, name, "is missing; null says that there is none") for name in missing]
        else:
            document.take(index, _entry(feature, system))
    return document


def write(row: Mapping[str, Any]) -> str:
    """One feature; `boundary` is GeoJSON text, or none."""
    properties = {name: row[name] for name in COLUMNS}
    head = json.dumps({"type": "Feature", "id": row["code"], "properties": properties}, ensure_ascii=False)
    return f'{head[:-1]}, "geometry": {row["boundary"] or "null"}}}'


def _entry(feature: Mapping[str, Any], crs: Crs) -> dict[str, Any]:
    entry = {name: feature["properties"][name] for name in COLUMNS}
    if "geometry" not in feature:
        return entry
    geometry = feature["geometry"]
    if isinstance(geometry, dict):
        # A bbox, or what else a tool puts there, says nothing that the coordinates do not.
        geometry = {name: geometry[name] for name in ("type", "coordinates") if name in geometry} | {"crs": crs}
    return entry | {"boundary": geometry}


def _crs(member: Any, asked: Crs | None) -> Crs:
    """The system that the document names, or the request, if they do not contradict each other. Raises Unreadable."""
    named = member
    if isinstance(member, dict):
        properties = member.get("properties")
        named = properties.get("name") if isinstance(properties, dict) else None
    if member is None:
        return asked or "WGS-84"
    if named not in (*_WGS84, "GCJ-02"):
        raise Unreadable(f"crs {ascii(named)[:80]}: neither WGS-84 nor GCJ-02")
    found: Crs = "GCJ-02" if named == "GCJ-02" else "WGS-84"
    if asked not in (None, found):
        raise Unreadable(f"the document names {found}, the request {asked}")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
