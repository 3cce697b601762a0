"""When a limit of working time runs out, by the calendar in use."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.clock import SHANGHAI


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"


@dataclass(frozen=True)
class Limit:
    """How much time something may take."""

    amount: int
    unit: LimitUnit = LimitUnit.WORKING_DAYS


async def until(db: AsyncSession, start: datetime, limit: Limit) -> datetime:
    """The instant at which `limit`, begun at `start`, runs out."""
    local = start.astimezone(SHANGHAI)
    if limit.unit is LimitUnit.HOURS:
        return start + timedelta(hours=limit.amount)
    days = limit.amount if limit.unit is LimitUnit.WORKING_DAYS else -(-limit.amount // 8)
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
