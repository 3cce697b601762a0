"""Every SELECT of the online cases, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import ADMINISTRATOR, Principal
from chassis.paths import within
from contracts.roles import Role
from svc_affairs.centres import service as centres
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.lifecycle import OPEN
from svc_affairs.online_cases.models import CaseContact, CaseStep, CaseTask, OnlineCase, SpecialProcedure
from svc_affairs.online_cases.terms import Channel, Status

Part = TypeVar("Part", CaseStep, CaseTask, SpecialProcedure, CaseContact)
Roles = frozenset[Role]
ANY_ROLE: Roles = frozenset(Role)
COUNTER: Roles = frozenset({Role.WINDOW, Role.CENTRE})
APPROVERS: Roles = frozenset({Role.APPROVER})
# Depths of a territory's code for which there is an index: regiments and communities.
_CUT_DEPTHS = (2, 3)
_BY = ("status", "item_code", "department_code", "centre_code", "channel", "number", "package_application_id")


@dataclass(frozen=True)
class Filter:
    """What a list of cases may be narrowed to; never to an applicant."""

    status: Status | None = None
    item_code: str | None = None
    department_code: str | None = None
    centre_code: str | None = None
    channel: Channel | None = None
    number: str | None = None
    package_application_id: UUID | None = None
    territory_code: str | None = None
    is_overdue: bool | None = None
    due_before: datetime | None = None
    submitted_from: datetime | None = None
    submitted_to: datetime | None = None


async def get(
    db: AsyncSession, actor: Principal, case_id: UUID, *, for_update: bool = False, acting: Roles = ANY_ROLE
) -> OnlineCase:
    """The case, its row locked if asked; raises CaseUnknown also where the principal, so acting, may not see it."""
    return await _one(db, select(OnlineCase).where(OnlineCase.id == case_id, visible_to(actor, acting)), for_update)


async def get_any(db: AsyncSession, case_id: UUID, *, for_update: bool = False) -> OnlineCase:
    """The case whoever asks, for one who shows its query code; raises CaseUnknown."""
    return await _one(db, select(OnlineCase).where(OnlineCase.id == case_id), for_update)


async def find_by_number(db: AsyncSession, number: str) -> OnlineCase | None:
    return (await db.execute(select(OnlineCase).where(OnlineCase.number == number))).scalar_one_or_none()


async def find_external(db: AsyncSession, centre_code: str, external_no: str) -> OnlineCase | None:
    """The case that a centre knows by this number of its own."""
    chosen = select(OnlineCase).where(OnlineCase.centre_code == centre_code, OnlineCase.external_no == external_no)
    return (await db.execute(chosen)).scalar_one_or_none()


def list_cases(actor: Principal, wanted: Filter) -> Select[OnlineCase]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in _BY:
        if (value := getattr(wanted, name)) is not None:
            conditions.append(getattr(OnlineCase, name) == value)
    if wanted.territory_code is not None:
        conditions.append(within(OnlineCase.territory_code, wanted.territory_code, _CUT_DEPTHS))
    if wanted.is_overdue is not None:
        conditions.append(OnlineCase.overdue_at.is_not(None) if wanted.is_overdue else OnlineCase.overdue_at.is_(None))
    if wanted.due_before is not None:
        conditions += [OnlineCase.due_at < wanted.due_before, OnlineCase.decided_at.is_(None)]
    if wanted.submitted_from is not None:
        conditions.append(OnlineCase.submitted_at >= wanted.submitted_from)
    if wanted.submitted_to is not None:
        conditions.append(OnlineCase.submitted_at < wanted.submitted_to)
    return select(OnlineCase).where(*conditions)


def visible_to(actor: Principal, acting: Roles = ANY_ROLE) -> ColumnElement[bool]:
    """Approvers see their department's, centres their own, window clerks those of their territory, analysts all.

    `acting` are the roles that count: who is two things may do as one of them only what that one may.
    """
    roles = actor.roles & acting
    is_of_city = Role.WINDOW in roles and actor.territory_code is None
    if ADMINISTRATOR in actor.roles or Role.ANALYST in roles or is_of_city:
        return true()
    seen: list[ColumnElement[bool]] = [false()]
    if Role.CENTRE in roles:
        seen.append(OnlineCase.centre_code.in_(centres.own_codes(actor)))
    if Role.APPROVER in roles and actor.unit_code is not None:
        seen.append(OnlineCase.department_codes.contains([actor.unit_code]))
    if Role.WINDOW in roles and actor.territory_code is not None:
        seen.append(within(OnlineCase.territory_code, actor.territory_code, _CUT_DEPTHS))
    return or_(*seen)


async def list_parts(db: AsyncSession, part: type[Part], case_id: UUID) -> Sequence[Part]:
    """All of a case's parts of one kind, in the order of their keys."""
    order = [column for column in part.__mapper__.primary_key if column.name != "case_id"]
    return (await db.execute(select(part).where(part.case_id == case_id).order_by(*order))).scalars().all()


