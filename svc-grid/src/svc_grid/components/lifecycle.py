"""The states of a component: a pure table of (state, action) to state."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_grid.components.terms import Action, State

A, S = Action, State


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, state: State, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {state}")
        self.state, self.action, self.possible = state, action, possible


IN_USE = (S.NORMAL, S.DAMAGED, S.MISSING)

MOVES: Mapping[tuple[State, Action], State] = MappingProxyType(
    {
        **{(state, A.CHANGE): state for state in IN_USE},
        **{(state, A.REPORT_DAMAGED): S.DAMAGED for state in (S.NORMAL, S.MISSING)},
        **{(state, A.REPORT_MISSING): S.MISSING for state in (S.NORMAL, S.DAMAGED)},
        **{(state, A.RESTORE): S.NORMAL for state in (S.DAMAGED, S.MISSING)},
        **{(state, A.RETIRE): S.RETIRED for state in IN_USE},
    }
)


def move(state: State, action: Action) -> State:
    """The state after `action`; raises IllegalMove, which names what is possible instead."""
    target = MOVES.get((state, action))
    if target is None:
        raise IllegalMove(state, action, possible(state))
    return target


def possible(state: State) -> list[Action]:
    """What may be done now, in the order of the terms."""
    return [action for action in Action if (state, action) in MOVES]
