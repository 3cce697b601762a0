"""What units, facilities and leads need of the tree of territories: to keep it still, and to ask what is in it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from contracts.grid import TerritoryLevel
from svc_grid.organisation.models import Territory

_KEY = func.hashtextextended("grid.organisation", 0)


async def lock(db: AsyncSession) -> None:
    """One change of the organisation after the other, until the transaction ends."""
    await db.execute(select(func.pg_advisory_xact_lock(_KEY)))


async def keep_still(db: AsyncSession) -> None:
    """Nothing of the organisation changes until the transaction ends; call it before any other lock is taken."""
    await db.execute(select(func.pg_advisory_xact_lock_shared(_KEY)))


async def levels_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, TerritoryLevel]:
    """The level of each territory that is there."""
    found = await db.execute(select(Territory.code, Territory.level).where(Territory.code.in_(set(codes))))
    return {row.code: TerritoryLevel(row.level) for row in found}


async def is_territory(db: AsyncSession, code: str) -> bool:
    return bool(await levels_of(db, [code]))


async def answered_for_by(db: AsyncSession, unit_code: str, limit: int) -> list[str]:
    """Territories that a unit answers for, the first few."""
    chosen = select(Territory.code).where(Territory.unit_code == unit_code).order_by(Territory.code).limit(limit)
    return list((await db.execute(chosen)).scalars())


def within(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    return or_(column == code, and_(column >= f"{code}/", column < f"{code}0"))
