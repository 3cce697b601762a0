"""Every SELECT of the items, each within what the principal may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, Text, and_, any_, bindparam, cast, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from svc_affairs.items.errors import ItemNotInForce, ItemUnknown
from svc_affairs.items.lifecycle import OFFERED
from svc_affairs.items.models import Item, ItemStep
from svc_affairs.items.terms import ApplicantKind, CaseType, Channel, ItemKind, ItemLevel, ItemStatus


@dataclass(frozen=True)
class Filter:
    """What a list of items may be narrowed to; a field that is none narrows nothing."""

    code: str | None = None
    base_code: str | None = None
    department_code: str | None = None
    kind: ItemKind | None = None
    level: ItemLevel | None = None
    status: ItemStatus | None = None
    case_type: CaseType | None = None
    is_in_hall: bool | None = None
    is_open_to_centres: bool | None = None
    channel: Channel | None = None
    applicant_kind: ApplicantKind | None = None
    online_depth_min: int | None = None
    visits_max: int | None = None


_EQUAL = (
    "code", "base_code", "department_code", "kind", "level", "status", "case_type", "is_in_hall", "is_open_to_centres",
)  # fmt: skip


def list_items(actor: Principal, wanted: Filter) -> Select[Item]:
    """The statement of a list; the caller pages it."""
    conditions = [_listed_for(actor, wanted)]
    conditions += [getattr(Item, name) == value for name in _EQUAL if (value := getattr(wanted, name)) is not None]
    if wanted.channel is not None:
        conditions.append(Item.channels.contains([str(wanted.channel)]))
    if wanted.applicant_kind is not None:
        conditions.append(Item.applicant_kinds.contains([str(wanted.applicant_kind)]))
    if wanted.online_depth_min is not None:
        conditions.append(Item.online_depth >= wanted.online_depth_min)
    if wanted.visits_max is not None:
        conditions.append(Item.visits <= wanted.visits_max)
    return select(Item).where(*conditions)


async def get(db: AsyncSession, actor: Principal, item_id: UUID, *, for_update: bool = False) -> Item:
    """The version, its row locked if asked; raises ItemUnknown also where the principal may not see it."""
    chosen = select(Item).where(Item.id == item_id, visible_to(actor))
    if for_update:
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    item = (await db.execute(chosen)).scalar_one_or_none()
    if item is None:
        raise ItemUnknown()
    return item


async def get_in_force(db: AsyncSession, code: str) -> Item:
    """The version of a code that is in force now; raises ItemUnknown, ItemNotInForce."""
    item = (await db.execute(select(Item).where(Item.code == code, is_in_force()))).scalar_one_or_none()
    if item is not None:
        return item
    offered = await find_offered(db, code)
    if offered is not None:
        day = None if offered.resumes_on is None else str(offered.resumes_on)
        raise ItemNotInForce(item_code=code, state=offered.status.value, resumes_on=day)
    known = (await db.execute(select(Item.id).where(Item.code == code).limit(1))).first()
    raise ItemNotInForce(item_code=code) if known else ItemUnknown()


def is_in_force() -> ColumnElement[bool]:
    """In force now by its days, whether or not the sweeper has passed; of a code at most one version is.

    The day is asked for whenever a statement runs, since a mapped column holds this expression as long as the process lives.
    """
    today, next_one = bindparam("today", callable_=_today, type_=Date(), unique=True), aliased(Item)
    has_come = and_(Item.status == ItemStatus.SCHEDULED, Item.effective_on <= today)
    is_on = or_(Item.status == ItemStatus.PUBLISHED, and_(Item.status == ItemStatus.SUSPENDED, Item.resumes_on <= today))
    replaced = exists().where(next_one.code == Item.code, next_one.status == ItemStatus.SCHEDULED, next_one.effective_on <= today)
    return or_(has_come, and_(is_on, ~replaced))


def _today() -> date:
    return clock.local_day(clock.now())


async def find_before(db: AsyncSession, actor: Principal, item: Item) -> Item | None:
    """The version of the same code before this one, among those the principal may see."""
    chosen = select(Item).where(Item.code == item.code, Item.version < item.version, visible_to(actor))
    return (await db.execute(chosen.order_by(Item.version.desc()).limit(1))).scalar_one_or_none()


async def find_offered(db: AsyncSession, code: str, *, for_update: bool = False) -> Item | None:
    """The version of a code that citizens see as its present one, locked if asked."""
    chosen = select(Item).where(Item.code == code, Item.status.in_(OFFERED))
    if for_update:
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(chosen)).scalar_one_or_none()


async def find_scheduled(db: AsyncSession, code: str) -> Item | None:
    """The version of a code that waits for its day, locked."""
    chosen = select(Item).where(Item.code == code, Item.status == ItemStatus.SCHEDULED)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(held)).scalar_one_or_none()


async def hold_due_to_take_over(db: AsyncSession, now: datetime, most: int) -> Sequence[Item]:
    """Versions whose day has come, the longest due first, locked; those that another holds, or that rest, are passed over."""
    due = and_(Item.status == ItemStatus.SCHEDULED, Item.effective_on <= clock.local_day(now))
    return await _hold(db, due, Item.effective_on, now, most)


async def hold_due_to_resume(db: AsyncSession, now: datetime, most: int) -> Sequence[Item]:
    """Suspended versions whose day has come, likewise."""
    due = and_(Item.status == ItemStatus.SUSPENDED, Item.resumes_on <= clock.local_day(now))
    return await _hold(db, due, Item.resumes_on, now, most)


async def _hold(db: AsyncSession, due: ColumnElement[bool], first: object, now: datetime, most: int) -> Sequence[Item]:
    rested = or_(Item.sweep_after.is_(None), Item.sweep_after <= now)
    chosen = select(Item).where(due, rested).order_by(first, Item.id).limit(most)  # type: ignore[arg-type]
    return (await db.execute(chosen.with_for_update(skip_locked=True, key_share=True))).scalars().all()


def list_steps(item_id: UUID) -> Select[ItemStep]:
    """The statement of a version's history; the caller pages it."""
    return select(ItemStep).where(ItemStep.item_id == item_id)


