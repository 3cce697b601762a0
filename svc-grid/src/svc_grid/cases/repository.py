"""Every SELECT of the cases, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.cases.errors import CaseUnknown
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case, CaseStep, FollowedTicket
from svc_grid.cases.terms import Status
from svc_grid.organisation.service import within


@dataclass(frozen=True)
class Filter:
    """What a list of cases may be narrowed to."""

    status: Status | None = None
    class_code: str | None = None
    unit_code: str | None = None
    ticket_id: UUID | None = None
    territory_code: str | None = None


async def get(db: AsyncSession, actor: Principal, case_id: UUID, *, for_update: bool = False) -> Case:
    """The case; raises CaseUnknown also where the principal may not see it."""
    chosen = select(Case).where(Case.id == case_id, visible_to(actor))
    case = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if case is None:
        raise CaseUnknown()
    return case


def list_cases(actor: Principal, wanted: Filter) -> Select[Case]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("status", "class_code", "unit_code", "ticket_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Case, name) == value)
    if wanted.territory_code is not None:
        conditions.append(within(Case.territory_code, wanted.territory_code))
    return select(Case).where(*conditions)


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree, and what its unit handles."""
    if actor.territory_code is None:
        return true()
    subtree = within(Case.territory_code, actor.territory_code)
    return subtree if actor.unit_code is None else or_(subtree, Case.unit_code == actor.unit_code)


async def list_steps(db: AsyncSession, case_id: UUID) -> Sequence[CaseStep]:
    return (await db.execute(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.version))).scalars().all()


async def list_of_ticket(db: AsyncSession, ticket_id: UUID) -> Sequence[Case]:
    """A ticket's cases by round, their rows locked."""
    return (
        (await db.execute(select(Case).where(Case.ticket_id == ticket_id).order_by(Case.round).with_for_update())).scalars().all()
    )


async def hold_followed(db: AsyncSession, ticket_id: UUID) -> FollowedTicket:
    """How far a ticket was followed, the row locked: what it tells is taken in one after the other."""
    await db.execute(insert(FollowedTicket).values(ticket_id=ticket_id).on_conflict_do_nothing())
    held = select(FollowedTicket).where(FollowedTicket.ticket_id == ticket_id).with_for_update()
    return (await db.execute(held)).scalar_one()


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("case_numbers")))).scalar_one())


async def count_reported(db: AsyncSession, start: datetime, end: datetime) -> dict[str, int]:
    """Counts over cases reported in [start, end)."""
    counted = select(
        func.count().label("reported"),
        func.count().filter(Case.status == Status.CLOSED).label("closed"),
        func.count().filter(Case.status.in_(sorted(OPEN))).label("open"),
    ).where(and_(Case.reported_at >= start, Case.reported_at < end))
    return dict((await db.execute(counted)).one()._mapping)
