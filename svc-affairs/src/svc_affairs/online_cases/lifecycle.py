"""The life of a case: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.online_cases.terms import Action, Status

A, S = Action, Status


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


# What nobody does by hand: time does it.
BY_ITSELF = frozenset({A.LAPSE, A.ACCEPT_BY_SILENCE, A.MARK_OVERDUE, A.MARK_UNDELIVERED, A.ERASE})
ENDED = frozenset({S.NOT_ACCEPTED, S.WITHDRAWN, S.CLOSED})
OPEN = frozenset(S) - ENDED
BEFORE_ACCEPTANCE = (S.SUBMITTED, S.PRECHECKING)
IN_REVIEW = (S.ACCEPTED, S.REVIEWING)
DECIDED = (S.APPROVED, S.DENIED)
# While it waits for the applicant, or for a special procedure, its clock stands still.
PAUSED = frozenset({S.SUPPLEMENT, S.SPECIAL})

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (S.SUBMITTED, A.PRECHECK): S.PRECHECKING,
        **{(status, A.ASK_SUPPLEMENT): S.SUPPLEMENT for status in BEFORE_ACCEPTANCE},
        (S.SUPPLEMENT, A.SUPPLEMENT): S.PRECHECKING,
        (S.SUPPLEMENT, A.LAPSE): S.NOT_ACCEPTED,
        **{(status, A.ACCEPT): S.ACCEPTED for status in BEFORE_ACCEPTANCE},
        **{(status, A.ACCEPT_BY_SILENCE): S.ACCEPTED for status in BEFORE_ACCEPTANCE},
        **{(status, A.REFUSE): S.NOT_ACCEPTED for status in BEFORE_ACCEPTANCE},
        **{(status, A.REVIEW): S.REVIEWING for status in IN_REVIEW},
        **{(status, A.BEGIN_SPECIAL): S.SPECIAL for status in IN_REVIEW},
        (S.SPECIAL, A.END_SPECIAL): S.REVIEWING,
        **{(status, A.EXTEND): status for status in IN_REVIEW},
        **{(status, A.MARK_OVERDUE): status for status in IN_REVIEW},
        **{(status, A.APPROVE): S.APPROVED for status in IN_REVIEW},
        **{(status, A.DENY): S.DENIED for status in IN_REVIEW},
        **{(status, A.DELIVER): S.DELIVERED for status in DECIDED},
        **{(status, A.MARK_UNDELIVERED): status for status in DECIDED},
        (S.DELIVERED, A.CLOSE): S.CLOSED,
        **{(status, A.WITHDRAW): S.WITHDRAWN for status in (*BEFORE_ACCEPTANCE, S.SUPPLEMENT, *IN_REVIEW, S.SPECIAL)},
        **{(status, A.ERASE): status for status in ENDED},
    }
)


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, possible(status))
    return target


def possible(status: Status) -> list[Action]:
    """What somebody may do now, in the order of the terms."""
    return [action for action in Action if (status, action) in MOVES and action not in BY_ITSELF]
