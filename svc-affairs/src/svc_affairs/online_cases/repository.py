"""Every SELECT of the online cases, each within what the principal may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, column, false, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, make_transient_to_detached
from sqlalchemy.sql.selectable import TableValuedAlias

from chassis.auth import ADMINISTRATOR, Principal
from chassis.paths import within
from contracts.roles import Role
from svc_affairs.base import table_of
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
_MOST_DUPLICATES = 10
_BY = ("status", "item_code", "department_code", "centre_code", "channel", "number", "package_application_id")


class Applied(NamedTuple):
    """Who applied for what, as far as it tells one applicant from another: the company's code, else the contact's index."""

    item_code: str
    uscc: str | None
    contact_index: bytes | None


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


async def find_externals(db: AsyncSession, known_as: Collection[tuple[str, str]]) -> dict[tuple[str, str], OnlineCase]:
    """The cases that centres know by these numbers of their own, by centre and number."""
    chosen = select(OnlineCase).where(tuple_(OnlineCase.centre_code, OnlineCase.external_no).in_(sorted(known_as)))
    return {(str(each.centre_code), str(each.external_no)): each for each in (await db.execute(chosen)).scalars()}


async def hold_all(
    db: AsyncSession, actor: Principal, ids: Collection[UUID], numbers: Collection[str], acting: Roles
) -> Sequence[OnlineCase]:
    """Those of the cases that the principal, so acting, may see, locked in their order."""
    named = or_(OnlineCase.id.in_(sorted(ids)), OnlineCase.number.in_(sorted(numbers)))
    chosen = select(OnlineCase).where(named, visible_to(actor, acting)).order_by(OnlineCase.id)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(held)).scalars().all()


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


def visible_to(actor: Principal, acting: Roles = ANY_ROLE, of: Any = OnlineCase) -> ColumnElement[bool]:
    """Approvers see their department's, centres their own, window clerks those of their territory, analysts all.

    `acting` are the roles that count: who is two things may do as one of them only what that one may. `of` is the case, or
    what else has its columns of centre, departments and territory.
    """
    roles = actor.roles & acting
    is_of_city = Role.WINDOW in roles and actor.territory_code is None
    if ADMINISTRATOR in actor.roles or Role.ANALYST in roles or is_of_city:
        return true()
    seen: list[ColumnElement[bool]] = [false()]
    if Role.CENTRE in roles:
        seen.append(of.centre_code.in_(centres.own_codes(actor)))
    if Role.APPROVER in roles and actor.unit_code is not None:
        seen.append(of.department_codes.contains([actor.unit_code]))
    if Role.WINDOW in roles and actor.territory_code is not None:
        seen.append(within(of.territory_code, actor.territory_code, _CUT_DEPTHS))
    return or_(*seen)


async def list_parts(db: AsyncSession, part: type[Part], case_id: UUID) -> Sequence[Part]:
    """All of a case's parts of one kind, in the order of their keys."""
    order = [column for column in part.__mapper__.primary_key if column.name != "case_id"]
    return (await db.execute(select(part).where(part.case_id == case_id).order_by(*order))).scalars().all()


async def list_tasks(db: AsyncSession, case_id: UUID) -> Sequence[CaseTask]:
    """The steps of its review, stage by stage."""
    return await list_tasks_of(db, [case_id])


async def list_tasks_of(db: AsyncSession, case_ids: Sequence[UUID]) -> Sequence[CaseTask]:
    """The same of many cases, one case after the other."""
    order = (CaseTask.case_id, CaseTask.stage, CaseTask.step_code)
    return (await db.execute(select(CaseTask).where(CaseTask.case_id.in_(case_ids)).order_by(*order))).scalars().all()


def _asked(key: InstrumentedAttribute[Any]) -> TableValuedAlias:
    """Many applications as a table: place, item and who applies."""
    arrays = (bindparam("item_codes", type_=ARRAY(Text)), bindparam("keys", type_=ARRAY(key.type)))
    named = (column("item_code", Text), column("key", key.type))
    return func.unnest(*arrays).table_valued(*named, with_ordinality="place", name="asked").render_derived()


