"""Every SELECT of the posts, each within what the principal may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.leads import places
from svc_grid.leads.errors import AbsenceUnknown, LeadUnknown
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.leads.terms import LeadKind
from svc_grid.territories.models import Territory
from svc_grid.within import within

_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("grid.leads", 0)))


@dataclass(frozen=True)
class Filter:
    """What a list of leads may be narrowed to."""

    territory_code: str | None = None
    kind: LeadKind | None = None
    account: str | None = None
    holding_at: datetime | None = None


@dataclass(frozen=True)
class Effective:
    """Who acts as grid lead: the lead, or who stands in; `territory_code` is where the post is held."""

    lead_id: UUID
    territory_code: str
    lead: str
    account: str
    absence_id: UUID | None

    @property
    def is_stand_in(self) -> bool:
        return self.absence_id is not None


async def lock(db: AsyncSession) -> None:
    """One change of posts after the other: what two people hold and stand in for depends on one another."""
    await places.keep_still(db)
    await db.execute(_LOCK)


async def get(db: AsyncSession, actor: Principal, lead_id: UUID, *, for_update: bool = False) -> Lead:
    """The tenure; raises LeadUnknown also where the principal may not see it."""
    chosen = select(Lead).where(Lead.id == lead_id)
    chosen = chosen.with_for_update().execution_options(populate_existing=True) if for_update else chosen
    lead = (await db.execute(chosen)).scalar_one_or_none()
    if lead is None or not actor.sees(lead.territory_code):
        raise LeadUnknown()
    return lead


def list_leads(actor: Principal, wanted: Filter) -> Select[Lead]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    if wanted.territory_code is not None:
        conditions.append(within(Lead.territory_code, wanted.territory_code))
    if wanted.kind is not None:
        conditions.append(Lead.kind == wanted.kind)
    if wanted.account is not None:
        conditions.append(Lead.account == wanted.account)
    if wanted.holding_at is not None:
        conditions.append(holds_at(wanted.holding_at))
    return select(Lead).where(*conditions)


def visible_to(actor: Principal) -> ColumnElement[bool]:
    return true() if actor.territory_code is None else within(Lead.territory_code, actor.territory_code)


def holds_at(at: datetime) -> ColumnElement[bool]:
    return and_(Lead.from_at <= at, or_(Lead.to_at.is_(None), Lead.to_at > at))


def overlaps(
    table: type[Lead] | type[LeadAbsence], from_at: datetime, to_at: datetime | None
) -> ColumnElement[bool]:  # fmt: skip
    """In force at some instant of [from_at, to_at); one that ends as it begins never was."""
    goes_on = or_(table.to_at.is_(None), and_(table.to_at > from_at, table.to_at > table.from_at))
    return goes_on if to_at is None else and_(goes_on, table.from_at < to_at)


async def holders_of(db: AsyncSession, posts: Iterable[tuple[str, LeadKind]]) -> Sequence[Lead]:
    """All tenures, past and to come, of these posts."""
    wanted = tuple_(Lead.territory_code, Lead.kind).in_([(code, kind) for code, kind in posts])
    return (await db.execute(select(Lead).where(wanted).order_by(Lead.from_at))).scalars().all()


async def absences_of(db: AsyncSession, lead_ids: Iterable[UUID]) -> Sequence[LeadAbsence]:
    chosen = select(LeadAbsence).where(LeadAbsence.lead_id.in_(set(lead_ids)))
    return (await db.execute(chosen.order_by(LeadAbsence.from_at))).scalars().all()


async def get_absence(db: AsyncSession, lead_id: UUID, absence_id: UUID) -> LeadAbsence:
    """An absence of this lead; raises AbsenceUnknown."""
    chosen = select(LeadAbsence).where(LeadAbsence.id == absence_id, LeadAbsence.lead_id == lead_id)
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise AbsenceUnknown()
    return found


async def find_away(db: AsyncSession, account: str, from_at: datetime, to_at: datetime) -> str | None:
    """A territory whose lead this account is and is away from at some time in [from_at, to_at)."""
    return await _first_place(db, Lead.account == account, from_at, to_at)


async def find_standing_in(db: AsyncSession, account: str, from_at: datetime, to_at: datetime) -> str | None:
    """A territory in which this account stands in at some time in [from_at, to_at)."""
    return await _first_place(db, LeadAbsence.stand_in == account, from_at, to_at)


async def _first_place(db: AsyncSession, whose: ColumnElement[bool], from_at: datetime, to_at: datetime) -> str | None:
    chosen = select(Lead.territory_code).join(LeadAbsence, LeadAbsence.lead_id == Lead.id)
    chosen = chosen.where(whose, overlaps(LeadAbsence, from_at, to_at), overlaps(Lead, from_at, to_at))
    return (await db.execute(chosen.order_by(Lead.territory_code).limit(1))).scalar_one_or_none()


async def find_effective(db: AsyncSession, territory_code: str, at: datetime) -> Effective | None:
    """Who acts as grid lead at an instant: of the territory itself, else of the nearest one above it that has a lead."""
    parts = territory_code.split("/")
    above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    away = and_(LeadAbsence.lead_id == Lead.id, LeadAbsence.from_at <= at, LeadAbsence.to_at > at)
    chosen = (
        select(
            Lead.id.label("lead_id"), Lead.territory_code, Lead.account.label("lead"),
            func.coalesce(LeadAbsence.stand_in, Lead.account).label("account"), LeadAbsence.id.label("absence_id"),
        )
        .outerjoin(LeadAbsence, away)
        .where(Lead.territory_code.in_(above), Lead.kind == LeadKind.GRID_LEAD, holds_at(at))
        .order_by(func.length(Lead.territory_code).desc())
        .limit(1)
    )  # fmt: skip
    row = (await db.execute(chosen)).one_or_none()
    return None if row is None else Effective(**row._mapping)


def list_vacancies(inside: str | None, at: datetime) -> Select[Territory]:
    """Territories that want a grid lead of their own and have none at the instant."""
    held = exists().where(Lead.territory_code == Territory.code, Lead.kind == LeadKind.GRID_LEAD, holds_at(at))
    return places.wanting_grid_leads(inside).where(~held)
