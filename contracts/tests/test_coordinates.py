"""Coordinates of Chinese maps."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.coordinates import gcj02_to_wgs84, is_shifted, wgs84_to_gcj02

# (longitude, latitude) on the earth and on the map: the reference points that implementations of GCJ-02 agree on.
KNOWN = {
    "Shanghai": ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    "Shenzhen": ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    "Beijing": ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
}
CHINA = st.tuples(st.floats(73.0, 136.0), st.floats(2.0, 54.0))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * 111_320.0


@pytest.mark.parametrize(("earth", "chart"), KNOWN.values(), ids=KNOWN.keys())
def test_known_points_are_met(earth: tuple[float, float], chart: tuple[float, float]) -> None:
    assert wgs84_to_gcj02(*earth) == pytest.approx(chart, abs=1e-9)
    assert metres(gcj02_to_wgs84(*chart), earth) < 0.001


@given(CHINA)
def test_there_and_back_again_is_where_one_was(point: tuple[float, float]) -> None:
    assert metres(gcj02_to_wgs84(*wgs84_to_gcj02(*point)), point) < 0.001


@given(CHINA)
def test_the_shift_is_of_some_hundred_metres(point: tuple[float, float]) -> None:
    assert 5 < metres(wgs84_to_gcj02(*point), point) < 2000


@pytest.mark.parametrize("point", [(-74.03, 40.74), (139.767125, 35.681236), (2.35, 48.85), (0.0, 0.0), (170.0, -45.0)])
def test_elsewhere_nothing_is_shifted(point: tuple[float, float]) -> None:
    assert not is_shifted(*point)
    assert wgs84_to_gcj02(*point) == gcj02_to_wgs84(*point) == point
