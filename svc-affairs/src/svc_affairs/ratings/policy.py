"""What the city has settled for ratings, as data with a version."""

from dataclasses import dataclass

from contracts.worktime import Limit
from svc_affairs.throttle import Rate

_EXPIRY, _TRIES = Limit(30), Rate(60, 10.0)


@dataclass(frozen=True)
class Policy:
    """How long one may rate, from the day of the invitation; and how often one asker may try."""

    version: str = "2026-1"
    expiry: Limit = _EXPIRY
    tries: Rate = _TRIES


POLICY = Policy()
