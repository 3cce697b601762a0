"""What the city takes with a case: data with a version."""

from dataclasses import dataclass

from chassis.files.rules import MEGABYTE, FilePolicy


@dataclass(frozen=True)
class Policy(FilePolicy):
    """The city's files, how many a material and a case may hold, and how much they may weigh together."""

    version: str = "2026-1"
    most_per_material: int = 20
    most_per_case: int = 100
    most_bytes_per_case: int = 200 * MEGABYTE


POLICY = Policy()