async def list_tasks(db: AsyncSession, case_id: UUID) -> Sequence[CaseTask]:
    """The steps of its review, stage by stage."""
    chosen = select(CaseTask).where(CaseTask.case_id == case_id).order_by(CaseTask.stage, CaseTask.step_code)
    return (await db.execute(chosen)).scalars().all()


async def open_of_applicant(
    db: AsyncSession, item_code: str, uscc: str | None, contact_index: bytes | None
) -> Sequence[OnlineCase]:
    """Open cases for an item by the same applicant; begun at the few rows of the company or of the contact."""
    chosen = select(OnlineCase).where(OnlineCase.item_code == item_code, OnlineCase.status.in_(sorted(OPEN)))
    if uscc is not None:
        chosen = chosen.where(OnlineCase.uscc == uscc)
    else:
        of_contact = select(CaseContact.case_id).where(CaseContact.contact_index == contact_index)
        chosen = chosen.where(OnlineCase.id.in_(of_contact), OnlineCase.uscc.is_(None))
    return (await db.execute(chosen.order_by(OnlineCase.submitted_at.desc(), OnlineCase.id.desc()).limit(10))).scalars().all()


async def visible_numbers(db: AsyncSession, actor: Principal, case_ids: Sequence[UUID]) -> Sequence[str]:
    """The numbers of those cases that the principal may see."""
    chosen = select(OnlineCase.number).where(OnlineCase.id.in_(case_ids), visible_to(actor)).order_by(OnlineCase.number)
    return (await db.execute(chosen)).scalars().all()


async def hold_due(db: AsyncSession, now: datetime, most: int) -> Sequence[OnlineCase]:
    """Some cases whose timers are due, locked; those that another holds are left to it."""
    sweep_at = func.greatest(OnlineCase.wake_at, OnlineCase.sweep_after)
    due = select(OnlineCase).where(OnlineCase.wake_at.is_not(None), sweep_at <= now).order_by(sweep_at).limit(most)
    return (await db.execute(due.with_for_update(skip_locked=True, key_share=True))).scalars().all()


async def count_open_at(db: AsyncSession, item_code: str, centre_code: str) -> int:
    """Open cases of an item at a centre."""
    chosen = select(func.count()).where(
        OnlineCase.centre_code == centre_code, OnlineCase.item_code == item_code, OnlineCase.status.in_(sorted(OPEN))
    )
    return (await db.execute(chosen)).scalar_one()


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("online_case_numbers")))).scalar_one())


async def _one(db: AsyncSession, chosen: Select[OnlineCase], for_update: bool) -> OnlineCase:
    if for_update:  # as it is now, whatever this session has read of it before it had the lock
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    case = (await db.execute(chosen)).scalar_one_or_none()
    if case is None:
        raise CaseUnknown()
    return case
