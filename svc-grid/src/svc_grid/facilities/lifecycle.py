"""From which state a facility comes to which: a pure table."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.facilities.terms import FacilityStatus

S = FacilityStatus

MOVES: Mapping[FacilityStatus, frozenset[FacilityStatus]] = MappingProxyType(
    {
        S.IN_SERVICE: frozenset({S.CLOSED_FOR_NOW, S.CLOSED_FOR_GOOD}),
        S.CLOSED_FOR_NOW: frozenset({S.IN_SERVICE, S.CLOSED_FOR_GOOD}),
        S.CLOSED_FOR_GOOD: frozenset(),
    }
)
