"""Which version of a document counts: a pure function of the versions there are, whatever order they came in.

The newest by the sender's own `app_time` counts; of the same instant a deletion before a change before an addition, and of
these the larger digest, so that no two versions are ever even.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, order=True)
class Rank:
    """A version's place among the versions of its document."""

    app_time: datetime
    app_type: int
    digest: bytes

    @classmethod
    def of(cls, app_time: datetime, app_type: str, digest: bytes) -> "Rank":
        return cls(app_time, int(app_type), digest)


def counts(current: Rank | None, incoming: Iterable[Rank]) -> Rank | None:
    """The version that counts once `incoming` have come to `current`."""
    return max((each for each in (current, *incoming) if each is not None), default=None)
