"""What holds where neither a class nor its large class says anything, as data with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Policy:
    """Working hours of each stage, and how much one change of the catalogue may hold."""

    version: str = "2026-1"
    registration_h: int = 4
    assignment_h: int = 4
    handling_h: int = 24
    verification_h: int = 8
    # A city's centre waits less than its outskirts: handling by area level 一/二/三级.
    handling_h_by_level: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({1: 16, 2: 24, 3: 40}))
    needs_photo_before: bool = False
    needs_photo_after: bool = False


POLICY = Policy()
