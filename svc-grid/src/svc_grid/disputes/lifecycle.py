"""The life of a dispute: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.disputes.terms import Action, Status

A, S = Action, Status


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


ENDED = frozenset({S.NOT_ACCEPTED, S.CLOSED, S.WITHDRAWN})
# While one of these, a deadline runs.
RUNNING = frozenset({S.APPLIED, S.ACCEPTED, S.MEDIATING})


def _staying(status: Status, *actions: Action) -> dict[tuple[Status, Action], Status]:
    return {(status, action): status for action in actions}


MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (S.APPLIED, A.ACCEPT): S.ACCEPTED,
        (S.APPLIED, A.REFUSE): S.NOT_ACCEPTED,
        (S.ACCEPTED, A.START): S.MEDIATING,
        (S.MEDIATING, A.AGREE): S.AGREED,
        (S.MEDIATING, A.FAIL): S.FAILED,
        (S.AGREED, A.FOLLOW_UP): S.FOLLOWED_UP,
        (S.FAILED, A.FOLLOW_UP): S.FOLLOWED_UP,
        (S.FOLLOWED_UP, A.CLOSE): S.CLOSED,
        **{(status, A.WITHDRAW): S.WITHDRAWN for status in RUNNING},
        **_staying(S.APPLIED, A.MARK_LATE),
        **_staying(S.ACCEPTED, A.ASSIGN, A.DECLARE, A.REPLACE, A.EXTEND, A.MARK_LATE),
        **_staying(
            S.MEDIATING, A.ASSIGN, A.DECLARE, A.REPLACE, A.EXTEND, A.PLAN_SESSION, A.RECORD_SESSION, A.MARK_LATE,
        ),
        **_staying(S.AGREED, A.MAKE_DOCUMENT, A.RECORD_PERFORMANCE, A.REMIND),
        **_staying(S.FOLLOWED_UP, A.MAKE_DOCUMENT),
        **{pair: status for status in ENDED for pair, status in _staying(status, A.UNSEAL, A.SEAL, A.ERASE).items()},
    }
)  # fmt: skip


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, possible(status))
    return target


def possible(status: Status) -> list[Action]:
    """What may be done now, in the order of the terms."""
    return [action for action in Action if (status, action) in MOVES]
