"""The life of a base item: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.base_items.terms import BaseAction, BaseItemStatus

MOVES: Mapping[tuple[BaseItemStatus, BaseAction], BaseItemStatus] = MappingProxyType(
    {
        (BaseItemStatus.IN_USE, BaseAction.CHANGE): BaseItemStatus.IN_USE,
        (BaseItemStatus.IN_USE, BaseAction.ABOLISH): BaseItemStatus.ABOLISHED,
        (BaseItemStatus.ABOLISHED, BaseAction.RESTORE): BaseItemStatus.IN_USE,
    }
)


def possible(status: BaseItemStatus) -> list[BaseAction]:
    """What may be done now, in the order of the terms."""
    return [each for each in BaseAction if (status, each) in MOVES]
