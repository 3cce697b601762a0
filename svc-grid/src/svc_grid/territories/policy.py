"""How exactly surveyed bounds must fit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """What two surveys of one border may differ by: an area of `tolerance_m2`, or of `tolerance_share` of the smaller one."""

    version: str = "2026-1"
    tolerance_m2: float = 1.0
    tolerance_share: float = 1e-6


POLICY = Policy()
