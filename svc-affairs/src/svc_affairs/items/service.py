"""Use cases of items: draft, change, submit, reject, withdraw, look up; those of what was approved are in `publishing`."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from contracts.roles import Role
from svc_affairs.base_items import service as base_items
from svc_affairs.departments import service as departments
from svc_affairs.items import events, repository
from svc_affairs.items.bulk import enter_many
from svc_affairs.items.bulk_moving import publish_many, reject_many, submit_many, withdraw_many
from svc_affairs.items.coding import PROFILES, faults_of_code
from svc_affairs.items.comparing import Differences, compare
from svc_affairs.items.errors import (
    CodeNotByProfile,
    DraftAlreadyThere,
    NotForYourRole,
    NoVersionBefore,
    OwnerUnknown,
    PromiseTooLong,
)
from svc_affairs.items.lifecycle import WORKED_ON
from svc_affairs.items.models import Item, ItemStep
from svc_affairs.items.moving import record, status_after, step
from svc_affairs.items.passing import hold
from svc_affairs.items.publishing import publish_item, resume_item, suspend_item
from svc_affairs.items.repository import Filter, is_in_force
from svc_affairs.items.schemas import ItemDraft, ItemPatch
from svc_affairs.items.searching import best, matches_all, words_for
from svc_affairs.items.terms import Action, ItemStatus
from svc_affairs.items.versions import hold_versions, lock_entering, see_versions

__all__ = [
    "all_in_force", "all_offered", "best", "change_item", "content_of", "count_in_force", "differences", "draft_item",
    "enter_many", "get_item", "hold_versions", "in_force", "is_in_force", "list_items", "list_matching", "list_steps",
    "lock_entering", "publish_item", "publish_many", "reject_item", "reject_many", "resume_item", "search_items",
    "see_versions", "stream_items", "submit_item", "submit_many", "suspend_item", "versions_of", "withdraw_item",
    "withdraw_many", "words_for",
]  # fmt: skip


@dataclass(frozen=True)
class ItemCounts:
    """Of the items in force: all, those that are dealt with in halls, those that centres may take on."""

    in_force: int
    in_halls: int
    open_to_centres: int


async def draft_item(db: AsyncSession, actor: Principal, draft: ItemDraft) -> Item:
    """Draft the next version of an item; raises CodeNotByProfile, OwnerUnknown, PromiseTooLong, DraftAlreadyThere,
    BaseItemNotInUse, BaseKindDiffers, LevelNotOfBase, LongerThanBase.
    """
    _check_promise(draft.statutory_days, draft.promised_days)
    _check_code(db, draft.code, draft.kind, draft.level, draft.base_code)
    content = draft.model_dump(mode="json")
    await _check_owners(db, draft.department_code, content["steps"])
    await base_items.check_against_base(db, draft.base_code, draft.kind, draft.level, draft.statutory_days)
    now = clock.now()
    following = select(func.coalesce(func.max(Item.version), 0) + 1).where(Item.code == draft.code).scalar_subquery()
    row: dict[str, Any] = content | {"id": uuid7(), "version": following, "revision": 1, "status": ItemStatus.DRAFT}
    row |= {"created_at": now, "changed_at": now, "authors": [actor.subject], "announced": 0}
    row |= words_for(row)
    drafted = insert(Item).values(row).on_conflict_do_nothing().returning(Item)
    item = (await db.execute(drafted)).scalar_one_or_none()
    if item is None:
        raise DraftAlreadyThere(code=draft.code)
    await record(db, actor, item, Action.DRAFT)
    return item


async def change_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, patch: ItemPatch) -> Item:
    """Change a draft; raises ItemUnknown, StaleVersion, ActionNotPossible, OwnerUnknown, PromiseTooLong,
    CodeNotByProfile, BaseItemNotInUse, BaseKindDiffers, LevelNotOfBase, LongerThanBase.
    """
    item = await hold(db, actor, item_id, if_match)
    status_after(item, Action.CHANGE)
    changes = patch.model_dump(mode="json", exclude_unset=True)
    _check_promise(changes.get("statutory_days", item.statutory_days), changes.get("promised_days", item.promised_days))
    kind, level, base_code = (changes.get(name, getattr(item, name)) for name in ("kind", "level", "base_code"))
    _check_code(db, item.code, kind, level, base_code)
    if changes.keys() & {"department_code", "steps"}:
        await _check_owners(db, *(changes.get(name, getattr(item, name)) for name in ("department_code", "steps")))
    await base_items.check_against_base(db, base_code, kind, level, changes.get("statutory_days", item.statutory_days))
    fields, authors = sorted(changes), sorted({*item.authors, actor.subject})
    names = ("name", "keywords", "guide", "materials")
    changes |= words_for({name: changes.get(name, getattr(item, name)) for name in names})
    await step(db, actor, item, Action.CHANGE, fields=fields, authors=authors, **changes)
    return item


async def submit_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, note: str | None) -> Item:
    """Hand a draft to the reviewers; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    item = await hold(db, actor, item_id, if_match)
    await step(db, actor, item, Action.SUBMIT, note=note)
    return item


