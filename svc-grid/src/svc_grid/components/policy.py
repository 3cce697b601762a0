"""How much one call may ask of the component register, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """What an import may hold, and how far and how much `near` looks."""

    version: str = "2026-1"
    most_rows: int = 20_000
    rows_at_once: int = 2_000
    most_faults_named: int = 200
    furthest_m: int = 2_000
    near_m: int = 200
    most_near: int = 200


POLICY = Policy()
