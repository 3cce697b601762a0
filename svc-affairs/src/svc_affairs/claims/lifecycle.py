"""The life of a claim: a pure table of (status, action) to status."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from svc_affairs.claims.terms import ClaimStatus


class Action(StrEnum):
    """What is done with a claim."""

    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"


class IllegalMove(Exception):
    """The action is not possible now; `possible` are those that are."""

    def __init__(self, possible: list[Action]) -> None:
        super().__init__(possible)
        self.possible = possible


# What was given back stays so: a centre that takes the item on again makes another claim.
MOVES: Mapping[tuple[ClaimStatus, Action], ClaimStatus] = MappingProxyType(
    {
        (ClaimStatus.ACTIVE, Action.CHANGE): ClaimStatus.ACTIVE,
        (ClaimStatus.ACTIVE, Action.SUSPEND): ClaimStatus.SUSPENDED,
        (ClaimStatus.ACTIVE, Action.WITHDRAW): ClaimStatus.WITHDRAWN,
        (ClaimStatus.SUSPENDED, Action.CHANGE): ClaimStatus.SUSPENDED,
        (ClaimStatus.SUSPENDED, Action.RESUME): ClaimStatus.ACTIVE,
        (ClaimStatus.SUSPENDED, Action.WITHDRAW): ClaimStatus.WITHDRAWN,
    }
)


def move(status: ClaimStatus, action: Action) -> ClaimStatus:
    """The status after `action`; raises IllegalMove."""
    if (status, action) not in MOVES:
        raise IllegalMove([each for each in Action if (status, each) in MOVES])
    return MOVES[status, action]
