"""The life of a package's version: a pure table of (status, action) to status."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.item_packages.terms import PackageAction, PackageStatus

A, S = PackageAction, PackageStatus

# What was published never changes: the next version replaces it.
MOVES: Mapping[tuple[PackageStatus, PackageAction], PackageStatus] = MappingProxyType(
    {
        (S.DRAFT, A.CHANGE): S.DRAFT,
        (S.DRAFT, A.PUBLISH): S.PUBLISHED,
        (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.REPLACE): S.WITHDRAWN,
        (S.PUBLISHED, A.WITHDRAW): S.WITHDRAWN,
    }
)
# Nobody asks for it by itself: the next version does.
NOT_ASKED_FOR = frozenset({A.DRAFT, A.REPLACE})


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that may be asked for."""

    def __init__(self, possible: list[PackageAction]) -> None:
        super().__init__(possible)
        self.possible = possible


def move(status: PackageStatus, action: PackageAction) -> PackageStatus:
    """The status after `action`; raises IllegalMove."""
    if (status, action) not in MOVES:
        raise IllegalMove([each for each in A if (status, each) in MOVES and each not in NOT_ASKED_FOR])
    return MOVES[status, action]
