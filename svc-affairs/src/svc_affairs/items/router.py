"""Paths of the items."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.base_items.errors import MISFITS
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
from svc_affairs.items.schemas import Depth, ItemCode, ItemDraft, ItemPatch, Visits
from svc_affairs.items.terms import ApplicantKind, CaseType, Channel, ItemKind, ItemLevel, ItemStatus, Sorting
from svc_affairs.items.views import ItemView

router = domain_router("/v1/items", "items")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
_MISFITS = (CodeNotByProfile, OwnerUnknown, PromiseTooLong, *MISFITS)
_FAULTS = (ItemUnknown, ActionNotPossible, StaleVersion)


async def filter_of(
    code: Annotated[ItemCode | None, Query(description="Only the versions of this code.", examples=["000117001000"])] = None,
    base_code: Annotated[
        ItemCode | None, Query(description="Only what implements this base item.", examples=["000117001000"])
    ] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department.", examples=["dept-07"])] = None,
    kind: Annotated[ItemKind | None, Query(description="Only of this kind.", examples=["01"])] = None,
    level: Annotated[ItemLevel | None, Query(description="Only exercised at this level.", examples=["3"])] = None,
    status: Annotated[ItemStatus | None, Query(description="Only in this state.", examples=["published"])] = None,
    case_type: Annotated[CaseType | None, Query(description="Only decided so soon.", examples=["1"])] = None,
    is_in_hall: Annotated[bool | None, Query(description="Only those a hall takes in.", examples=[True])] = None,
    is_open_to_centres: Annotated[bool | None, Query(description="Only those town centres may claim.", examples=[True])] = None,
    channel: Annotated[Channel | None, Query(description="Only those one can apply for so.", examples=["web"])] = None,
    applicant_kind: Annotated[ApplicantKind | None, Query(description="Only for these.", examples=["company"])] = None,
    online_depth_min: Annotated[Depth | None, Query(description="Only at least so deep online.", examples=[3])] = None,
    visits_max: Annotated[Visits | None, Query(description="Only with at most so many visits.", examples=[1])] = None,
) -> Filter:
    """What a list, or what is given out as a file, is narrowed to."""
    return Filter(
        code, base_code, department_code, kind, level, status, case_type, is_in_hall, is_open_to_centres, channel,
        applicant_kind, online_depth_min, visits_max,
    )  # fmt: skip


def _shown(item: Item, response: Response) -> ItemView:
    tag_version(response, item.revision)
    return ItemView.model_validate(item)


@router.post("", status_code=201, summary="Draft an item", responses=problems(*_MISFITS, DraftAlreadyThere))
async def draft_item(body: ItemDraft, actor: Editor, db: Db, response: Response) -> ItemView:
    """Draft the first version of an item, or the next of one that exists."""
    item = await service.draft_item(db, actor, body)
    response.headers["Location"] = f"/v1/items/{item.id}"
    return _shown(item, response)


@router.get("", summary="List or search items")
async def list_items(
    actor: Everybody,
    db: Db,
    wanted: Annotated[Filter, Depends(filter_of)],
    params: PageParams,
    request: Request,
    response: Response,
    query: Annotated[
        str | None, Query(min_length=1, max_length=100, description="A citizen's words.", examples=["我要开饭店"])
    ] = None,
    sort: Annotated[
        Sorting | None,
        Query(description="With a query by relevance unless said; `newest`: those with all its words.", examples=["newest"]),
    ] = None,
) -> Page[ItemView]:
    """Items, the newest first. Who works at none sees what is offered now, and with `code` or `status` what ever was.

    With `query` the best answers, at most 50, in one list without a cursor.
    """
    if query is not None and sort is not Sorting.NEWEST:
        items, following = await service.search_items(db, actor, wanted, query, params.limit), None
    elif query is not None:
        items, following = await service.list_matching(db, actor, wanted, query, params)
    else:
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
