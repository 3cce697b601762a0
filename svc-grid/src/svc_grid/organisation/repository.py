"""Counts over the organisation."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def count_by(
    db: AsyncSession, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> dict[tuple[str, ...], int]:
    """How many rows there are for each combination of the columns' values."""
    found = await db.execute(select(*columns, func.count()).group_by(*columns))
    return {tuple(map(str, row[:-1])): int(row[-1] or 0) for row in found}
