"""To which quarter an instant belongs."""

from datetime import datetime

from chassis.clock import local_day


def quarter_of(at: datetime) -> str:
    """The quarter 季度 of an instant by the city's calendar (Asia/Shanghai), e.g. `2025Q1`."""
    day = local_day(at)
    return f"{day.year:04}Q{(day.month + 2) // 3}"


def quarters_of(year: int) -> list[str]:
    """The four quarters of a year, in order."""
    return [f"{year:04}Q{number}" for number in range(1, 5)]
