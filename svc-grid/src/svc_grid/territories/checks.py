"""Whether the bounds of territories fit each other: no overlap, no hole, each inside the one above it; pure.

Areas are taken on a plane that touches the sphere at each place (degrees of longitude shrink with the cosine of the latitude),
which at the size of a city is right to a thousandth.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import shapely

from svc_grid.territories.policy import POLICY
from svc_grid.territories.terms import BoundaryFaultKind

_METRES_A_DEGREE = 111_194.93  # of a great circle on a sphere of 6,371.0088 km

Shape = Any


class Placed(NamedTuple):
    """A territory with its bounds, GeoJSON in WGS-84, where they are surveyed."""

    code: str
    parent_code: str | None
    boundary: Mapping[str, Any] | None


@dataclass(frozen=True)
class BoundaryFault:
    """A place where bounds do not fit: which territories, a point in the middle of it, and how large it is."""

    kind: BoundaryFaultKind
    codes: tuple[str, ...]
    lon: float
    lat: float
    area_m2: float

    def __str__(self) -> str:
        return f"{self.kind.label_en}: {', '.join(self.codes)}; {self.area_m2:.1f} m2 at {self.lon:.6f}, {self.lat:.6f}"


def faults_among(territories: Mapping[str, Placed]) -> list[BoundaryFault]:
    """Every fault among some territories, in the order of their codes; those above and beside them are looked at as given."""
    shapes = {code: shape_of(each.boundary) for code, each in territories.items() if each.boundary is not None}
    families: dict[str | None, list[str]] = {}
    for code in sorted(shapes):
        families.setdefault(territories[code].parent_code, []).append(code)
    faults: list[BoundaryFault] = []
    for parent, children in families.items():
        faults += _overlaps(children, shapes)
        above = _surveyed_above(parent, territories, shapes)
        if above is not None:
            faults += _outside(children, above, shapes)
    faults += _gaps(territories, shapes)
    return sorted(faults, key=lambda fault: (fault.codes, fault.kind))


def shape_of(boundary: Mapping[str, Any]) -> Shape:
    return shapely.from_geojson(json.dumps(boundary))


def area_m2(shape: Shape) -> float:
    """The area of a shape in degrees, in square metres."""
    if shape.is_empty:
        return 0.0
    latitude = math.radians(shape.centroid.y if shape.area else shape.representative_point().y)
    return float(shape.area) * _METRES_A_DEGREE**2 * math.cos(latitude)


def _overlaps(codes: list[str], shapes: Mapping[str, Shape]) -> Iterator[BoundaryFault]:
    family = [shapes[code] for code in codes]
    tree = shapely.STRtree(family)
    for first, second in sorted(zip(*tree.query(family, predicate="intersects").tolist(), strict=True)):
        if first < second:
            shared = shapely.intersection(family[first], family[second])
            yield from _told(BoundaryFaultKind.OVERLAP, (codes[first], codes[second]), shared, [family[first], family[second]])


def _outside(codes: Iterable[str], above: str, shapes: Mapping[str, Shape]) -> Iterator[BoundaryFault]:
    around = shapes[above]
    shapely.prepare(around)
    for code in codes:
        if not shapely.covers(around, shapes[code]):
            over = shapely.difference(shapes[code], around)
            yield from _told(BoundaryFaultKind.OUTSIDE, (code, above), over, [shapes[code]])


def _gaps(territories: Mapping[str, Placed], shapes: Mapping[str, Shape]) -> Iterator[BoundaryFault]:
    """Of a parent whose children are all surveyed, what none of them has; of others nothing can be said."""
    children: dict[str, list[str]] = {}
    for code, each in territories.items():
        if each.parent_code is not None:
            children.setdefault(each.parent_code, []).append(code)
    for parent, codes in children.items():
        if parent in shapes and all(code in shapes for code in codes):
            left = shapely.difference(shapes[parent], shapely.union_all([shapes[code] for code in codes]))
            for part in shapely.get_parts(left):
                yield from _told(BoundaryFaultKind.GAP, (parent,), part, [shapes[code] for code in codes])


def _told(kind: BoundaryFaultKind, codes: tuple[str, ...], where: Shape, concerned: Iterable[Shape]) -> Iterator[BoundaryFault]:
    size = area_m2(where)
    smallest = min(area_m2(shape) for shape in concerned)
    if size > max(POLICY.tolerance_m2, POLICY.tolerance_share * smallest):
        largest = max(shapely.get_parts(where), key=lambda part: float(part.area))
        point = largest.representative_point()
        yield BoundaryFault(kind, codes, round(point.x, 7), round(point.y, 7), round(size, 1))


def _surveyed_above(code: str | None, territories: Mapping[str, Placed], shapes: Mapping[str, Shape]) -> str | None:
    """The nearest territory above that has bounds."""
    while code is not None:
        if code in shapes:
            return code
        code = territories[code].parent_code if code in territories else None
    return None
