"""Every SELECT of the changes of territories, and of what they touch."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case
from svc_grid.territories.models import Territory
from svc_grid.territory_changes.draft import Row
from svc_grid.territory_changes.errors import ChangeUnknown
from svc_grid.territory_changes.models import TerritoryChange
from svc_grid.territory_changes.terms import Kind, Status
from svc_grid.units.models import Unit
from svc_grid.within import is_among, within


async def tree_of(db: AsyncSession, codes: Iterable[str], roots: Iterable[str]) -> dict[str, Row]:
    """The rows of these territories and of all below the roots. Who holds the organisation reads what nobody changes."""
    concerned = or_(is_among(Territory.code, codes), *(within(Territory.code, root) for root in sorted(set(roots))))
    found = await db.execute(select(*Territory.__table__.columns).where(concerned))
    return {row.code: dict(row._mapping) for row in found}


async def known_units(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    return set((await db.execute(select(Unit.code).where(is_among(Unit.code, codes)))).scalars())


def open_cases_at(codes: Iterable[str], retired: Iterable[str]) -> Select[Case]:
    """The open cases at exactly these territories, or with the desk of a retired one."""
    here = or_(is_among(Case.territory_code, codes), is_among(Case.held_by, retired))
    return select(Case).where(here, Case.status.in_(sorted(OPEN))).order_by(Case.id)


async def rows_at(db: AsyncSession, table: Any, codes: Iterable[str]) -> list[Mapping[str, Any]]:
    """The rows of units or facilities that lie at exactly these territories, locked."""
    held = select(*table.__table__.columns).where(is_among(table.territory_code, codes)).order_by(table.code).with_for_update()
    return [dict(row._mapping) for row in await db.execute(held)]


async def get(db: AsyncSession, change_id: UUID, *, for_update: bool = False) -> TerritoryChange:
    """Raises ChangeUnknown."""
    found = await db.get(TerritoryChange, change_id, with_for_update=for_update or None, populate_existing=for_update)
    if found is None:
        raise ChangeUnknown()
    return found


async def hold_due(db: AsyncSession, now: datetime) -> TerritoryChange | None:
    """The planned change that is due first, locked; one that another holds, or that rests, is passed over."""
    rested = or_(TerritoryChange.try_after.is_(None), TerritoryChange.try_after <= now)
    due = select(TerritoryChange).where(TerritoryChange.status == Status.PLANNED, TerritoryChange.effective_at <= now, rested)
    first = due.order_by(TerritoryChange.effective_at, TerritoryChange.id).limit(1).with_for_update(skip_locked=True)
    return (await db.execute(first)).scalar_one_or_none()


def list_changes(kind: Kind | None, status: Status | None) -> Select[TerritoryChange]:
    chosen = select(TerritoryChange)
    if kind is not None:
        chosen = chosen.where(TerritoryChange.kind == kind)
    return chosen if status is None else chosen.where(TerritoryChange.status == status)
