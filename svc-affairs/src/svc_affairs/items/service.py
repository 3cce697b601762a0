"""Use cases of items: draft, change, publish, withdraw, look up."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from contracts.affairs import ItemPublishedV1
from svc_affairs.departments import service as departments
from svc_affairs.items import repository
from svc_affairs.items.errors import ActionNotPossible, DraftAlreadyThere, OwnerUnknown, PromiseTooLong
from svc_affairs.items.lifecycle import Action, IllegalMove, move
from svc_affairs.items.models import Item
from svc_affairs.items.repository import Filter
from svc_affairs.items.rules import index_terms
from svc_affairs.items.schemas import ItemDraft, ItemPatch
from svc_affairs.items.terms import ItemStatus


async def draft_item(db: AsyncSession, draft: ItemDraft) -> Item:
    """Draft the next version of an item; raises OwnerUnknown, PromiseTooLong, DraftAlreadyThere."""
    _check_promise(draft.statutory_days, draft.promised_days)
    await _check_owner(db, draft.department_code)
    now = clock.now()
    following = select(func.coalesce(func.max(Item.version), 0) + 1).where(Item.code == draft.code).scalar_subquery()
    row: dict[str, Any] = draft.model_dump(mode="json") | {
        "id": uuid7(),
        "version": following,
        "revision": 1,
        "status": ItemStatus.DRAFT,
    }
    row |= {"created_at": now, "changed_at": now, "search": _vector(draft.name)}
    drafted = insert(Item).values(row).on_conflict_do_nothing().returning(Item)
    item = (await db.execute(drafted)).scalar_one_or_none()
    if item is None:
        raise DraftAlreadyThere(code=draft.code)
    return item


async def change_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, patch: ItemPatch) -> Item:
    """Change a draft; raises ItemUnknown, StaleVersion, ActionNotPossible, OwnerUnknown, PromiseTooLong."""
    item = await _moved(db, actor, item_id, if_match, Action.CHANGE)
    changes = patch.model_dump(mode="json", exclude_unset=True)
    _check_promise(changes.get("statutory_days", item.statutory_days), changes.get("promised_days", item.promised_days))
    if "department_code" in changes:
        await _check_owner(db, changes["department_code"])
    if "name" in changes:
        changes["search"] = _vector(changes["name"])
    for name, value in changes.items():
        setattr(item, name, value)
    await db.flush()
    return item


async def publish_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None) -> Item:
    """Publish a draft, in place of the version published before; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    item = await _moved(db, actor, item_id, if_match, Action.PUBLISH)
    item.published_at = now = item.changed_at
    replaced = update(Item).where(Item.code == item.code, Item.status == ItemStatus.PUBLISHED)
    with db.no_autoflush:
        values = {"status": ItemStatus.WITHDRAWN, "revision": Item.revision + 1, "changed_at": now, "withdrawn_at": now}
        await db.execute(replaced.values(values).execution_options(synchronize_session=False))
    await db.flush()
    same = {name: getattr(item, name) for name in ("code", "version", "name", "department_code", "kind")}
    # A version is published once, and nothing else of it is announced.
    await outbox.publish(db, ItemPublishedV1(item_id=item.id, occurred_at=now, **same), subject=str(item.id), sequence=1)
    return item


async def withdraw_item(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None) -> Item:
    """Withdraw a version, published or not; raises ItemUnknown, StaleVersion, ActionNotPossible."""
    item = await _moved(db, actor, item_id, if_match, Action.WITHDRAW)
    item.withdrawn_at = item.changed_at
    await db.flush()
    return item


async def get_item(db: AsyncSession, actor: Principal, item_id: UUID) -> Item:
    """One version of an item; raises ItemUnknown."""
    return await repository.get(db, actor, item_id)


async def list_items(db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest) -> tuple[list[Item], str | None]:
    """A page of the items the actor may see, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_items(actor, wanted), (Item.id,), params)


async def in_force(db: AsyncSession, code: str) -> Item:
    """The version that an application of this moment is made for; raises ItemUnknown, ItemNotInForce."""
    return await repository.get_in_force(db, code)


def is_open_to_centres(code: Mapped[str]) -> ColumnElement[bool]:
    """For another's statement: whether the item of this code is in force and centres may take it on."""
    return repository.is_open_to_centres(code)


async def known_among(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that are items, in force or not."""
    return await repository.known_among(db, codes)


async def in_force_among(db: AsyncSession, codes: Iterable[str]) -> Mapping[str, Row[str, str, bool]]:
    """Code, department_code and is_open_to_centres of those of `codes` that are in force, by code."""
    return await repository.in_force_among(db, codes)


async def count_open_to_centres(db: AsyncSession) -> int:
    """How many items in force centres may take on."""
    return await repository.count_open_to_centres(db)


async def count_published(db: AsyncSession) -> int:
    return await repository.count_published(db)


async def _moved(db: AsyncSession, actor: Principal, item_id: UUID, if_match: int | None, action: Action) -> Item:
    """The item, locked and with the status and revision it has after `action`."""
    item = await repository.get(db, actor, item_id, for_update=True)
    check_version(if_match, item.revision)
    try:
        item.status = move(item.status, action)
    except IllegalMove as illegal:
        raise ActionNotPossible(state=item.status.value, action=action.value, possible=[*illegal.possible]) from None
    item.revision += 1
    item.changed_at = clock.now()
    return item


async def _check_owner(db: AsyncSession, department_code: str) -> None:
    if not await departments.is_known(db, department_code):
        raise OwnerUnknown(department_code=department_code)


def _check_promise(statutory_days: int, promised_days: int) -> None:
    if promised_days > statutory_days:
        raise PromiseTooLong(statutory_days=statutory_days, promised_days=promised_days)


def _vector(name: str) -> ColumnElement[str]:
    """The search column's value; the terms go in as they are, which is what the `simple` configuration would leave."""
    return func.array_to_tsvector(cast(index_terms(name), ARRAY(Text)))
