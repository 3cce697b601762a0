"""What the city has settled for its knowledge base, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How long an entry is trusted, and how much each trace of a caller's words in it weighs."""

    version: str = "2026-1"
    # An entry that nobody has confirmed for so long is shown as stale.
    confirmed_days: int = 365
    # ts_rank's weights of the classes D, C, B, A: the answer is kept as C, question and keywords as A.
    class_weights: tuple[float, float, float, float] = (0.1, 0.2, 0.4, 1.0)
    # A word that was said counts whole; one that means the same, a common one, or a mere pair of characters less.
    kin_weight: float = 0.7
    faint_weight: float = 0.25
    # What was asked stands in the question as it is, or among the keywords.
    phrase_boost: float = 1.5
    keyword_boost: float = 0.5
    snippet_length: int = 80


POLICY = Policy()
