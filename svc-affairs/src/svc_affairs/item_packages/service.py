"""Use cases of packages: draft, change, publish, withdraw, look up, and the guide of what applies."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.errors import Invalid
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.event import Event
from contracts.roles import Role
from svc_affairs.item_packages import events, repository
from svc_affairs.item_packages.errors import (
    PackageActionNotPossible,
    PackageAuthorMayNotPublish,
    PackageDraftAlreadyThere,
    PackageItemsNotInForce,
    PackageMaterialsUnknown,
    PackageNotForYourRole,
)
from svc_affairs.item_packages.lifecycle import IllegalMove, move
from svc_affairs.item_packages.merging import applying, places_astray
from svc_affairs.item_packages.models import ItemPackage, PackageStep
from svc_affairs.item_packages.repository import Filter
from svc_affairs.item_packages.schemas import PackageContent, PackageDraft, PackagePatch
from svc_affairs.item_packages.terms import PackageAction, PackageStatus
from svc_affairs.items import service as items
from svc_affairs.items.models import Item

Tells = Callable[[ItemPackage], Event]
# The versions of a package's items that can be applied for, and those that are offered but rest, by their codes.
Held = tuple[Mapping[str, Item], Mapping[str, Item]]

__all__ = [
    "Filter", "ItemPackage", "change_package", "draft_package", "get_package", "get_version", "guide_of", "items_of",
    "list_packages", "list_steps", "publish_package", "search_packages", "share_published", "withdraw_package",
]  # fmt: skip

share_published = repository.share_published
get_version = repository.get_any


async def draft_package(db: AsyncSession, actor: Principal, draft: PackageDraft) -> ItemPackage:
    """Draft the next version of a package; raises PackageDraftAlreadyThere."""
    now = clock.now()
    following = select(func.coalesce(func.max(ItemPackage.version), 0) + 1).where(ItemPackage.code == draft.code)
    row: dict[str, Any] = draft.model_dump(mode="json") | {"id": uuid7(), "version": following.scalar_subquery(), "revision": 1}
    row |= {"status": PackageStatus.DRAFT, "created_at": now, "changed_at": now, "announced": 0} | _words(row)
    drafted = insert(ItemPackage).values(row).on_conflict_do_nothing().returning(ItemPackage)
    package = (await db.execute(drafted)).scalar_one_or_none()
    if package is None:
        raise PackageDraftAlreadyThere(code=draft.code)
    await _record(db, actor, package, PackageAction.DRAFT)
    return package


async def change_package(
    db: AsyncSession, actor: Principal, package_id: UUID, if_match: int | None, patch: PackagePatch
) -> ItemPackage:
    """Change a draft; raises PackageUnknown, StaleVersion, PackageActionNotPossible, Invalid where it fits no more."""
    package = await _hold(db, actor, package_id, if_match)
    _status_after(package, PackageAction.CHANGE)
    changes = patch.model_dump(mode="json", exclude_unset=True)
    content = {name: getattr(package, name) for name in PackageContent.model_fields} | changes
    try:
        PackageContent.model_validate(content)
    except ValidationError as error:
        raise Invalid(errors=[{"pointer": "", "detail": each["msg"]} for each in error.errors()]) from None
    fields = sorted(changes)
    changes |= _words(content)
    await _step(db, actor, package, PackageAction.CHANGE, fields=fields, **changes)
    return package


async def publish_package(
    db: AsyncSession, actor: Principal, package_id: UUID, if_match: int | None, note: str | None = None
) -> ItemPackage:
    """It can be applied for, in place of the version before.

    Raises PackageUnknown, StaleVersion, PackageActionNotPossible, PackageAuthorMayNotPublish, PackageItemsNotInForce,
    PackageMaterialsUnknown.
    """
    package = await _hold(db, actor, package_id, if_match)
    _status_after(package, PackageAction.PUBLISH)
    if await repository.has_written(db, actor, package.id):
        raise PackageAuthorMayNotPublish()
    in_force = await items.all_in_force(db, package.item_codes)
    if missing := [code for code in package.item_codes if code not in in_force]:
        raise PackageItemsNotInForce(", ".join(missing), item_codes=[*missing])
    if astray := places_astray(package, in_force.values()):
        raise PackageMaterialsUnknown(places=[{"item_code": item, "material_code": code} for item, code in astray])
    former, now = await repository.find_published(db, package.code), clock.now()
    if former is not None:
        gone: dict[str, Any] = {"withdrawn_at": now, "replaced_by_id": package.id}
        await _step(db, actor, former, PackageAction.REPLACE, tells=events.withdrawn, **gone)
    await _step(db, actor, package, PackageAction.PUBLISH, tells=events.published, note=note, published_at=now)
    return package


async def withdraw_package(
    db: AsyncSession, actor: Principal, package_id: UUID, if_match: int | None, note: str | None = None
) -> ItemPackage:
    """Editors give up a draft, reviewers end what is published; what was applied for goes on.

    Raises PackageUnknown, StaleVersion, PackageActionNotPossible, PackageNotForYourRole.
    """
    package = await _hold(db, actor, package_id, if_match)
    _status_after(package, PackageAction.WITHDRAW)
    needed = Role.ITEM_EDITOR if package.status is PackageStatus.DRAFT else Role.ITEM_REVIEWER
    if not actor.has(needed):
        raise PackageNotForYourRole(needed=needed)
    tells = events.withdrawn if package.announced else None
    await _step(db, actor, package, PackageAction.WITHDRAW, tells=tells, note=note, withdrawn_at=clock.now())
    return package


async def get_package(db: AsyncSession, actor: Principal, package_id: UUID) -> ItemPackage:
    """One version of a package; raises PackageUnknown."""
    return await repository.get(db, actor, package_id)


async def list_packages(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[list[ItemPackage], str | None]:
    """A page of the packages that the actor may see, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_packages(actor, wanted), (ItemPackage.id,), params)


