"""The drawn service activities come to the published figures, and are rows that the grid takes."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from pydantic import TypeAdapter

from gov171.demo.activities import PART, SOURCE, activities, parts
from gov171.demo.organisation import organisation
from gov171.demo.plan import YEAR
from gov171.demo.preparation import published_figures
from svc_grid.activities.policy import POLICY
from svc_grid.activities.schemas import ActivityImport, ActivityRow

FIGURES = published_figures()
ROWS = activities(FIGURES["service_activities"], FIGURES["organisation"])


def counted(rows: list[dict]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["kind"]] += row["count"]
    return counts


def test_the_rows_come_to_the_published_figures() -> None:
    assert counted(ROWS) == {
        "research_visit": 11_697, "home_outreach_visit": 2_472, "problem_collected": 1_313, "problem_solved": 1_463,
        "good_deed": 9_860,
    }  # fmt: skip
    asked = sum(row.get("asked_count", 0) for row in ROWS)
    assert asked > 5_000
    assert sum(row.get("satisfied_count", 0) for row in ROWS) == asked


def test_only_outreach_is_counted_by_the_outing() -> None:
    reached = [row["count"] for row in ROWS if row["kind"] == "home_outreach_visit"]

    assert {row["count"] for row in ROWS if row["kind"] != "home_outreach_visit"} == {1}
    assert (min(reached), max(reached)) == (3, 30)


def test_each_row_is_one_that_the_grid_takes_and_each_number_stands_once() -> None:
    rows = TypeAdapter(list[ActivityRow]).validate_python(ROWS)

    assert len({row.external_no for row in rows}) == len(rows)
    assert POLICY.most_rows >= PART
    assert [row for part in parts(ROWS) for row in part] == ROWS
    assert all(ActivityImport.model_validate({"source": SOURCE, "rows": part}) for part in parts(ROWS))


def test_every_community_and_regiment_and_department_has_done_something_within_the_year() -> None:
    made = organisation(FIGURES["organisation"])["units"]
    places = {each["code"]: each["territory_code"] for each in made}

    assert {each["code"] for each in made if each["kind"] in ("community", "regiment", "department")} == {
        row["unit_code"] for row in ROWS
    }
    assert all(places[row["unit_code"]] == row["territory_code"] for row in ROWS)
    days = [date.fromisoformat(row["held_on"]) for row in ROWS]
    assert {day.year for day in days} == {YEAR}
    assert {day.month for day in days} == set(range(1, 13))
    assert days == sorted(days)


def test_what_is_solved_was_collected_before_or_is_older() -> None:
    problems = {row["external_no"]: row for row in ROWS if row["kind"] == "problem_collected"}
    linked = [row for row in ROWS if "solves_no" in row]
    sent: set[str] = set()

    assert 1_000 < len(linked) < 1_313
    assert len({row["solves_no"] for row in linked}) == len(linked)
    for part in parts(ROWS):
        sent |= {row["external_no"] for row in part}
        assert {row["solves_no"] for row in part if "solves_no" in row} <= sent
    for row in linked:
        problem = problems[row["solves_no"]]
        assert problem["unit_code"] == row["unit_code"]
        assert problem["held_on"] <= row["held_on"]


def test_the_rows_are_alike_each_time() -> None:
    assert activities(FIGURES["service_activities"], FIGURES["organisation"]) == ROWS


@pytest.mark.parametrize("outreach", [0, 1, 2, 3, 30, 31, 33, 500])
def test_other_figures_come_out_too(outreach: int) -> None:
    other = {"research_visits": 5, "problems_collected": 40, "problems_solved": 7, "good_deeds": 600}
    other |= {"home_outreach_visits": outreach, "satisfaction_pct": 98.8}

    rows = activities(other, FIGURES["organisation"])

    counts = counted(rows)
    assert (counts["home_outreach_visit"], counts["problem_solved"], counts["good_deed"]) == (outreach, 7, 600)
    asked, satisfied = (sum(row.get(name, 0) for row in rows) for name in ("asked_count", "satisfied_count"))
    assert (Decimal(100 * satisfied) / asked).quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("98.8")
    assert all(0 <= row.get("satisfied_count", 0) <= row.get("asked_count", 0) for row in rows)
