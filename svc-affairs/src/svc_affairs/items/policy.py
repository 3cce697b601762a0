"""What the city has settled for its items, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How far ahead the life of items is planned, and how much each trace of a citizen's words in them weighs."""

    version: str = "2026-1"
    # A version is approved for a day at most so far ahead, and an item suspended for at most so long.
    furthest_days: int = 730
    # A list by relevance has at most so many items, each of at least this share of the best one's score.
    most_relevant: int = 50
    least_share: float = 0.3
    # Of items that only the rest of their guides speaks for, so many are weighed, the newest; unpacking all took 0.1 s.
    most_weighed: int = 500
    # ts_rank's weights of the classes D, C, B, A: names are kept as A, keywords as B, the rest as C.
    class_weights: tuple[float, float, float, float] = (0.1, 0.2, 0.6, 1.0)
    # A term that was said counts whole; one that means the same, or that is in many names, less.
    kin_weight: float = 0.6
    faint_weight: float = 0.2
    # What was said stands in the name as it is, or is one of the keywords.
    phrase_boost: float = 0.8
    keyword_boost: float = 0.6
    length_cost: float = 0.001


POLICY = Policy()