async def search_packages(db: AsyncSession, actor: Principal, wanted: Filter, query: str, most: int) -> list[ItemPackage]:
    """The packages that answer a citizen's words best, the best first, by the words that items are found by."""
    return await items.best(db, repository.list_packages(actor, wanted), query, most, ItemPackage)


async def list_steps(db: AsyncSession, actor: Principal, package_id: UUID) -> Sequence[PackageStep]:
    """A version's history; raises PackageUnknown."""
    await repository.get(db, actor, package_id)
    return await repository.list_steps(db, package_id)


async def items_of(db: AsyncSession, packages: Sequence[ItemPackage]) -> Held:
    """The items that packages hold, in two statements however many packages these are."""
    codes = {code for package in packages for code in package.item_codes}
    in_force = await items.all_in_force(db, codes) if codes else {}
    resting = codes - in_force.keys()
    return in_force, await items.all_offered(db, resting) if resting else {}


async def guide_of(
    db: AsyncSession, actor: Principal, package_id: UUID, answers: Mapping[str, str]
) -> tuple[ItemPackage, list[str]]:
    """The package, and which of its items apply by these answers; raises PackageUnknown, AnswersNotFit, NothingApplies."""
    package = await repository.get(db, actor, package_id)
    return package, applying(package, answers)


async def _hold(db: AsyncSession, actor: Principal, package_id: UUID, if_match: int | None) -> ItemPackage:
    package = await repository.get(db, actor, package_id, for_update=True)
    check_version(if_match, package.revision)
    return package


def _words(content: Mapping[str, Any]) -> dict[str, str]:
    """What it is found by: its name and keywords, then its description and its questions."""
    told = [content.get("description") or "", *(each["text"] for each in content["questions"])]
    return items.words_for(
        {"name": content["name"], "keywords": content["keywords"], "guide": {"conditions": " ".join(told)}, "materials": []}
    )


def _status_after(package: ItemPackage, action: PackageAction) -> PackageStatus:
    try:
        return move(package.status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        raise PackageActionNotPossible(state=str(package.status), action=str(action), possible=[*possible]) from None


async def _step(
    db: AsyncSession, actor: Principal, package: ItemPackage, action: PackageAction, *, tells: Tells | None = None,
    note: str | None = None, fields: Sequence[str] = (), **changes: Any,
) -> None:  # fmt: skip
    """Move the held version by one step; an event's sequence counts what was announced of it."""
    package.status = _status_after(package, action)
    for name, value in changes.items():
        setattr(package, name, value)
    package.revision += 1
    package.announced += tells is not None
    package.changed_at = clock.now()
    await _record(db, actor, package, action, note, fields)
    if tells is not None:
        await outbox.publish(db, tells(package), subject=str(package.id), sequence=package.announced)


async def _record(
    db: AsyncSession, actor: Principal, package: ItemPackage, action: PackageAction, note: str | None = None,
    fields: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write the present revision, and it into the history."""
    await db.flush()
    db.add(
        PackageStep(
            id=uuid7(), package_id=package.id, revision=package.revision, action=action, status=package.status,
            actor=actor.subject, at=package.changed_at, note=note, fields=[*fields],
        )
    )  # fmt: skip
    await db.flush()
