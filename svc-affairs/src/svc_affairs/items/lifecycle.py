"""The life of an item's version: a pure table of (status, action) to status."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from svc_affairs.items.terms import ItemStatus


class Action(StrEnum):
    """What is done with a version of an item."""

    CHANGE = "change"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, possible: list[Action]) -> None:
        super().__init__(possible)
        self.possible = possible


# What is published never changes: another version replaces it.
MOVES: Mapping[tuple[ItemStatus, Action], ItemStatus] = MappingProxyType(
    {
        (ItemStatus.DRAFT, Action.CHANGE): ItemStatus.DRAFT,
        (ItemStatus.DRAFT, Action.PUBLISH): ItemStatus.PUBLISHED,
        (ItemStatus.DRAFT, Action.WITHDRAW): ItemStatus.WITHDRAWN,
        (ItemStatus.PUBLISHED, Action.WITHDRAW): ItemStatus.WITHDRAWN,
    }
)


def move(status: ItemStatus, action: Action) -> ItemStatus:
    """The status after `action`; raises IllegalMove."""
    if (status, action) not in MOVES:
        raise IllegalMove([each for each in Action if (status, each) in MOVES])
    return MOVES[status, action]
