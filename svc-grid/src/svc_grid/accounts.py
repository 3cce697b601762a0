"""Instants and staff accounts as several slices take them in."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, StringConstraints


def _within_the_calendar(at: datetime) -> datetime:
    if not 2000 <= at.year <= 2100:
        raise ValueError("years run from 2000 to 2100")
    return at.astimezone(UTC)


# Nothing here is done before 2000 or after 2100, and at the ends of time an instant cannot be reckoned with.
Instant = Annotated[AwareDatetime, AfterValidator(_within_the_calendar)]
Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$")]
