"""What the hotline takes with a ticket: data with a version."""

from dataclasses import dataclass

from chassis.files.rules import FilePolicy


@dataclass(frozen=True)
class Policy(FilePolicy):
    """The city's files, and how many of them a ticket may hold."""

    version: str = "2026-1"
    most_per_ticket: int = 20


POLICY = Policy()
