"""Every SELECT of the packages, each within what the principal may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from contracts.roles import Role
from svc_affairs.item_packages.errors import PackageNotInForce, PackageUnknown
from svc_affairs.item_packages.models import ItemPackage, PackageStep
from svc_affairs.item_packages.terms import LifeEvent, PackageAction, PackageStatus


@dataclass(frozen=True)
class Filter:
    """What a list of packages may be narrowed to."""

    code: str | None = None
    status: PackageStatus | None = None
    life_event: LifeEvent | None = None
    item_code: str | None = None


async def get(db: AsyncSession, actor: Principal, package_id: UUID, *, for_update: bool = False) -> ItemPackage:
    """The version, its row locked if asked; raises PackageUnknown also where the principal may not see it."""
    chosen = select(ItemPackage).where(ItemPackage.id == package_id, _visible_to(actor))
    if for_update:
        chosen = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise PackageUnknown()
    return found


async def find_published(db: AsyncSession, code: str) -> ItemPackage | None:
    """The version of a code that is published, its row locked."""
    chosen = select(ItemPackage).where(ItemPackage.code == code, ItemPackage.status == PackageStatus.PUBLISHED)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await db.execute(held)).scalar_one_or_none()


async def share_published(db: AsyncSession, code: str) -> ItemPackage:
    """The published version of a code, which nobody ends before this commits; raises PackageUnknown, PackageNotInForce."""
    chosen = select(ItemPackage).where(ItemPackage.code == code, ItemPackage.status == PackageStatus.PUBLISHED)
    found = (await db.execute(chosen.with_for_update(read=True))).scalar_one_or_none()
    if found is not None:
        return found
    was_ever = select(ItemPackage.id).where(ItemPackage.code == code, ItemPackage.published_at.is_not(None)).limit(1)
    raise PackageNotInForce(package_code=code) if (await db.execute(was_ever)).first() else PackageUnknown()


async def get_any(db: AsyncSession, package_id: UUID) -> ItemPackage:
    """The version that an application keeps."""
    return await db.get_one(ItemPackage, package_id)


def list_packages(actor: Principal, wanted: Filter) -> Select[ItemPackage]:
    """The statement of a list; the caller pages it."""
    conditions = [_listed_for(actor, wanted)]
    for name in ("code", "status", "life_event"):
        if (value := getattr(wanted, name)) is not None:
            conditions.append(getattr(ItemPackage, name) == value)
    if wanted.item_code is not None:
        conditions.append(ItemPackage.items.contains([{"item_code": wanted.item_code}]))
    return select(ItemPackage).where(*conditions)


async def list_steps(db: AsyncSession, package_id: UUID) -> Sequence[PackageStep]:
    """A version's history, the oldest first."""
    chosen = select(PackageStep).where(PackageStep.package_id == package_id).order_by(PackageStep.revision)
    return (await db.execute(chosen)).scalars().all()


async def has_written(db: AsyncSession, actor: Principal, package_id: UUID) -> bool:
    """Whether the principal drafted or changed the version."""
    own = (PackageStep.actor == actor.subject, PackageStep.action.in_((PackageAction.DRAFT, PackageAction.CHANGE)))
    found = await db.execute(select(PackageStep.id).where(PackageStep.package_id == package_id, *own).limit(1))
    return found.first() is not None


def _visible_to(actor: Principal) -> ColumnElement[bool]:
    """Editors and reviewers see every version, everybody what was ever published."""
    return true() if _works_at_them(actor) else ItemPackage.published_at.is_not(None)


def _listed_for(actor: Principal, wanted: Filter) -> ColumnElement[bool]:
    """Unless asked for a code's versions or a state, the public's list holds what is published now."""
    if _works_at_them(actor) or wanted.code is not None or wanted.status is not None:
        return _visible_to(actor)
    return ItemPackage.status == PackageStatus.PUBLISHED


def _works_at_them(actor: Principal) -> bool:
    return actor.has(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)
