"""The life of a patrol task: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.patrols.terms import TaskAction, TaskStatus

A, S = TaskAction, TaskStatus

OPEN = frozenset({S.PLANNED, S.UNDER_WAY})

MOVES: Mapping[tuple[TaskStatus, TaskAction], TaskStatus] = MappingProxyType(
    {
        (S.PLANNED, A.START): S.UNDER_WAY,
        **{(status, A.VISIT): S.UNDER_WAY for status in OPEN},
        (S.UNDER_WAY, A.FINISH): S.DONE,
        **{(status, A.MISS): S.MISSED for status in OPEN},
        **{(status, A.CANCEL): S.CANCELLED for status in OPEN},
    }
)


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: TaskStatus, action: TaskAction) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible(status)


def move(status: TaskStatus, action: TaskAction) -> TaskStatus:
    """The status after `action`; raises IllegalMove."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(status, action)
    return target


def possible(status: TaskStatus) -> list[TaskAction]:
    """What may be done now, in the order of the terms."""
    return [action for action in TaskAction if (status, action) in MOVES]
