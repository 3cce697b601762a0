"""Shows what the rules for likely duplicates are worth."""

import json

import typer
from rich.table import Table

from gov171.bench.duplicates import Measured, Pair, TruthWrong, measure
from gov171.console import console, say


def run(*, as_json: bool) -> None:
    """Raises typer.Exit with 1 where the truth file does not fit."""
    try:
        measured = measure()
    except TruthWrong as error:
        say(str(error))
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(measured.outcome.document(), ensure_ascii=False, indent=1))
        return
    _show_pairs(measured)
    outcome = measured.outcome
    say(f"{outcome.rows} rows: {outcome.requests} requests, {outcome.repeats} repeats known by their reference")
    say(
        f"{outcome.pairs} pairs: {len(outcome.true_positives)} true and {len(outcome.false_positives)} false positives, "
        f"{len(outcome.false_negatives)} false and {outcome.true_negatives} true negatives; "
        f"besides {len(measured.truth.doubtful)} doubtful pairs, {len(outcome.doubtful_found)} found, not counted"
    )
    say(
        f"precision {outcome.precision:.3f}, recall {outcome.recall:.3f}, F1 {outcome.f1:.3f} "
        f"of {len(measured.truth.same)} pairs that are there; policy {outcome.policy}"
    )


def _show_pairs(measured: Measured) -> None:
    outcome, truth = measured.outcome, measured.truth
    table = Table("judged", "pair", "score", "the rules' reasons, and the reader's")
    for verdict, pairs in (
        ("true positive", outcome.true_positives),
        ("false positive", outcome.false_positives),
        ("false negative", outcome.false_negatives),
        ("doubtful, found", outcome.doubtful_found),
        ("near miss, kept apart", outcome.near_misses_kept_apart),
    ):
        for pair in pairs:
            likeness = measured.found.get(pair)
            said = f"{', '.join(likeness.reasons)}\n" if likeness else ""
            read = truth.same.get(pair) or truth.doubtful.get(pair) or truth.different.get(pair) or "two matters"
            table.add_row(verdict, _named(pair), f"{likeness.score:.1f}" if likeness else "", said + read)
    console.print(table)


def _named(pair: Pair) -> str:
    return " ".join(pair)
