"""The life of a case: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.cases.terms import Action, Status

A, S = Action, Status


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


OPEN = frozenset(S) - {S.DISMISSED, S.VOIDED, S.CLOSED}

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (S.REPORTED, A.REGISTER): S.REGISTERED,
        (S.REPORTED, A.DISMISS): S.DISMISSED,
        (S.REGISTERED, A.ASSIGN): S.ASSIGNED,
        (S.ASSIGNED, A.START_HANDLING): S.HANDLING,
        (S.ASSIGNED, A.RETURN): S.RETURNED,
        (S.HANDLING, A.FINISH): S.HANDLED,
        (S.HANDLING, A.RETURN): S.RETURNED,
        (S.RETURNED, A.ASSIGN): S.ASSIGNED,
        (S.HANDLED, A.PASS): S.VERIFIED,
        (S.HANDLED, A.SEND_BACK): S.HANDLING,
        (S.VERIFIED, A.CLOSE): S.CLOSED,
        **{(status, A.VOID): S.VOIDED for status in OPEN},
    }
)


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, possible(status))
    return target


def possible(status: Status) -> list[Action]:
    """What may be done now, in the order of the terms."""
    return [action for action in Action if (status, action) in MOVES]
