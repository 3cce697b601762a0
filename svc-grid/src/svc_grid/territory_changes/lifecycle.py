"""The life of a change of territories: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.territory_changes.terms import Action, Status

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (Status.PLANNED, Action.APPLY): Status.APPLIED,
        (Status.PLANNED, Action.CANCEL): Status.CANCELLED,
        (Status.PLANNED, Action.FAIL): Status.FAILED,
    }
)


class IllegalMove(Exception):
    """The change is settled."""


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove."""
    try:
        return MOVES[status, action]
    except KeyError:
        raise IllegalMove(f"{action} is not possible while {status}") from None
