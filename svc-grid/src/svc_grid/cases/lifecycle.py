"""The life of a case: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.cases.terms import Action, Stage, Status

A, S = Action, Status


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


# What nobody does by hand: time does the one, a change of the territories the other.
BY_ITSELF = frozenset({A.MARK_OVERDUE, A.RELOCATE})
OPEN = frozenset(S) - {S.DISMISSED, S.VOIDED, S.CLOSED}
WITH_HANDLER = (S.ASSIGNED, S.HANDLING)
# What the handling side may ask of the desk, which grants or refuses it; where it is granted shelving, the work rests.
_ASKED = (A.REQUEST_EXTENSION, A.GRANT_EXTENSION, A.REFUSE_EXTENSION, A.REQUEST_SHELVING, A.REFUSE_SHELVING)

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (S.REPORTED, A.REGISTER): S.REGISTERED,
        (S.REPORTED, A.DISMISS): S.DISMISSED,
        (S.REPORTED, A.SELF_HANDLE): S.HANDLED,
        **{(status, A.RECLASSIFY): status for status in (S.REPORTED, S.REGISTERED, S.RETURNED, S.ESCALATED)},
        **{(status, A.ASSIGN): S.ASSIGNED for status in (S.REGISTERED, S.RETURNED, S.ESCALATED)},
        (S.ASSIGNED, A.START_HANDLING): S.HANDLING,
        (S.HANDLING, A.FINISH): S.HANDLED,
        (S.HANDLED, A.PASS): S.VERIFIED,
        (S.HANDLED, A.SEND_BACK): S.HANDLING,
        (S.VERIFIED, A.CLOSE): S.CLOSED,
        **{(status, A.RETURN): S.RETURNED for status in WITH_HANDLER},
        **{(status, asked): status for status in WITH_HANDLER for asked in _ASKED},
        **{(status, A.SHELVE): S.SHELVED for status in WITH_HANDLER},
        (S.SHELVED, A.RESUME): S.ASSIGNED,
        **{(status, A.ESCALATE): S.ESCALATED for status in (S.REGISTERED, S.RETURNED, S.ESCALATED, *WITH_HANDLER)},
        (S.ESCALATED, A.HAND_DOWN): S.REGISTERED,
        **{(status, kept): status for status in OPEN for kept in (A.RELOCATE, A.MARK_OVERDUE)},
        **{(status, A.HAND_OVER): status for status in (*WITH_HANDLER, S.SHELVED, S.HANDLED)},
        **{(status, A.VOID): S.VOIDED for status in OPEN},
    }
)

# The clock that runs in a state; a shelved case keeps that of its handling, which stands still.
STAGES: Mapping[Status, Stage] = MappingProxyType(
    {
        S.REPORTED: Stage.REGISTRATION,
        S.REGISTERED: Stage.ASSIGNMENT,
        S.RETURNED: Stage.ASSIGNMENT,
        S.ESCALATED: Stage.ASSIGNMENT,
        S.ASSIGNED: Stage.HANDLING,
        S.HANDLING: Stage.HANDLING,
        S.SHELVED: Stage.HANDLING,
        S.HANDLED: Stage.VERIFICATION,
    }
)
PAUSED = frozenset({S.SHELVED})


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action, possible(status))
    return target


def possible(status: Status) -> list[Action]:
    """What somebody may do now, in the order of the terms."""
    return [action for action in Action if (status, action) in MOVES and action not in BY_ITSELF]
