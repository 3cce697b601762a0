"""The planned year comes to the published figures."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from chassis.clock import SHANGHAI
from gov171.demo.organisation import CELLS, organisation
from gov171.demo.plan import CATEGORIES, YEAR, plan, satisfied_of
from gov171.demo.preparation import published_figures

FIGURES = published_figures()
PLANNED = plan(FIGURES["hotline"], FIGURES["organisation"])
LIVES = sorted([*PLANNED, *(life.again for life in PLANNED if life.again)], key=lambda life: life.index)


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


def test_who_was_never_called_back_did_not_rate_and_who_is_not_pleased_is_not_called_a_second_time() -> None:
    assert all(life.rating is None and not life.is_reopened for life in LIVES if life.stays is not None)
    assert not any(life.is_reopened for life in LIVES if life.rating in (None, "dissatisfied", "very_dissatisfied"))
    assert Counter(life.stays for life in LIVES if life.stays) == {"accepted": 9, "dispatched": 9, "handling": 8}


def test_the_longest_life_that_is_possible_ends_within_the_year() -> None:
    """Every step of one returned twice, urged, asked, extended, reopened and rated late, at the slowest pace: sixteen days."""
    returned, asked, worked = (0.5 + 3 + 2) + (0.5 + 2 + 2), (1 + 20) + (1 + 2), 30 + 2
    hours = returned + (0.5 + 5 + 1) + (3 + 2) + asked + 2 * (worked + 2) + 8 + 10 + 6 + 20
    slowest = max(life.pace for life in LIVES)

    assert max(life.opened_at for life in LIVES) + timedelta(hours=hours * slowest) < datetime(YEAR + 1, 1, 1, tzinfo=SHANGHAI)
    assert min(life.opened_at for life in LIVES) >= datetime(YEAR, 1, 1, tzinfo=SHANGHAI)


def test_every_life_names_a_unit_a_place_and_a_matter_that_there_are() -> None:
    made = organisation(FIGURES["organisation"])
    units, places = ({entry["code"] for entry in made[kind]} for kind in ("units", "territories"))
    matters = {each[0] for each in CATEGORIES}

    assert {life.unit_code for life in LIVES} | {each[3] for each in CATEGORIES} <= units
    assert {life.territory_code for life in LIVES} <= places
    assert {life.category_code for life in LIVES} <= matters
    assert all(each[0].rpartition(".")[0] in matters | {""} for each in CATEGORIES)
    assert {life.origin_line for life in LIVES} == {"12345", *FIGURES["hotline"]["merged_lines"]}
    assert [life.index for life in LIVES] == list(range(len(LIVES)))


def test_no_life_has_a_phone_that_anybody_could_have() -> None:
    assert {life.request["contact"]["phone"][:7] for life in LIVES} == {"1990000"}


def test_lives_are_alike_each_time_in_order_and_within_the_year() -> None:
    assert plan(FIGURES["hotline"], FIGURES["organisation"]) == PLANNED
    times = [life.opened_at for life in PLANNED]
    assert times == sorted(times)
    assert {at.year for at in times} == {YEAR}


def test_a_share_that_no_number_of_people_gives_is_refused() -> None:
    assert satisfied_of(3400, 98.8) == 3358
    for rated in range(1000, 4000, 7):
        share = (Decimal(100 * satisfied_of(rated, 98.8)) / rated).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert share == Decimal("98.8"), rated
    with pytest.raises(ValueError, match="no number of people"):
        satisfied_of(3, 98.8)


def test_the_organisation_holds_together_and_comes_to_its_figures() -> None:
    made = organisation(FIGURES["organisation"])
    codes = {entry["code"] for entry in made["territories"]}
    units = {entry["code"] for entry in made["units"]}

    figures = FIGURES["organisation"]
    assert Counter(entry["level"] for entry in made["territories"]) == {
        "city": figures["city"], "regiment": figures["regiments"], "community": figures["communities"],
        "cell": len(CELLS) * figures["communities"],
    }  # fmt: skip
    assert Counter(entry["kind"] for entry in made["units"]) == {
        "city": figures["city"], "office": figures["lead_group_office"], "special_group": figures["special_groups"],
        "department": figures["departments"], "regiment": figures["regiments"], "community": figures["communities"],
    }  # fmt: skip
    facilities = Counter((entry["kind"], entry["level"]) for entry in made["facilities"])
    assert facilities == {
        **{("governance_centre", level): count for level, count in figures["governance_centres"].items()},
        **{("party_service_centre", level): count for level, count in figures["party_service_centres"].items()},
        ("practice_station", "community"): figures["civilisation_practice_stations"],
        ("rural_library", "community"): figures["rural_libraries"],
        ("showcase", "showcase"): figures["showcase_projects"],
    }
    assert all(entry["parent_code"] in codes for entry in made["territories"] if entry["level"] != "city")
    assert all(entry["parent_code"] in units for entry in made["units"] if entry["kind"] != "city")
    assert all(entry["unit_code"] in units for entry in made["territories"])
    assert all(entry["territory_code"] in codes for entry in [*made["units"], *made["facilities"]])
    assert len({entry["name"] for entry in made["territories"]}) == 150 + len(CELLS) * figures["communities"]
    assert all(len({entry["code"] for entry in entries}) == len(entries) for entries in made.values())


def test_every_facility_has_a_place_of_its_own_and_hours() -> None:
    made = organisation(FIGURES["organisation"])["facilities"]
    places = [(entry["place"]["lon"], entry["place"]["lat"]) for entry in made]

    assert len(set(places)) == len(made)
    assert all(81.9 < lon < 83.3 and 44.8 < lat < 45.1 for lon, lat in places)
    assert all(entry["hours"]["weekly"] for entry in made)


def test_other_figures_make_another_organisation() -> None:
    made = organisation(FIGURES["organisation"] | {"communities": 20, "regiments": 3, "departments": 2, "rural_libraries": 0})

    assert Counter(entry["level"] for entry in made["territories"]) == {"city": 1, "regiment": 3, "community": 20, "cell": 40}
    assert sum(entry["kind"] == "department" for entry in made["units"]) == 2
    assert not any(entry["kind"] == "rural_library" for entry in made["facilities"])


def test_the_year_shows_everything_that_happens_on_a_hotline_in_credible_shares() -> None:
    def share(happened: list[bool]) -> float:
        return sum(happened) / len(LIVES)

    assert 0.005 < share([life.is_returned for life in LIVES]) < 0.03
    assert 0.005 < share([life.is_extended for life in LIVES]) < 0.05
    assert 0.01 < share([life.again is not None for life in LIVES]) < 0.05
    assert 0.005 < share([life.is_reopened for life in LIVES]) < 0.05
    assert 0.005 < share([life.is_supervised for life in LIVES]) < 0.03
    assert any(life.is_returned and life.is_disputed for life in LIVES)


def test_a_second_caller_tells_of_the_same_matter_at_the_same_place_a_little_later() -> None:
    for life in PLANNED:
        if life.again is not None:
            assert (life.again.category_code, life.again.territory_code) == (life.category_code, life.territory_code)
            assert life.opened_at < life.again.opened_at < life.opened_at + timedelta(hours=1)
            assert life.again.request["contact"] != life.request["contact"]
