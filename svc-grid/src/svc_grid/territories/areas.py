"""Square metres of shapes in degrees, near enough for tolerances; pure."""

import math
from typing import Any

import shapely

# The mean radius of the earth; a degree of latitude is as long everywhere on a sphere.
_DEGREE_M = 6_371_008.8 * math.pi / 180


def area_m2(shape: Any) -> float:
    """A degree of longitude counts as long as it is in the middle of the shape: cos(latitude) times one of latitude.

    Taken as a sphere, which is half a per cent off at most; over a shape of one degree's height the middle latitude adds less.
    """
    if shapely.is_empty(shape):
        return 0.0
    _, south, _, north = shapely.bounds(shape)
    return float(shapely.area(shape)) * _DEGREE_M**2 * math.cos(math.radians((south + north) / 2))