async def get_any(db: AsyncSession, item_id: UUID) -> Item:
    """The version in any state; raises ItemUnknown."""
    item = await db.get(Item, item_id)
    if item is None:
        raise ItemUnknown()
    return item


def is_open_to_centres(code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether centres may take cases of the code in."""
    return select(Item.id).where(Item.code == code, is_in_force(), Item.is_open_to_centres).exists()


async def known_among(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` of which there is any version."""
    return set((await db.execute(select(Item.code).where(_is_among(codes)).distinct())).scalars())


async def in_force_among(db: AsyncSession, codes: Iterable[str]) -> dict[str, Row[str, str, bool]]:
    """Code, department_code and is_open_to_centres of those of `codes` that are in force, by code."""
    chosen = select(Item.code, Item.department_code, Item.is_open_to_centres).where(_is_among(codes), is_in_force())
    return {row.code: row for row in await db.execute(chosen)}


def _is_among(codes: Iterable[str]) -> ColumnElement[bool]:
    """One of `codes`, which are one parameter however many they are."""
    return Item.code == any_(cast(sorted(set(codes)), ARRAY(Text)))


async def count_in_force(db: AsyncSession) -> tuple[int, int, int]:
    """All that are in force, those of them in halls, and those that centres may take on."""
    counted = select(func.count(), *(func.count().filter(each) for each in (Item.is_in_hall, Item.is_open_to_centres)))
    row = (await db.execute(counted.select_from(Item).where(is_in_force()))).one()
    return row[0], row[1], row[2]


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Editors and reviewers see every version; everybody else what was ever in force, since cases may go on with it."""
    if _works_at_items(actor):
        return true()
    has_come = and_(Item.status == ItemStatus.SCHEDULED, Item.effective_on <= clock.local_day(clock.now()))
    return or_(Item.published_at.is_not(None), has_come)


def _listed_for(actor: Principal, wanted: Filter) -> ColumnElement[bool]:
    """Unless asked for a code's versions or a state, the public's list holds what is offered now."""
    if _works_at_items(actor):
        return true()
    if wanted.code is None and wanted.status is None:
        return Item.status.in_(OFFERED)
    return Item.published_at.is_not(None)


def _works_at_items(actor: Principal) -> bool:
    return actor.has(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)