async def reject_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, reasons: str) -> Item:
    """Hand what was submitted back to the editors; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    item = await hold(db, actor, item_id, if_match)
    await step(db, actor, item, Action.REJECT, note=reasons)
    return item


async def withdraw_item(
    db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, reason: str | None = None
) -> Item:
    """Editors give up what they work on; reviewers end, or call off, what was approved.

    Raises ItemUnknown, StaleVersion, ActionNotPossible, NotForYourRole.
    """
    item = await hold(db, actor, item_id, if_match)
    status_after(item, Action.WITHDRAW)
    needed = Role.ITEM_EDITOR if item.status in WORKED_ON else Role.ITEM_REVIEWER
    if not actor.has(needed):
        raise NotForYourRole(needed=needed)
    tells = events.withdrawn if item.announced else None
    await step(db, actor, item, Action.WITHDRAW, tells=tells, note=reason, withdrawn_at=clock.now())
    return item


async def get_item(db: AsyncSession, actor: Principal, item_id: UUID) -> Item:
    """One version of an item; raises ItemUnknown."""
    return await repository.get(db, actor, item_id)


async def differences(db: AsyncSession, actor: Principal, item_id: UUID, against: UUID | None) -> tuple[Item, Item, Differences]:
    """The version, what it is compared with (unless said the version before), and what differs.

    Raises ItemUnknown, NoVersionBefore.
    """
    item = await repository.get(db, actor, item_id)
    other = await repository.find_before(db, actor, item) if against is None else await repository.get(db, actor, against)
    if other is None:
        raise NoVersionBefore()
    return item, other, compare(content_of(other), content_of(item))


def content_of(item: Item) -> dict[str, Any]:
    """What an editor writes of a version, with what was left out at its default."""
    return ItemDraft.model_validate({name: getattr(item, name) for name in ItemDraft.model_fields}).model_dump(mode="json")


async def list_steps(db: AsyncSession, actor: Principal, item_id: UUID, params: PageRequest) -> tuple[list[ItemStep], str | None]:
    """A page of a version's history, the newest first, and the next cursor; raises ItemUnknown."""
    await repository.get(db, actor, item_id)
    return await fetch_page(db, repository.list_steps(item_id), (ItemStep.id,), params)


async def list_items(db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest) -> tuple[list[Item], str | None]:
    """A page of the items the actor may see, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_items(actor, wanted), (Item.id,), params)


async def list_matching(
    db: AsyncSession, actor: Principal, wanted: Filter, query: str, params: PageRequest
) -> tuple[list[Item], str | None]:
    """The same of those that hold every telling word of the query."""
    return await fetch_page(db, repository.list_items(actor, wanted).where(matches_all(query)), (Item.id,), params)


async def search_items(db: AsyncSession, actor: Principal, wanted: Filter, query: str, most: int) -> list[Item]:
    """The items that answer a citizen's words best, the best first; not all words need be found."""
    return await best(db, repository.list_items(actor, wanted), query, most, Item)


async def stream_items(
    db: AsyncSession, actor: Principal, wanted: Filter, query: str | None, at_once: int
) -> AsyncIterator[Sequence[Item]]:
    """All that a list has, the newest first, some at a time."""
    chosen = repository.list_items(actor, wanted)
    chosen = chosen if query is None else chosen.where(matches_all(query))
    rows = await db.stream_scalars(chosen.order_by(Item.id.desc()).execution_options(yield_per=at_once))
    async for some in rows.partitions(at_once):
        yield some
        for each in some:
            db.expunge(each)


async def in_force(db: AsyncSession, code: str) -> Item:
    """The version that an application of this moment is made for; raises ItemUnknown, ItemNotInForce."""
    return await repository.get_in_force(db, code)


async def all_in_force(db: AsyncSession, codes: Iterable[str]) -> dict[str, Item]:
    """Those versions by their codes, in one statement; a code of which none is in force is left out."""
    return {item.code: item for item in await repository.list_in_force(db, codes)}


async def all_offered(db: AsyncSession, codes: Iterable[str]) -> dict[str, Item]:
    """What citizens see of these codes, suspended or not, in one statement."""
    return {item.code: item for item in await repository.list_offered(db, codes)}


async def get_version(db: AsyncSession, item_id: UUID) -> Item:
    """The version that a case keeps, whatever was published since and whoever asks; raises ItemUnknown."""
    return await repository.get_any(db, item_id)


def is_open_to_centres(code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether the item of this code is in force and centres may take it on."""
    return repository.is_open_to_centres(code)


async def known_among(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are items, in force or not."""
    return await repository.known_among(db, codes)


async def in_force_among(db: AsyncSession, codes: Iterable[str]) -> Mapping[str, Row[str, str, bool]]:
    """Code, department_code and is_open_to_centres of those of `codes` that are in force, by code."""
    return await repository.in_force_among(db, codes)


async def count_in_force(db: AsyncSession) -> ItemCounts:
    """How many items are in force now, and how many of them where."""
    return ItemCounts(*await repository.count_in_force(db))


async def versions_of(db: AsyncSession, item_ids: Iterable[UUID]) -> dict[UUID, Item]:
    """The versions that cases keep, by their ids, in one statement."""
    return {item.id: item for item in await repository.list_versions(db, item_ids)}


async def _check_owners(db: AsyncSession, department_code: str, steps: Iterable[Mapping[str, Any]]) -> None:
    named = {department_code} | {each["department_code"] for each in steps if each["department_code"] is not None}
    if unknown := named - await departments.known_codes(db, named):
        raise OwnerUnknown(department_code=min(unknown))


def _check_promise(statutory_days: int, promised_days: int) -> None:
    if promised_days > statutory_days:
        raise PromiseTooLong(statutory_days=statutory_days, promised_days=promised_days)


def _check_code(db: AsyncSession, code: str, kind: str, level: str, base_code: str | None) -> None:
    profile = PROFILES[db.info["item_code_profile"]]
    faults = faults_of_code(profile, code, kind=str(kind), level=str(level), base_code=base_code)
    if faults:
        errors: list[JsonValue] = [{"pointer": f"/{each.field}", "detail": each.detail} for each in faults]
        raise CodeNotByProfile("; ".join(each.detail for each in faults), profile=profile.name, errors=errors)
