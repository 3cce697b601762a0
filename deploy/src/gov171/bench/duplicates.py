"""How well the rules for likely duplicates do on the real import file, against a reader's judgement; pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from gov171.demo.preparation import data
from gov171.imports.mapping import FieldMapping, rows
from svc_hotline.duplicates.rules import POLICY, Likeness, Sketch, compare
from svc_hotline.duplicates.service import sketch
from svc_hotline.imports.schemas import ImportRow
from svc_hotline.imports.service import GoodRow, ticket_of

TRUTH = Path(__file__).parent / "data" / "hoboken_pairs.toml"

Pair = tuple[str, str]


class TruthWrong(ValueError):
    """The reader's judgement names what the file has not, or judges a pair twice."""


@dataclass(frozen=True)
class Truth:
    """Each judged pair with the reader's reason; every other pair is about two matters."""

    same: Mapping[Pair, str]
    doubtful: Mapping[Pair, str]
    different: Mapping[Pair, str]

    @classmethod
    def read(cls, file: Path, known: Iterable[str]) -> "Truth":
        """Raises TruthWrong."""
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        judged = {name: _pairs(document.get(name, [])) for name in ("same", "doubtful", "different")}
        named = [pair for pairs in judged.values() for pair in pairs]
        if len(named) != len(set(named)):
            raise TruthWrong(f"{file.name}: a pair is judged twice")
        strange = {reference for pair in named for reference in pair} - set(known)
        if strange:
            raise TruthWrong(f"{file.name}: no request {', '.join(sorted(strange))}")
        return cls(**judged)


@dataclass(frozen=True)
class Outcome:
    """What the rules found, pair by pair. Doubtful pairs count neither for them nor against them."""

    policy: str
    rows: int
    requests: int
    pairs: int
    true_positives: list[Pair]
    false_positives: list[Pair]
    false_negatives: list[Pair]
    doubtful_found: list[Pair]
    near_misses_kept_apart: list[Pair]

    @property
    def repeats(self) -> int:
        """Rows whose reference came before: known by it, not by likeness."""
        return self.rows - self.requests

    @property
    def true_negatives(self) -> int:
        judged = self.true_positives + self.false_positives + self.false_negatives
        return self.pairs - len(judged)

    @property
    def precision(self) -> float:
        found = len(self.true_positives) + len(self.false_positives)
        return len(self.true_positives) / found if found else 1.0

    @property
    def recall(self) -> float:
        there = len(self.true_positives) + len(self.false_negatives)
        return len(self.true_positives) / there if there else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def document(self) -> dict[str, Any]:
        """All of it, for a machine to read."""
        figures = {name: getattr(self, name) for name in ("repeats", "true_negatives", "precision", "recall", "f1")}
        return asdict(self) | figures


@dataclass(frozen=True)
class Measured:
    """The outcome with what led to it."""

    outcome: Outcome
    truth: Truth
    found: Mapping[Pair, Likeness]


def measure(truth_file: Path = TRUTH) -> Measured:
    """Compare every two requests of the file, as an import or the desk would; raises TruthWrong."""
    mapping = FieldMapping.model_validate(tomllib.loads(data("hoboken_311.toml").decode()))
    given = list(rows(data("hoboken_311.csv"), mapping))
    sketches = _sketches(given)
    truth = Truth.read(truth_file, sketches)
    pairs = list(combinations(sorted(sketches), 2))
    found = {pair: likeness for pair in pairs if (likeness := compare(sketches[pair[0]], sketches[pair[1]])) is not None}
    outcome = Outcome(
        policy=POLICY.version, rows=len(given), requests=len(sketches), pairs=len(pairs) - len(truth.doubtful),
        true_positives=[pair for pair in found if pair in truth.same],
        false_positives=[pair for pair in found if pair not in truth.same and pair not in truth.doubtful],
        false_negatives=[pair for pair in truth.same if pair not in found],
        doubtful_found=[pair for pair in found if pair in truth.doubtful],
        near_misses_kept_apart=[pair for pair in truth.different if pair not in found],
    )  # fmt: skip
    return Measured(outcome, truth, found)


def _sketches(given: Iterable[dict[str, Any]]) -> dict[str, Sketch]:
    """Each request once, as the import would have it."""
    made: dict[str, Sketch] = {}
    for index, raw in enumerate(given):
        row = ImportRow.model_validate(raw)
        made.setdefault(row.reference, sketch(ticket_of("bench", GoodRow(index, row, b""))))
    return made


def _pairs(groups: Iterable[Mapping[str, Any]]) -> dict[Pair, str]:
    found: dict[Pair, str] = {}
    for group in groups:
        for pair in combinations(sorted(group["references"]), 2):
            if pair in found:
                raise TruthWrong(f"{pair} is judged twice")
            found[pair] = group["reason"]
    return found
