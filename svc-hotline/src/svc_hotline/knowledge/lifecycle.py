"""The life of an entry's version: a pure table of (status, action) to status, and what else must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from svc_hotline.knowledge.terms import Action, Status

A, S = Action, Status

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (S.DRAFT, A.EDIT): S.DRAFT,
        (S.DRAFT, A.SUBMIT): S.SUBMITTED,
        (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
        (S.SUBMITTED, A.APPROVE): S.PUBLISHED,
        (S.SUBMITTED, A.SEND_BACK): S.SENT_BACK,
        (S.SENT_BACK, A.EDIT): S.SENT_BACK,
        (S.SENT_BACK, A.SUBMIT): S.SUBMITTED,
        (S.SENT_BACK, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.REVISE): S.PUBLISHED,
        (S.PUBLISHED, A.CONFIRM): S.PUBLISHED,
        (S.PUBLISHED, A.USE): S.PUBLISHED,
        (S.PUBLISHED, A.SUPERSEDE): S.SUPERSEDED,
        (S.WITHDRAWN, A.REVISE): S.WITHDRAWN,
    }
)

# Of an entry at most one version is worked on, and at most one is published.
WORKED_ON = frozenset({S.DRAFT, S.SUBMITTED, S.SENT_BACK})

# These go to the version that is worked on; all others to the entry's face: what is published, else what is newest.
OF_WORKING = frozenset({A.EDIT, A.SUBMIT, A.APPROVE, A.SEND_BACK})

# Nobody asks for it: it follows from approving the next version.
NOT_ASKED_FOR = frozenset({A.SUPERSEDE})


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, status: Status, action: Action, possible: list[Action]) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status, self.action, self.possible = status, action, possible


@dataclass(frozen=True)
class Situation:
    """What decides which actions are possible: the version's status, and whether it is the entry's last word.

    `is_face`: the version is what the entry shows; `is_worked_on`: a version of the entry is being worked on.
    """

    status: Status
    is_face: bool = True
    is_worked_on: bool = False


def move(now: Situation, action: Action) -> Status:
    """The status after `action`; raises IllegalMove, which names what is possible instead."""
    if not is_possible(now, action):
        raise IllegalMove(now.status, action, possible(now))
    return MOVES[now.status, action]


def possible(now: Situation) -> list[Action]:
    """What may be asked for now, in the order of the terms."""
    return [action for action in Action if action not in NOT_ASKED_FOR and is_possible(now, action)]


def is_possible(now: Situation, action: Action) -> bool:
    if action is Action.REVISE and (now.is_worked_on or not now.is_face):
        return False
    return (now.status, action) in MOVES