def _open_of_companies() -> Select[Any]:
    asked = _asked(OnlineCase.uscc)
    is_same = and_(OnlineCase.uscc == asked.c.key, OnlineCase.item_code == asked.c.item_code)
    return _the_newest(select(asked.c.place, OnlineCase.id).join_from(asked, OnlineCase, is_same), asked.c.place)


def _open_of_persons() -> Select[Any]:
    """The few cases of each contact come first and for themselves: the planner would go through all of an item's."""
    asked = _asked(CaseContact.contact_index)
    of_contact = select(asked.c.place, asked.c.item_code, CaseContact.case_id)
    theirs = (
        of_contact.join_from(asked, CaseContact, CaseContact.contact_index == asked.c.key)
        .cte("theirs")
        .prefix_with("MATERIALIZED")
    )
    is_same = and_(OnlineCase.id == theirs.c.case_id, OnlineCase.item_code == theirs.c.item_code, OnlineCase.uscc.is_(None))
    return _the_newest(select(theirs.c.place, OnlineCase.id).join_from(theirs, OnlineCase, is_same), theirs.c.place)


def _the_newest(chosen: Select[Any], place: ColumnElement[Any]) -> Select[Any]:
    is_open = OnlineCase.status.in_(sorted(OPEN))
    return chosen.where(is_open).order_by(place, OnlineCase.submitted_at.desc(), OnlineCase.id.desc())


_OPEN_OF_COMPANIES, _OPEN_OF_PERSONS = _open_of_companies(), _open_of_persons()


async def open_of_applicants(db: AsyncSession, applied: Collection[Applied]) -> dict[Applied, list[UUID]]:
    """The newest open cases for the same item by the same applicant."""
    found: dict[Applied, list[UUID]] = {}
    for statement, is_company in ((_OPEN_OF_COMPANIES, True), (_OPEN_OF_PERSONS, False)):
        wanted = [each for each in applied if (each.uscc is not None) is is_company]
        if wanted:
            keys = [each.uscc or each.contact_index for each in wanted]
            told = {"item_codes": [each.item_code for each in wanted], "keys": keys}
            for place, case_id in await db.execute(statement, told):
                found.setdefault(wanted[place - 1], []).append(case_id)
    return {each: case_ids[:_MOST_DUPLICATES] for each, case_ids in found.items()}


async def visible_numbers(db: AsyncSession, actor: Principal, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of those cases that the principal may see."""
    chosen = select(OnlineCase.id, OnlineCase.number).where(OnlineCase.id.in_(case_ids), visible_to(actor))
    return {row.id: row.number for row in await db.execute(chosen)}


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


async def next_numbers(db: AsyncSession, count: int) -> list[int]:
    drawn = select(func.nextval("online_case_numbers")).select_from(func.generate_series(1, count))
    return [int(each) for each in (await db.execute(drawn)).scalars()]


async def enter(db: AsyncSession, cases: Sequence[OnlineCase]) -> None:
    """Write new cases in one statement, and keep in the session those that were written.

    Not written is one that took a centre's own number which another request has taken meanwhile; it stays out of the session.
    Those with such numbers are written in their order, so that two requests never wait for each other.
    """
    table = table_of(OnlineCase)
    names = [column.key for column in table.columns if column.key != "changed_xid"]
    ordered = sorted(cases, key=lambda case: (case.centre_code or "", case.external_no or ""))
    written = insert(table).on_conflict_do_nothing(
        index_elements=["centre_code", "external_no"], index_where=OnlineCase.external_no.is_not(None)
    )
    rows = [{name: getattr(case, name) for name in names} for case in ordered]
    there = set((await db.execute(written.returning(table.c.id), rows)).scalars())
    for case in cases:
        if case.id in there:
            make_transient_to_detached(case)
            db.add(case)


async def _one(db: AsyncSession, chosen: Select[OnlineCase], for_update: bool) -> OnlineCase:
    if for_update:  # as it is now, whatever this session has read of it before it had the lock
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    case = (await db.execute(chosen)).scalar_one_or_none()
    if case is None:
        raise CaseUnknown()
    return case
