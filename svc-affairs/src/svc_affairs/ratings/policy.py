"""What the city has settled for ratings, as data with a version."""

from dataclasses import dataclass

from contracts.worktime import Limit

_EXPIRY = Limit(30)


@dataclass(frozen=True)
class Policy:
    """How long one may rate, from the day of the invitation; and how often one asker may try.

    `tries_burst` tries come at once, and `tries_per_s` more each second. All the anonymous are one asker.
    """

    version: str = "2026-1"
    expiry: Limit = _EXPIRY
    tries_burst: int = 60
    tries_per_s: float = 10.0


POLICY = Policy()
