"""The boundaries of all territories, arranged so that a point's territory is found in microseconds; pure."""

from collections.abc import Mapping
from typing import Any

import shapely


class BoundaryIndex:
    """Boundaries by territory, the deepest first, of one depth the smallest first, then by code. Never changed."""

    def __init__(self, shapes: Mapping[str, Any] | None = None) -> None:
        shapes = shapes or {}
        areas = {code: float(shapely.area(shape)) for code, shape in shapes.items()}
        self._shapes = shapes
        self._codes = sorted(shapes, key=lambda code: (-code.count("/"), areas[code], code))
        self._ordered = [shapes[code] for code in self._codes]
        shapely.prepare(self._ordered)
        self._tree = shapely.STRtree(self._ordered)

    def with_changes(self, changed: Mapping[str, str | None]) -> "BoundaryIndex":
        """An index with these boundaries (GeoJSON text; none: it has none any more) in place of those it had."""
        texts = [text or "" for text in changed.values()]
        # What is no boundary at all is passed over: one territory's fault must not keep tickets from being opened.
        read = dict(zip(changed, shapely.from_geojson(texts, on_invalid="ignore"), strict=True))
        merged = {**self._shapes, **read}
        return BoundaryIndex({code: shape for code, shape in merged.items() if shape is not None})

    def locate(self, lon: float, lat: float) -> str | None:
        """The deepest territory whose boundary covers the point, its edge included; none where nothing does."""
        for position in sorted(self._tree.query(shapely.Point(lon, lat))):
            if shapely.intersects_xy(self._ordered[position], lon, lat):
                return str(self._codes[position])
        return None
