"""How long it takes to find where a point lies, in a city made up for it: in process, without database or network."""

import gc
import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from svc_grid.territories.checks import Placed, faults_among
from svc_grid.territories.locator import TerritoryIndex

CITY = "659007"
LIMIT_MS = 1.0
_WEST, _SOUTH, _WIDTH, _HEIGHT = 82.0, 44.0, 0.9, 1.4
# Edges a side of a cell: forty vertices all round.
_PER_SIDE = 10
_WARM_UP, _NAIVE_POINTS = 200, 60


@dataclass(frozen=True)
class Size:
    """How many of each there are: regiments side by side, communities in each one above the other, cells in each of these."""

    name: str
    regiments: int
    communities: int
    cells: int


CITY_SIZE, TENFOLD = Size("a city", 9, 140, 2_000), Size("ten times as large", 9, 140, 21_350)


@dataclass(frozen=True)
class Measured:
    """What was measured of one size; times of a look-up in milliseconds, else seconds of the processor."""

    size: str
    territories: int
    vertices: int
    p50_ms: float
    p99_ms: float
    naive_p50_ms: float
    rebuild_s: float
    check_s: float
    faults: int

    @property
    def is_too_slow(self) -> bool:
        return self.p99_ms >= LIMIT_MS

    @property
    def ratio(self) -> float:
        """How many times as long a naive scan takes."""
        return self.naive_p50_ms / self.p50_ms

    def document(self) -> dict[str, Any]:
        return vars(self) | {"ratio": self.ratio}


def surveyed_city(size: Size) -> dict[str, dict[str, Any]]:
    """Bounds by code, alike on both sides of each border, so that nothing overlaps or is left open."""
    bounds = {CITY: _area(0, size.regiments, 0, 1, size.regiments)}
    for regiment in range(size.regiments):
        above = f"{CITY}/{regiment:02d}"
        rows = _dealt(size.communities, size.regiments, regiment)
        bounds[above] = _area(regiment, regiment + 1, 0, 1, size.regiments, rows)
        for community in range(rows):
            code, low, high = f"{above}/{community:02d}", community / rows, (community + 1) / rows
            bounds[code] = _area(regiment, regiment + 1, low, high, size.regiments)
            place = sum(_dealt(size.communities, size.regiments, each) for each in range(regiment)) + community
            cells = _dealt(size.cells, size.communities, place)
            for cell in range(cells):
                left, right = regiment + cell / cells, regiment + (cell + 1) / cells
                bounds[f"{code}/g{cell:03d}"] = _area(left, right, low, high, size.regiments)
    return bounds


def measure(size: Size, points: int = 20_000, seed: int = 4) -> Measured:
    """Look so many points up, one by one, and as a naive scan would; build the index, and check the bounds, once."""
    bounds = surveyed_city(size)
    began = time.process_time()
    index = TerritoryIndex(bounds)
    rebuild_s = time.process_time() - began
    drawn = random.Random(seed)
    asked = [
        (_WEST + drawn.uniform(-0.02, 1.02) * _WIDTH, _SOUTH + drawn.uniform(-0.02, 1.02) * _HEIGHT)
        for _ in range(points + _WARM_UP)
    ]
    times = _times(index.locate, asked)[_WARM_UP:]
    naive = _times(_naive(bounds), asked[:_NAIVE_POINTS])
    placed = {code: Placed(code, code.rpartition("/")[0] or None, each) for code, each in bounds.items()}
    began = time.process_time()
    faults = faults_among(placed)
    check_s = time.process_time() - began
    vertices = sum(len(ring) for each in bounds.values() for ring in each["coordinates"])
    p50, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    return Measured(size.name, len(bounds), vertices, p50, p99, statistics.median(naive), rebuild_s, check_s, len(faults))


def _times(locate: Callable[[float, float], str | None], asked: Sequence[tuple[float, float]]) -> list[float]:
    taken = []
    gc.disable()  # of what is measured; a collection belongs to what made the garbage
    try:
        for lon, lat in asked:
            began = time.perf_counter_ns()
            locate(lon, lat)
            taken.append((time.perf_counter_ns() - began) / 1e6)
    finally:
        gc.enable()
    return taken


def _naive(bounds: dict[str, dict[str, Any]]) -> Callable[[float, float], str | None]:
    """Every area is looked at, one after the other."""
    shapes = {code: shapely.geometry.shape(each) for code, each in bounds.items()}

    def locate(lon: float, lat: float) -> str | None:
        point = shapely.Point(lon, lat)
        covering = [code for code, shape in shapes.items() if shape.intersects(point)]
        return min(covering, key=lambda code: (-code.count("/"), code), default=None)

    return locate


def _dealt(count: int, places: int, place: int) -> int:
    """How many of `count` fall to a place when they are dealt out evenly."""
    return count // places + (place < count % places)


def _area(left: float, right: float, low: float, high: float, columns: int, rows: int = 1) -> dict[str, Any]:
    """What lies between two columns and two heights."""
    across = _steps(left, right, max(1, round(right - left)))
    up = _steps(low, high, rows)
    ring = [_place(x, low, columns) for x in across[:-1]] + [_place(right, y, columns) for y in up[:-1]]
    ring += [_place(x, high, columns) for x in across[:0:-1]] + [_place(left, y, columns) for y in up[:0:-1]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _steps(start: float, end: float, parts: int) -> list[float]:
    count = _PER_SIDE * parts
    return [start + (end - start) * step / count for step in range(count + 1)]


def _place(column: float, height: float, columns: int) -> list[float]:
    """A point of the bent grid: borders between cells are bent, those between regiments, and all from west to east, straight.

    So whoever draws a border draws the same one, with however many points.
    """
    bent = 0.0005 * math.sin(math.pi * (column % 1)) * math.sin(40 * height + 7 * column)
    return [round(_WEST + _WIDTH * column / columns + bent, 7), round(_SOUTH + _HEIGHT * height, 7)]
