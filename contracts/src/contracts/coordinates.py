"""From the coordinates of Chinese maps (GCJ-02) to those everything here is kept in (WGS-84); pure.

GCJ-02 shifts WGS-84 by some hundred metres, by published formulas over the ellipsoid of Krasovsky. It has no closed
inverse: the shift is taken off again and again until it comes out at the point that was given.
"""

import math

_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
# One step leaves about a hundredth of the error of the one before; after this many it is far below a millimetre.
_STEPS = 5


def is_shifted(lon: float, lat: float) -> bool:
    """Whether GCJ-02 differs here: within the rectangle round China that its formulas are cut off at."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Longitude and latitude in degrees as a Chinese map has them."""
    if not is_shifted(lon, lat):
        return lon, lat
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Longitude and latitude in degrees as the earth has them, right to less than a millimetre."""
    if not is_shifted(lon, lat):
        return lon, lat
    found = lon, lat
    for _ in range(_STEPS):
        east, north = _shift(*found)
        found = lon - east, lat - north
    return found


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 lies to the east and north of a WGS-84 point, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    swell = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north_m += (swell + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east_m += (swell + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))) * 2.0 / 3.0
    phi = math.radians(lat)
    flat = 1.0 - _ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (flat * math.sqrt(flat))
    parallel_m = _SEMI_MAJOR_M / math.sqrt(flat) * math.cos(phi)
    return math.degrees(east_m / parallel_m), math.degrees(north_m / meridian_m)


def _waves(at: float, *waves: tuple[float, float]) -> float:
    return sum(height * math.sin(at / length * math.pi) for height, length in waves)
