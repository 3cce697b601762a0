"""What the city has settled for facilities, as data with a version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How far and in what steps one looks for what is near, and how many services a facility has."""

    version: str = "2026-1"
    first_ring_m: float = 250.0
    ring_factor: float = 4.0
    farthest_m: int = 200_000
    most_services: int = 40


POLICY = Policy()
