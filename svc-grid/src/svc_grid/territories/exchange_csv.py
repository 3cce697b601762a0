"""Territories as a table (RFC 4180, UTF-8), the bounds as WKT, read and written; pure.

A cell that a spreadsheet would take for a formula goes out behind an apostrophe and comes in only so.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from svc_grid.territories.exchange import COLUMNS, Document, EntryFault, ExchangeFormat, Unreadable
from svc_grid.territories.exchange_geojson import Crs

HEADER = (*COLUMNS, "wkt")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_TO_QUOTE = re.compile(r"'*[=+\-@\t\r]")


def read(body: bytes, crs: Crs | None, most: int) -> Document:
    """A first line names the columns. Without a column `wkt` the bounds stay as they are; where it is empty they are taken
    off. Raises Unreadable."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not in UTF-8 at byte {error.start}") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    document = Document(ExchangeFormat.CSV)
    line = 1
    try:
        columns = _columns(next(rows, []))
        line = rows.line_num + 1
        for count, row in enumerate(rows):
            if count == most:
                raise Unreadable(f"more than {most} rows")
            if row:
                _take(document, line, columns, row, crs or "WGS-84")
            line = rows.line_num + 1
    except csv.Error as error:
        document.faults.append(EntryFault(line, None, f"not a row of a table: {error}"))
    return document


def write(rows: Sequence[Mapping[str, Any]], *, with_header: bool) -> str:
    """Some rows; `boundary` is GeoJSON text, or none."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    if with_header:
        table.writerow(HEADER)
    for row in rows:
        cells = [row[name] or "" for name in COLUMNS]
        table.writerow([*(f"'{cell}" if _TO_QUOTE.match(cell) else cell for cell in cells), _wkt(row["boundary"])])
    return written.getvalue()


def _columns(header: Sequence[str]) -> list[str]:
    columns = [each.strip() for each in header]
    if unknown := [each for each in columns if each not in HEADER]:
        raise Unreadable(f"no such column: {', '.join(unknown)[:200]}; there are {', '.join(HEADER)}")
    if len(set(columns)) < len(columns):
        raise Unreadable("a column stands twice")
    if missing := set(COLUMNS) - set(columns):
        raise Unreadable(f"columns are missing: {', '.join(sorted(missing))}")
    return columns


def _take(document: Document, line: int, columns: Sequence[str], row: Sequence[str], crs: Crs) -> None:
    if len(row) != len(columns):
        document.faults.append(EntryFault(line, None, f"{len(row)} cells under {len(columns)} columns"))
        return
    cells = dict(zip(columns, row, strict=True))
    formulas = [name for name, cell in cells.items() if _FORMULA.match(cell)]
    for name in formulas:
        document.faults.append(EntryFault(line, name, "would be a formula in a spreadsheet; put an apostrophe before it"))
    if formulas:
        return
    given: dict[str, Any] = {name: cell[1:] if _QUOTED.match(cell) else cell for name, cell in cells.items()}
    wkt = given.pop("wkt", None)
    entry = {name: value or None for name, value in given.items()}
    if wkt is None:
        document.take(line, entry)
        return
    try:
        document.take(line, entry | {"boundary": _boundary(wkt, crs)})
    except ValueError as error:
        document.faults.append(EntryFault(line, "geometry", str(error)))


def _boundary(wkt: str, crs: Crs) -> dict[str, Any] | None:
    """The bounds as an entry has them; raises ValueError."""
    if not wkt.strip():
        return None
    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"not WKT: {str(error)[:200]}") from None
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        raise ValueError("not a POLYGON or MULTIPOLYGON with an area")
    parts = [shape] if shape.geom_type == "Polygon" else list(shape.geoms)
    polygons = [[[list(each) for each in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts]
    return {"type": shape.geom_type, "coordinates": polygons[0] if shape.geom_type == "Polygon" else polygons, "crs": crs}


def _wkt(boundary: str | None) -> str:
    """As exactly as the bounds are kept: each number as it is written there."""
    if boundary is None:
        return ""
    kept = json.loads(boundary)
    polygons = [kept["coordinates"]] if kept["type"] == "Polygon" else kept["coordinates"]
    written = ", ".join(f"({', '.join(map(_ring, rings))})" for rings in polygons)
    return f"POLYGON {written}" if kept["type"] == "Polygon" else f"MULTIPOLYGON ({written})"


def _ring(positions: Sequence[Sequence[float]]) -> str:
    return f"({', '.join(f'{lon!r} {lat!r}' for lon, lat in positions)})"
