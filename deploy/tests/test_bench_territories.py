"""The bench of look-ups measures a sound city, finds what a naive scan finds, and ends with 1 where it is slow."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from gov171.bench import territories
from gov171.bench.territories import Size, measure, surveyed_city
from gov171.cli import app
from svc_grid.territories.locator import TerritoryIndex

_SMALL = Size("a town", 2, 5, 40)


def test_the_made_up_city_is_of_the_model_s_size_and_sound() -> None:
    bounds = surveyed_city(territories.CITY_SIZE)
    cells = [each for code, each in bounds.items() if code.count("/") == 3]

    assert [sum(code.count("/") == depth for code in bounds) for depth in range(4)] == [1, 9, 140, 2000]
    assert {len(each["coordinates"][0]) for each in cells} == {41}
    assert len(surveyed_city(territories.TENFOLD)) == 21_500
    assert measure(territories.CITY_SIZE, points=100).faults == 0


def test_both_ways_of_looking_find_the_same() -> None:
    bounds = surveyed_city(_SMALL)
    index, naive = TerritoryIndex(bounds), territories._naive(bounds)
    points = [(81.95 + step * 0.0101, 43.95 + step * 0.0153) for step in range(100)]

    found = [index.locate(*point) for point in points]

    assert found == [naive(*point) for point in points]
    assert None in found
    assert len(set(found)) > 10


def test_a_look_up_takes_less_than_a_millisecond() -> None:
    measured = measure(territories.CITY_SIZE, points=3000)

    assert measured.p50_ms < measured.p99_ms < territories.LIMIT_MS
    assert not measured.is_too_slow
    assert replace(measured, p99_ms=1.0).is_too_slow


@pytest.mark.parametrize(("limit", "status"), [(1.0, 0), (0.0, 1)])
def test_the_command_ends_with_1_where_it_is_slow(monkeypatch: pytest.MonkeyPatch, limit: float, status: int) -> None:
    monkeypatch.setattr(territories, "LIMIT_MS", limit)
    monkeypatch.setattr(territories, "TENFOLD", _SMALL)
    monkeypatch.setattr(territories, "CITY_SIZE", _SMALL)

    result = CliRunner().invoke(app, ["bench", "territories", "--json", "--points", "100"])

    assert result.exit_code == status
    told = json.loads(result.stdout[: result.stdout.rindex("]") + 1])
    assert [each["territories"] for each in told] == [48, 48]
