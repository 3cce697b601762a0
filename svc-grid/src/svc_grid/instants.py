"""Instants as several slices take them in."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _within_reason(at: datetime) -> datetime:
    """At the ends of the calendar an instant could not even be told in UTC."""
    if not _FIRST <= at < _LAST:
        raise ValueError("an instant between the years 2000 and 2199")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_within_reason)]
