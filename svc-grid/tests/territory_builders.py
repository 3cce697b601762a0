"""Builders for tests of territories: boxes as bounds, and a whole surveyed city."""

from typing import Any

from svc_grid.territories.checks import Placed

CITY = "c"
WEST, SOUTH, WIDTH, HEIGHT = 82.0, 44.0, 0.9, 1.6


def box(west: float, south: float, width: float, height: float, per_side: int = 1) -> dict[str, Any]:
    """A rectangle with so many edges a side."""
    steps = range(per_side)
    ring = [[west + width * at / per_side, south] for at in steps]
    ring += [[west + width, south + height * at / per_side] for at in steps]
    ring += [[west + width - width * at / per_side, south + height] for at in steps]
    ring += [[west, south + height - height * at / per_side] for at in steps]
    rounded = [[round(lon, 7), round(lat, 7)] for lon, lat in ring]
    return {"type": "Polygon", "coordinates": [[*rounded, rounded[0]]]}


def surveyed_city(regiments: int = 2, communities: int = 2, cells: int = 3, per_side: int = 1) -> dict[str, Placed]:
    """A city in strips: its regiments side by side, their communities one above the other, their cells side by side."""
    city = {CITY: Placed(CITY, None, box(WEST, SOUTH, WIDTH, HEIGHT, per_side), "city")}
    wide, high = WIDTH / regiments, HEIGHT / communities
    for regiment in range(regiments):
        above, west = f"{CITY}/{regiment}", WEST + wide * regiment
        city[above] = Placed(above, CITY, box(west, SOUTH, wide, HEIGHT, per_side), "regiment")
        for community in range(communities):
            code, south = f"{above}/{community}", SOUTH + high * community
            city[code] = Placed(code, above, box(west, south, wide, high, per_side), "community")
            for cell in range(cells):
                cut = box(west + wide * cell / cells, south, wide / cells, high, per_side)
                city[f"{code}/{cell}"] = Placed(f"{code}/{cell}", code, cut, "cell")
    return city
