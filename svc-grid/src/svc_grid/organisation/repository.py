"""Counts over the organisation."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def count_by(
    db: AsyncSession,
    *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    where: ColumnElement[bool] | None = None,
) -> dict[tuple[str, ...], int]:
    """How many rows there are for each combination of the columns' values."""
    chosen = select(*columns, func.count()).group_by(*columns)
    found = await db.execute(chosen if where is None else chosen.where(where))
    return {tuple(map(str, row[:-1])): int(row[-1] or 0) for row in found}
