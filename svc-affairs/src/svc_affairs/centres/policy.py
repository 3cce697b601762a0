"""How large a centre may be, and how many come in at once, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Far beyond what a centre has; what is more is a slip."""

    version: str = "2026-1"
    most_windows: int = 100
    most_spans: int = 4
    most_rows: int = 1_000


POLICY = Policy()
