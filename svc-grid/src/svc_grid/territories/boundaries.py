"""Bounds of territories as GeoJSON: how they come in, whether they are sound, and the same bounds in WGS-84; pure."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

import shapely
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from chassis.schema import Input
from contracts.coordinates import gcj02_to_wgs84

MOST_VERTICES, MOST_BYTES = 2_000, 100_000
# A ten-millionth of a degree is about a centimetre: what the conversion adds behind it means nothing.
_DIGITS = 7

Degrees = Annotated[float, Field(allow_inf_nan=False)]
Ring = list[Annotated[list[Degrees], Field(min_length=2, max_length=2)]]
Polygons = Annotated[list[Annotated[list[Ring], Field(min_length=1)]], Field(min_length=1)]
_POLYGONS: TypeAdapter[list[list[Ring]]] = TypeAdapter(Polygons)


class Boundary(Input):
    """A GeoJSON Polygon or MultiPolygon, longitude before latitude; each ring is closed."""

    type: Literal["Polygon", "MultiPolygon"] = Field(description="Of one part or of several.", examples=["Polygon"])
    coordinates: list[Any] = Field(
        description="The rings, the outer one first; of a MultiPolygon those of each part. At most 2,000 vertices and 100 KB.",
        examples=[[[[82.0, 44.8], [82.2, 44.8], [82.2, 45.0], [82.0, 44.8]]]],
    )
    crs: Literal["WGS-84", "GCJ-02"] = Field(
        "WGS-84", description="What the coordinates are in; GCJ-02 is converted and kept as WGS-84.", examples=["WGS-84"]
    )

    @property
    def polygons(self) -> list[list[Ring]]:
        """The rings of each part, as they were given."""
        return [self.coordinates] if self.type == "Polygon" else self.coordinates

    @cached_property
    def geojson(self) -> dict[str, Any]:
        """The same bounds as plain GeoJSON in WGS-84."""
        parts = self.polygons
        if self.crs == "GCJ-02":
            parts = [[[_converted(position) for position in ring] for ring in rings] for rings in parts]
        return {"type": self.type, "coordinates": parts[0] if self.type == "Polygon" else parts}

    @model_validator(mode="after")
    def _has_the_shape_of_its_type(self) -> Self:
        try:
            _POLYGONS.validate_python(self.polygons, strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = "/".join(str(part) for part in first["loc"][1 if self.type == "Polygon" else 0 :])
            raise ValueError(f"coordinates/{place}: {first['msg']}; positions are longitude and latitude") from None
        return self


def fault(given: Boundary) -> str | None:
    """What keeps the bounds from being taken, none if nothing; they are refused rather than simplified."""
    return next(_faults(given), None)


def _faults(given: Boundary) -> Iterator[str]:
    rings = [ring for rings in given.polygons for ring in rings]
    vertices = sum(map(len, rings))
    if vertices > MOST_VERTICES:
        yield f"{vertices} vertices; at most {MOST_VERTICES}"
    size = len(json.dumps(given.geojson, separators=(",", ":")))
    if size > MOST_BYTES:
        yield f"{size} bytes as GeoJSON; at most {MOST_BYTES}"
    if any(len(ring) < 4 for ring in rings):
        yield "a ring has at least four positions"
    if any(ring[0] != ring[-1] for ring in rings):
        yield "a ring is not closed: its last position must be its first"
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for ring in rings for lon, lat in ring):
        yield "longitude lies within 180, latitude within 90"
    shape = shapely.from_geojson(json.dumps(given.geojson))
    if not shapely.is_valid(shape):
        yield f"not a valid area: {shapely.is_valid_reason(shape)}"
    if not shapely.area(shape) > 0:
        yield "its area is nothing"


def _converted(position: list[float]) -> list[float]:
    lon, lat = gcj02_to_wgs84(*position)
    return [round(lon, _DIGITS), round(lat, _DIGITS)]
