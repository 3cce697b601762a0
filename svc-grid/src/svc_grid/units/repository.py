"""Every SELECT of units."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contracts.grid import UnitKind
from svc_grid.units.models import Unit
from svc_grid.within import within


async def known_units(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are units and are not retired; they stay so until the transaction ends.

    The lock is the one that a foreign key takes: it hinders nobody but who would retire the unit.
    """
    chosen = select(Unit.code).where(Unit.code.in_(set(codes)), Unit.retired_at.is_(None)).order_by(Unit.code)
    return set((await db.execute(chosen.with_for_update(read=True, key_share=True))).scalars())


async def hold(db: AsyncSession, code: str) -> Unit | None:
    """The unit, its row locked against all who have just found it known."""
    chosen = select(Unit).where(Unit.code == code).with_for_update()
    return (await db.execute(chosen.execution_options(populate_existing=True))).scalar_one_or_none()


async def above(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """These units that are there and all above them, each with its parent."""
    chain = select(Unit.code, Unit.parent_code).where(Unit.code.in_(set(codes))).cte("chain", recursive=True)
    upper = aliased(Unit)
    # UNION, not UNION ALL: were there a circle, it would still come to an end.
    chain = chain.union(select(upper.code, upper.parent_code).join(chain, upper.code == chain.c.parent_code))
    return {row.code: row.parent_code for row in await db.execute(select(chain.c.code, chain.c.parent_code))}


async def retired(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    chosen = select(Unit.code).where(Unit.code.in_(set(codes)), Unit.retired_at.is_not(None))
    return set((await db.execute(chosen)).scalars())


async def children_of(db: AsyncSession, code: str, limit: int) -> list[str]:
    """Units right below one that are there, the first few."""
    chosen = select(Unit.code).where(Unit.parent_code == code, Unit.retired_at.is_(None))
    return list((await db.execute(chosen.order_by(Unit.code).limit(limit))).scalars())


async def territory_of_unit(db: AsyncSession, code: str) -> str | None:
    return (await db.execute(select(Unit.territory_code).where(Unit.code == code))).scalar_one_or_none()


def list_units(
    kind: UnitKind | None, territory_code: str | None, parent_code: str | None, is_retired: bool | None
) -> Select[Unit]:  # fmt: skip
    chosen = select(Unit)
    if kind is not None:
        chosen = chosen.where(Unit.kind == kind)
    if parent_code is not None:
        chosen = chosen.where(Unit.parent_code == parent_code)
    if is_retired is not None:
        chosen = chosen.where(Unit.retired_at.is_not(None) if is_retired else Unit.retired_at.is_(None))
    return chosen if territory_code is None else chosen.where(within(Unit.territory_code, territory_code))


async def territories_of_units(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    found = await db.execute(select(Unit.code, Unit.territory_code).where(Unit.code.in_(set(codes))))
    return {row.code: row.territory_code for row in found}
