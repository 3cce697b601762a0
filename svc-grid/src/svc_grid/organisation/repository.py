"""Counts over the organisation."""

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def count_by(
    db: AsyncSession,
    *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    only: ColumnElement[bool] | None = None,
) -> dict[tuple[str, ...], int]:
    """How many rows there are for each combination of the columns' values."""
    found = await db.execute(select(*columns, func.count()).where(true() if only is None else only).group_by(*columns))
    return {tuple(map(str, row[:-1])): int(row[-1] or 0) for row in found}
