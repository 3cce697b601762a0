"""The life of a rectification: a pure table of (status, action) to status. None leads to its end without an answer."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.rectifications.terms import RectificationAction, RectificationStatus

A, S = RectificationAction, RectificationStatus


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: RectificationStatus, action: RectificationAction, possible: list[RectificationAction]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


# While one of these its answer is owed, and the clock runs.
UNANSWERED = frozenset({S.OPEN, S.CALLED_BACK, S.DISPUTED, S.ESCALATED})
# What nobody does by hand: a low rating opens it, and time does the rest.
BY_ITSELF = frozenset({A.OPEN, A.LAPSE, A.MARK_CALL_OVERDUE, A.MARK_OVERDUE})

MOVES: Mapping[tuple[RectificationStatus, RectificationAction], RectificationStatus] = MappingProxyType(
    {
        (S.OPEN, A.MISS_CALL): S.OPEN,
        (S.OPEN, A.CALL_BACK): S.CALLED_BACK,
        (S.OPEN, A.MARK_CALL_OVERDUE): S.OPEN,
        (S.CALLED_BACK, A.PROPOSE_UNFOUNDED): S.DISPUTED,
        (S.CALLED_BACK, A.PUT_RIGHT): S.PUT_RIGHT,
        (S.DISPUTED, A.UPHOLD): S.CALLED_BACK,
        (S.DISPUTED, A.VOID): S.CLOSED,
        (S.PUT_RIGHT, A.CONFIRM): S.CLOSED,
        (S.PUT_RIGHT, A.REOPEN): S.OPEN,
        (S.PUT_RIGHT, A.ESCALATE): S.ESCALATED,
        (S.PUT_RIGHT, A.LAPSE): S.CLOSED,
        (S.ESCALATED, A.CONCLUDE): S.CLOSED,
        **{(status, A.MARK_OVERDUE): status for status in UNANSWERED},
    }
)


def move(status: RectificationStatus, action: RectificationAction) -> RectificationStatus:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, possible(status))
    return target


def possible(status: RectificationStatus) -> list[RectificationAction]:
    """What somebody may do now, in the order of the terms."""
    return [action for action in A if (status, action) in MOVES and action not in BY_ITSELF]
