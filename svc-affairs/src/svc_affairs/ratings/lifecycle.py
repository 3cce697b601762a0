"""The life of a rating: a pure table of (status, action) to status. What was given is never changed."""

from collections.abc import Mapping
from types import MappingProxyType

from svc_affairs.ratings.terms import RatingAction, RatingStatus

A, S = RatingAction, RatingStatus

MOVES: Mapping[tuple[RatingStatus, RatingAction], RatingStatus] = MappingProxyType(
    {(S.INVITED, A.GIVE): S.GIVEN, (S.INVITED, A.LAPSE): S.LAPSED}
)


class IllegalMove(Exception):
    """The action is not possible in this status."""


def move(status: RatingStatus, action: RatingAction) -> RatingStatus:
    """The status after `action`; raises IllegalMove."""
    target = MOVES.get((status, action))
    if target is None:
        raise IllegalMove(f"{action} is not possible while {status}")
    return target
