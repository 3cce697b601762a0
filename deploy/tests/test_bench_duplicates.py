"""What the rules for likely duplicates are worth on the real import file, and that it gets no worse."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gov171.bench.duplicates import TRUTH, Outcome, TruthWrong, measure
from gov171.cli import app


def test_precision_and_recall_do_not_fall_under_what_was_measured() -> None:
    outcome = measure().outcome

    assert (outcome.rows, outcome.requests, outcome.repeats) == (91, 46, 45)
    assert len(outcome.true_positives) + len(outcome.false_negatives) == 4
    assert (outcome.precision, outcome.recall) == (1.0, 1.0), (outcome.false_positives, outcome.false_negatives)


def test_near_misses_are_kept_apart() -> None:
    measured = measure()

    assert set(measured.outcome.near_misses_kept_apart) == set(measured.truth.different)


def test_every_pair_is_counted_once() -> None:
    outcome = measure().outcome

    assert outcome.pairs + 3 == 46 * 45 // 2
    assert outcome.true_negatives + 4 == outcome.pairs


def test_what_is_found_wrongly_or_not_at_all_lowers_the_figures() -> None:
    outcome = Outcome("x", 5, 4, 6, [("1", "2")], [("1", "3")], [("2", "3"), ("2", "4")], [], [])

    assert (outcome.precision, outcome.recall) == (0.5, pytest.approx(1 / 3))
    assert outcome.f1 == pytest.approx(0.4)
    assert (outcome.repeats, outcome.true_negatives) == (1, 2)


def test_a_judgement_that_fits_the_rules_less_measures_less(tmp_path: Path) -> None:
    other = tmp_path / "pairs.toml"
    other.write_text(TRUTH.read_text(encoding="utf-8").replace('"397485", "403514"]', '"397485"]'), encoding="utf-8")

    outcome = measure(other).outcome

    assert (outcome.precision, outcome.recall) == (0.5, 1.0)


GROUP = '[[{}]]\nreferences = ["397483", "{}"]\nreason = "x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GROUP.format("same", "1"), "no request 1"),
        (GROUP.format("same", "397485") * 2, "judged twice"),
        (GROUP.format("same", "397485") + GROUP.format("different", "397485"), "judged twice"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    other = tmp_path / "pairs.toml"
    other.write_text(text)

    with pytest.raises(TruthWrong, match=said):
        measure(other)


def test_the_command_shows_the_figures_to_people_and_to_machines() -> None:
    run = CliRunner()

    shown = run.invoke(app, ["bench", "duplicates"])
    told = json.loads(run.invoke(app, ["bench", "duplicates", "--json"]).stdout)

    assert "precision 1.000, recall 1.000" in shown.stdout
    assert "45 repeats" in shown.stdout
    assert ["397483", "403514"] in told["true_positives"]
    assert (told["precision"], told["recall"], told["repeats"]) == (1.0, 1.0, 45)
