"""The planned year comes to the published figures."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from gov171.demo.check import Line, _lines
from gov171.demo.organisation import organisation
from gov171.demo.plan import YEAR, plan, satisfied_of
from gov171.demo.preparation import published_figures

FIGURES = published_figures()
LIVES = plan(FIGURES["hotline"], FIGURES["organisation"])


def test_as_many_lives_end_as_were_closed() -> None:
    assert len(LIVES) == 3651
    assert sum(life.stays is None for life in LIVES) == 3625


def test_the_rated_ones_give_the_published_satisfaction() -> None:
    ratings = Counter(life.rating for life in LIVES if life.rating)
    satisfied = ratings["very_satisfied"] + ratings["satisfied"] + ratings["neutral"]

    share = (Decimal(100 * satisfied) / ratings.total()).quantize(Decimal("0.1"), ROUND_HALF_UP)

    assert share == Decimal("98.8")
    assert ratings["dissatisfied"]
    assert ratings["very_dissatisfied"]


def test_at_least_half_go_through_grid_cases() -> None:
    assert sum(life.way == "case" for life in LIVES) * 2 >= len(LIVES)


def test_lives_are_alike_each_time_in_order_and_within_the_year() -> None:
    assert plan(FIGURES["hotline"], FIGURES["organisation"]) == LIVES
    times = [life.opened_at for life in LIVES]
    assert times == sorted(times)
    assert {at.year for at in times} == {YEAR}


def test_a_share_that_no_number_of_people_gives_is_refused() -> None:
    assert satisfied_of(3400, 98.8) == 3358
    with pytest.raises(ValueError, match="no number of people"):
        satisfied_of(3, 98.8)


def test_the_organisation_holds_together_and_comes_to_its_figures() -> None:
    made = organisation(FIGURES["organisation"])
    codes = {entry["code"] for entry in made["territories"]}
    units = {entry["code"] for entry in made["units"]}

    assert Counter(entry["level"] for entry in made["territories"]) == {"city": 1, "regiment": 9, "community": 140}
    assert Counter(entry["kind"] for entry in made["units"])["department"] == 28
    assert Counter(entry["kind"] for entry in made["facilities"])["rural_library"] == 121
    assert all(entry["parent_code"] in codes for entry in made["territories"] if entry["level"] != "city")
    assert all(entry["unit_code"] in units for entry in made["territories"])
    assert len({entry["name"] for entry in made["territories"]}) == 150
    assert all(len({entry["code"] for entry in entries}) == len(entries) for entries in made.values())


def test_a_figure_that_is_missing_or_differs_does_not_agree() -> None:
    lines = list(_lines("organisation", {"city": 1, "centres": {"city": 1, "regiment": 9}}, {"city": 2}))

    assert lines == [
        Line("organisation.city", 1, 2),
        Line("organisation.centres.city", 1, None),
        Line("organisation.centres.regiment", 9, None),
    ]
    assert not any(line.agrees for line in lines)
