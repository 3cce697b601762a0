"""Paths of the items."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items import service
from svc_affairs.items.errors import (
    ActionNotPossible,
    CodeNotByProfile,
    DraftAlreadyThere,
    ItemUnknown,
    OwnerUnknown,
    PromiseTooLong,
)
from svc_affairs.items.models import Item
from svc_affairs.items.repository import Filter
from svc_affairs.items.schemas import ItemCode, ItemDraft, ItemPatch
from svc_affairs.items.terms import ItemKind, ItemStatus
from svc_affairs.items.views import ItemView

router = domain_router("/v1/items", "items")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
_MISFITS = (CodeNotByProfile, OwnerUnknown, PromiseTooLong)
_FAULTS = (ItemUnknown, ActionNotPossible, StaleVersion)


async def _filter(
    query: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Only with these words in the name.", examples=["施工许可"])
    ] = None,
    code: Annotated[ItemCode | None, Query(description="Only the versions of this code.", examples=["000117001000"])] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department.", examples=["dept-07"])] = None,
    kind: Annotated[ItemKind | None, Query(description="Only of this kind.", examples=["01"])] = None,
    status: Annotated[ItemStatus | None, Query(description="Only in this state.", examples=["published"])] = None,
) -> Filter:
    return Filter(query, code, department_code, kind, status)


def _shown(item: Item, response: Response) -> ItemView:
    tag_version(response, item.revision)
    return ItemView.model_validate(item)


@router.post("", status_code=201, summary="Draft an item", responses=problems(*_MISFITS, DraftAlreadyThere))
async def draft_item(body: ItemDraft, actor: Editor, db: Db, response: Response) -> ItemView:
    """Draft the first version of an item, or the next of one that exists."""
    item = await service.draft_item(db, actor, body)
    response.headers["Location"] = f"/v1/items/{item.id}"
    return _shown(item, response)


@router.get("", summary="List items")
async def list_items(
    actor: Everybody,
    db: Db,
    wanted: Annotated[Filter, Depends(_filter)],
    params: PageParams,
    request: Request,
    response: Response,
) -> Page[ItemView]:
    """Items, the newest first. Who works at none sees what is offered now, and with `code` or `status` what ever was."""
    items, following = await service.list_items(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[ItemView.model_validate(item) for item in items], next=following)


@router.get("/{item_id}", summary="Show an item", responses=problems(ItemUnknown))
async def get_item(item_id: UUID, actor: Everybody, db: Db, response: Response) -> ItemView:
    """One version of an item; its ETag is what If-Match takes."""
    return _shown(await service.get_item(db, actor, item_id), response)


@router.patch("/{item_id}", summary="Change a draft", responses=problems(*_FAULTS, *_MISFITS))
async def change_item(item_id: UUID, body: ItemPatch, actor: Editor, db: Db, if_match: IfMatch, response: Response) -> ItemView:
    """Change what the body names; only a draft changes."""
    return _shown(await service.change_item(db, actor, item_id, if_match, body), response)
