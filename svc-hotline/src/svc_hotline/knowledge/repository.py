"""Every SELECT of the knowledge base, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, and_, case, cast, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from svc_hotline.categories.models import Category
from svc_hotline.directory.models import UnitCopy
from svc_hotline.knowledge.errors import EntryUnknown
from svc_hotline.knowledge.models import KnowledgeEntry as Entry
from svc_hotline.knowledge.models import KnowledgeUse
from svc_hotline.knowledge.models import KnowledgeVersion as Version
from svc_hotline.knowledge.policy import POLICY
from svc_hotline.knowledge.terms import StaleReason, Status

# A version with all that a view of it needs, by name; and a statement that selects such.
Shown: TypeAlias = Row[*tuple[Any, ...]]
Selected: TypeAlias = Select[*tuple[Any, ...]]

_SHOWN = (
    Version.entry_id, Version.version_no, Version.status, Version.question, Version.answer, Version.unit_code,
    Version.category_code, Version.keywords, Version.valid_from_on, Version.valid_to_on, Version.source, Version.authors,
    Version.changed_at, Version.submitted_at, Version.decided_at, Version.decided_by, Version.decision_note,
    Version.published_at, Version.ended_at, Entry.version, Entry.published_no, Entry.working_no, Entry.newest_no,
    Entry.used_count, Entry.confirmed_at, Entry.confirmed_by,
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What a list of entries may be narrowed to."""

    status: Status | None = None
    unit_code: str | None = None
    category_code: str | None = None
    is_stale: bool | None = None
    ticket_id: UUID | None = None


async def find_for_update(db: AsyncSession, entry_id: UUID) -> Entry | None:
    """The entry, its row locked until the transaction ends."""
    return (await db.execute(select(Entry).where(Entry.id == entry_id).with_for_update())).scalar_one_or_none()


async def find_version(db: AsyncSession, entry_id: UUID, version_no: int) -> Version | None:
    return await db.get(Version, (entry_id, version_no))


async def get_shown(db: AsyncSession, actor: Principal, entry_id: UUID, version_no: int | None = None) -> Shown:
    """One version with all a view needs; without a number the entry's face. Raises EntryUnknown."""
    which = is_face() if version_no is None else Version.version_no == version_no
    found = (await db.execute(shown().where(Version.entry_id == entry_id, which, visible_to(actor)))).one_or_none()
    if found is None:
        raise EntryUnknown()
    return found


async def list_versions(db: AsyncSession, actor: Principal, entry_id: UUID) -> Sequence[Shown]:
    """The entry's versions, the newest first; raises EntryUnknown where none may be seen."""
    chosen = shown().where(Version.entry_id == entry_id, visible_to(actor)).order_by(Version.version_no.desc())
    found = (await db.execute(chosen)).all()
    if not found:
        raise EntryUnknown()
    return found


def list_entries(actor: Principal, wanted: Filter) -> Selected:
    """The statement of a list: with a status the versions that are in it, else each entry's face."""
    conditions = [visible_to(actor), is_face() if wanted.status is None else Version.status == wanted.status]
    if wanted.unit_code is not None:
        conditions.append(Version.unit_code == wanted.unit_code)
    if wanted.category_code is not None:
        conditions.append(Version.category_code == wanted.category_code)
    if wanted.is_stale is not None:
        conditions.append(is_stale() if wanted.is_stale else ~is_stale())
    if wanted.ticket_id is not None:
        used = select(KnowledgeUse.entry_id).where(KnowledgeUse.ticket_id == wanted.ticket_id)
        conditions.append(Version.entry_id.in_(used))
    return shown().where(*conditions)


def shown() -> Selected:
    """A select of versions with all a view needs."""
    today = clock.local_day(clock.now())
    reasons = array([case((holds, cast(str(reason), Text))) for reason, holds in _stale().items()])
    in_force = and_(Version.valid_from_on <= today, func.coalesce(Version.valid_to_on >= today, True))
    return select(
        *_SHOWN,
        in_force.label("is_in_force"),
        is_stale().label("is_stale"),
        func.array_remove(reasons, None, type_=ARRAY(Text)).label("stale_reasons"),
    ).join(Entry, Entry.id == Version.entry_id)


def is_face() -> ColumnElement[bool]:
    """As KnowledgeEntry.face_no says."""
    return Version.version_no == func.coalesce(Entry.published_no, Entry.newest_no)


def is_stale() -> ColumnElement[bool]:
    """Whether a reason holds."""
    return or_(*_stale().values())


def _stale() -> dict[StaleReason, ColumnElement[bool]]:
    """When each reason holds. Only what is published can be stale; all else nobody answers with."""
    now: datetime = clock.now()
    today: date = clock.local_day(now)
    published = Version.status == Status.PUBLISHED
    has_unit = exists().where(UnitCopy.code == Version.unit_code)
    has_category = exists().where(Category.code == Version.category_code)
    return {
        StaleReason.EXPIRED: and_(published, func.coalesce(Version.valid_to_on < today, False)),
        StaleReason.UNCONFIRMED: and_(
            published, func.coalesce(Entry.confirmed_at <= now - timedelta(days=POLICY.confirmed_days), True)
        ),
        StaleReason.UNIT_GONE: and_(published, ~has_unit),
        StaleReason.CATEGORY_GONE: and_(published, Version.category_code.is_not(None), ~has_category),
    }


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """What is published to everybody; to a unit also its own, to desk and supervisors all."""
    if actor.has(Role.DESK, Role.SUPERVISOR):
        return true()
    published = Version.status == Status.PUBLISHED
    if actor.has(Role.UNIT) and actor.unit_code is not None:
        return or_(published, Version.unit_code == actor.unit_code)
    return published
