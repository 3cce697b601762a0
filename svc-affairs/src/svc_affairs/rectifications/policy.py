"""What the city has settled for rectifications: limits and counts, as data with a version."""

from dataclasses import dataclass

from contracts.worktime import Limit

_CALL_BACK, _PUTTING_RIGHT, _FOLLOW_UP, _CONCLUSION = Limit(1), Limit(15), Limit(10), Limit(15)


@dataclass(frozen=True)
class Policy:
    """INTEROP.md, Time limits.

    Who rated low is called back within `call_back` and gets an answer within `putting_right`, both from the low rating on; it
    counts as called back after `call_tries` calls that reached nobody. An answer may be rated anew within `follow_up`. After
    `reopenings_most` reopenings the next low one is escalated, and is settled within `conclusion`.
    """

    version: str = "2026-1"
    call_back: Limit = _CALL_BACK
    putting_right: Limit = _PUTTING_RIGHT
    call_tries: int = 3
    follow_up: Limit = _FOLLOW_UP
    reopenings_most: int = 2
    conclusion: Limit = _CONCLUSION


POLICY = Policy()
