"""Distances on the earth, and the box of degrees that holds all within a distance; pure."""

import math
from dataclasses import dataclass

# The mean radius of the earth; with it a distance is right to half a percent, as on any sphere.
EARTH_M = 6_371_008.8
# What comparing in the database may be off by, and more than enough.
_MARGIN = 1e-5


@dataclass(frozen=True)
class Box:
    """From west to east and from south to north, in degrees."""

    west: float
    south: float
    east: float
    north: float


def haversine_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between two points in degrees."""
    across, along = math.radians(other_lon - lon) / 2, math.radians(other_lat - lat) / 2
    part = math.sin(along) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(across) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, part)))


def box_around(lon: float, lat: float, radius_m: float) -> Box:
    """A box that holds every point within the radius; all longitudes where it would reach round a pole or the date line."""
    angle = radius_m / EARTH_M
    south, north = lat - math.degrees(angle) - _MARGIN, lat + math.degrees(angle) + _MARGIN
    # A circle is widest not at its centre but a little nearer the pole; at 1 it reaches round that.
    ratio = math.sin(angle) / math.cos(math.radians(lat))
    if ratio >= 1 or angle >= math.pi / 2:
        return Box(-180 - _MARGIN, south, 180 + _MARGIN, north)
    width = math.degrees(math.asin(ratio)) + _MARGIN
    if lon - width < -180 or lon + width > 180:
        return Box(-180 - _MARGIN, south, 180 + _MARGIN, north)
    return Box(lon - width, south, lon + width, north)


def rings(radius_m: float, first_m: float, factor: float) -> list[float]:
    """Radii to look within one after the other, up to the whole: where much is near, nothing far is looked at."""
    found, radius = [], first_m
    while radius < radius_m:
        found.append(radius)
        radius *= factor
    return [*found, radius_m]
