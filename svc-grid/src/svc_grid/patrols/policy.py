"""What the city has settled for patrols, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How much a plan holds, how long a telephone may be off-line, and when a place counts as long unseen."""

    version: str = "2026-1"
    most_checkpoints: int = 500
    most_items: int = 20
    most_findings: int = 10
    most_csv_bytes: int = 1_000_000
    # A task is missed only when what was done within its window has had time to come in.
    sync_grace_h: int = 12
    # A telephone's clock may be so much ahead.
    clock_skew_s: int = 120
    # How far back a new plan may begin, and so for how many days tasks are made at most at once.
    most_days_back: int = 400
    days_a_batch: int = 31
    most_days_previewed: int = 400


POLICY = Policy()
