"""Paths of the base items."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.base_items import service
from svc_affairs.base_items.errors import BaseActionNotPossible, BaseCodeNotByProfile, BaseItemAlreadyThere, BaseItemUnknown
from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.repository import Filter
from svc_affairs.base_items.schemas import BaseItemEntry, BaseItemPatch, Edition
from svc_affairs.base_items.terms import BaseAction, BaseItemStatus
from svc_affairs.base_items.views import BaseItemView
from svc_affairs.items.schemas import ItemCode
from svc_affairs.items.terms import ItemKind, ItemLevel

router = domain_router("/v1/base-items", "base items")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
Code = Annotated[ItemCode, Path(description="Its code.", examples=["000117001000"])]
_FAULTS = (BaseItemUnknown, BaseActionNotPossible, StaleVersion)


async def filter_of(
    query: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Only with these words in the name.", examples=["施工许可"])
    ] = None,
    kind: Annotated[ItemKind | None, Query(description="Only of this kind.", examples=["01"])] = None,
    level: Annotated[ItemLevel | None, Query(description="Only exercised at this level.", examples=["3"])] = None,
    status: Annotated[BaseItemStatus | None, Query(description="Only in this state.", examples=["in_use"])] = None,
    edition: Annotated[Edition | None, Query(description="Only of this edition.", examples=["2024年版"])] = None,
) -> Filter:
    """What a list, or what is given out as a file, is narrowed to."""
    return Filter(query, kind, level, status, edition)


def _shown(base: BaseItem, response: Response) -> BaseItemView:
    tag_version(response, base.version)
    return BaseItemView.model_validate(base)


@router.post(
    "", status_code=201, summary="Enter a base item", responses=problems(BaseItemAlreadyThere, BaseCodeNotByProfile)
)  # fmt: skip
async def enter_base_item(body: BaseItemEntry, actor: Editor, db: Db, response: Response) -> BaseItemView:
    """Enter what the state's catalogue has, so that items can implement it."""
    base = await service.enter_base_item(db, body)
    response.headers["Location"] = f"/v1/base-items/{base.code}"
    return _shown(base, response)


@router.get("", summary="List base items")
async def list_base_items(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(filter_of)], params: PageParams, request: Request,
    response: Response,
) -> Page[BaseItemView]:  # fmt: skip
    """The catalogue by code."""
    found, following = await service.list_base_items(db, wanted, params)
    link_next(response, request, following)
    return Page(items=[BaseItemView.model_validate(each) for each in found], next=following)


@router.get("/{code}", summary="Show a base item", responses=problems(BaseItemUnknown))
async def get_base_item(code: Code, actor: Everybody, db: Db, response: Response) -> BaseItemView:
    """One entry; its ETag is what If-Match takes."""
    return _shown(await service.get_base_item(db, code), response)


@router.patch("/{code}", summary="Change a base item", responses=problems(*_FAULTS, BaseCodeNotByProfile))
async def change_base_item(
    code: Code, body: BaseItemPatch, actor: Editor, db: Db, if_match: IfMatch, response: Response
) -> BaseItemView:
    """Change what the body names. Items are held to it from their next version on."""
    return _shown(await service.change_base_item(db, code, if_match, body), response)


@router.post("/{code}/abolitions", status_code=201, summary="Abolish a base item 取消", responses=problems(*_FAULTS))
async def abolish_base_item(code: Code, actor: Editor, db: Db, if_match: IfMatch, response: Response) -> BaseItemView:
    """No new version of an item may implement it; what is in force stays until it is withdrawn."""
    return _shown(await service.move_base_item(db, code, if_match, BaseAction.ABOLISH), response)


@router.post("/{code}/restorations", status_code=201, summary="Restore a base item 恢复", responses=problems(*_FAULTS))
async def restore_base_item(code: Code, actor: Editor, db: Db, if_match: IfMatch, response: Response) -> BaseItemView:
    """It can be implemented again."""
    return _shown(await service.move_base_item(db, code, if_match, BaseAction.RESTORE), response)
