"""Every SELECT of the disputes, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.disputes.errors import DisputeUnknown, DocumentUnknown
from svc_grid.disputes.models import (
    CaseRemark,
    Dispute,
    DisputeAssignment,
    DisputeDocument,
    DisputeObligation,
    DisputeSession,
    DisputeStep,
    Party,
)
from svc_grid.disputes.terms import Kind, Status
from svc_grid.within import within

Part = TypeVar("Part", Party, DisputeStep, DisputeAssignment, DisputeSession, DisputeObligation, DisputeDocument)


@dataclass(frozen=True)
class Filter:
    """What a list of disputes may be narrowed to; never to a party."""

    status: Status | None = None
    kind: Kind | None = None
    territory_code: str | None = None


async def get(db: AsyncSession, actor: Principal, dispute_id: UUID, *, for_update: bool = False) -> Dispute:
    """The dispute; raises DisputeUnknown also where the principal may not see it."""
    chosen = select(Dispute).where(Dispute.id == dispute_id, visible_to(actor))
    dispute = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if dispute is None:
        raise DisputeUnknown()
    return dispute


def list_disputes(actor: Principal, wanted: Filter) -> Select[Dispute]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    if wanted.status is not None:
        conditions.append(Dispute.status == wanted.status)
    if wanted.kind is not None:
        conditions.append(Dispute.kind == wanted.kind)
    if wanted.territory_code is not None:
        conditions.append(within(Dispute.territory_code, wanted.territory_code))
    return select(Dispute).where(*conditions)


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree, and what it mediates. The bare facts alone: see `access` for the rest."""
    if actor.territory_code is None:
        return true()
    return or_(within(Dispute.territory_code, actor.territory_code), Dispute.mediator == actor.subject)


async def list_parts(db: AsyncSession, part: type[Part], dispute_id: UUID) -> Sequence[Part]:
    """All of a dispute's parts of one kind, in the order of their numbers."""
    numbers = [column for column in part.__mapper__.primary_key if column.name != "dispute_id"]
    found = await db.execute(select(part).where(part.dispute_id == dispute_id).order_by(*numbers))
    return found.scalars().all()


async def get_document(db: AsyncSession, dispute_id: UUID, document_version: int) -> tuple[DisputeDocument, bytes]:
    """A document with its sealed content; raises DocumentUnknown."""
    chosen = select(DisputeDocument, DisputeDocument.content_sealed).where(
        DisputeDocument.dispute_id == dispute_id, DisputeDocument.document_version == document_version
    )
    row = (await db.execute(chosen)).one_or_none()
    if row is None:
        raise DocumentUnknown()
    return row[0], row[1]


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("dispute_numbers")))).scalar_one())


async def list_remarks(db: AsyncSession, case_id: UUID) -> Sequence[CaseRemark]:
    chosen = select(CaseRemark).where(CaseRemark.case_id == case_id).order_by(CaseRemark.at, CaseRemark.id)
    return (await db.execute(chosen)).scalars().all()


def list_overdue(actor: Principal, today: date) -> Select[UUID, str, str, int, int, date, datetime | None]:
    """Obligations past their day without an outcome, of disputes the actor may see; by number, nobody named."""
    shown = (
        Dispute.id, Dispute.number, Dispute.territory_code, DisputeObligation.obligation_no, DisputeObligation.party_no,
        DisputeObligation.due_on, DisputeObligation.reminded_at,
    )  # fmt: skip
    is_overdue = and_(DisputeObligation.outcome.is_(None), DisputeObligation.due_on < today)
    return select(*shown).join(Dispute, Dispute.id == DisputeObligation.dispute_id).where(is_overdue, visible_to(actor))


async def hold_late(db: AsyncSession, now: datetime, rested: datetime) -> Dispute | None:
    """One dispute whose limit has run out unnoticed, locked."""
    is_late = and_(Dispute.due_at < now, ~Dispute.is_late)
    return await _hold_next(db, select(Dispute).where(is_late, _rested(rested)).order_by(Dispute.due_at))


async def hold_expired(db: AsyncSession, now: datetime, rested: datetime) -> Dispute | None:
    """One dispute whose retention has ended, locked."""
    is_expired = and_(Dispute.erase_at <= now, Dispute.erased_at.is_(None))
    return await _hold_next(db, select(Dispute).where(is_expired, _rested(rested)).order_by(Dispute.erase_at))


async def hold_unreminded(db: AsyncSession, today: date, rested: datetime) -> Dispute | None:
    """One dispute that has an obligation past its day which nobody was reminded of, locked."""
    is_due = and_(DisputeObligation.outcome.is_(None), DisputeObligation.due_on < today, DisputeObligation.reminded_at.is_(None))
    joined = select(Dispute).join(DisputeObligation, DisputeObligation.dispute_id == Dispute.id)
    chosen = joined.where(is_due, Dispute.status == Status.AGREED, _rested(rested)).order_by(DisputeObligation.due_on)
    return await _hold_next(db, chosen)


async def _hold_next(db: AsyncSession, chosen: Select[Dispute]) -> Dispute | None:
    return (await db.execute(chosen.limit(1).with_for_update(of=Dispute, skip_locked=True))).scalar_one_or_none()


def _rested(rested: datetime) -> ColumnElement[bool]:
    return or_(Dispute.sweep_after.is_(None), Dispute.sweep_after <= rested)
