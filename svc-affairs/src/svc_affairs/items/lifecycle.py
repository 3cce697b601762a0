"""The life of an item's version: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.items.terms import Action, ItemStatus

A, S = Action, ItemStatus

# What was published never changes: another version replaces it.
MOVES: Mapping[tuple[ItemStatus, Action], ItemStatus] = MappingProxyType(
    {
        (S.DRAFT, A.CHANGE): S.DRAFT,
        (S.DRAFT, A.SUBMIT): S.UNDER_REVIEW,
        (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
        (S.UNDER_REVIEW, A.REJECT): S.DRAFT,
        (S.UNDER_REVIEW, A.PUBLISH): S.PUBLISHED,
        (S.UNDER_REVIEW, A.SCHEDULE): S.SCHEDULED,
        (S.UNDER_REVIEW, A.WITHDRAW): S.WITHDRAWN,
        (S.SCHEDULED, A.TAKE_OVER): S.PUBLISHED,
        (S.SCHEDULED, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.SUSPEND): S.SUSPENDED,
        (S.PUBLISHED, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.REPLACE): S.WITHDRAWN,
        (S.SUSPENDED, A.RESUME): S.PUBLISHED,
        (S.SUSPENDED, A.WITHDRAW): S.WITHDRAWN,
        (S.SUSPENDED, A.REPLACE): S.WITHDRAWN,
    }
)

# Of a code at most one version is worked on, at most one waits for its day, and at most one is what citizens see.
WORKED_ON = frozenset({S.DRAFT, S.UNDER_REVIEW})
OFFERED = frozenset({S.PUBLISHED, S.SUSPENDED})

# Nobody asks for these: the day comes, or the next version does.
NOT_ASKED_FOR = frozenset({A.DRAFT, A.TAKE_OVER, A.REPLACE})


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that may be asked for."""

    def __init__(self, possible: list[Action]) -> None:
        super().__init__(possible)
        self.possible = possible


def move(status: ItemStatus, action: Action) -> ItemStatus:
    """The status after `action`; raises IllegalMove."""
    if (status, action) not in MOVES:
        raise IllegalMove(possible(status))
    return MOVES[status, action]


def possible(status: ItemStatus) -> list[Action]:
    """What may be asked for now, in the order of the terms."""
    return [each for each in Action if (status, each) in MOVES and each not in NOT_ASKED_FOR]
