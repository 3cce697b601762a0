"""The life of a record: a pure table of (status, action) to status, and where a problem stands by how much of it is solved."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.activities.terms import Action, ProblemState, Status

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {(Status.REGISTERED, Action.CORRECT): Status.REGISTERED, (Status.REGISTERED, Action.WITHDRAW): Status.WITHDRAWN}
)


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible(status)


def move(status: Status, action: Action) -> Status:
    """The status after `action`; raises IllegalMove."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action)
    return target


def possible(status: Status) -> list[Action]:
    """What may be done now, in the order of the terms."""
    return [action for action in Action if (status, action) in MOVES]


def problem_state(count: int, solved: int) -> ProblemState:
    """Of a record of `count` problems of which `solved` are; raises ValueError where more are solved than were collected."""
    if not 0 <= solved <= count:
        raise ValueError(f"{solved} of {count} cannot be solved")
    return ProblemState.SOLVED if solved == count else ProblemState.OPEN
