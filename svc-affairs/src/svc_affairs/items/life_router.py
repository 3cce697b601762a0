"""Paths of the life of items: review, publication, suspension, withdrawal, history."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.base_items.errors import MISFITS
from svc_affairs.items import service
from svc_affairs.items.errors import (
    ActionNotPossible,
    AnotherWaits,
    AuthorMayNotApprove,
    DayNotPossible,
    ItemUnknown,
    NotForYourRole,
    NoVersionBefore,
)  # fmt: skip
from svc_affairs.items.models import Item
from svc_affairs.items.schemas import Publication, Rejection, Resumption, Submission, Suspension, Withdrawal
from svc_affairs.items.views import DifferencesView, FieldChangeView, ItemStepView, ItemView, PartChangeView

router = domain_router("/v1/items/{item_id}", "items")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
Reviewer = Annotated[Principal, require(Role.ITEM_REVIEWER)]
Worker = Annotated[Principal, require(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)]
_FAULTS = (ItemUnknown, ActionNotPossible, StaleVersion)


def _shown(item: Item, response: Response) -> ItemView:
    tag_version(response, item.revision)
    return ItemView.model_validate(item)


@router.post("/reviews", status_code=201, summary="Submit an item for review 提交审核", responses=problems(*_FAULTS))
async def submit_item(
    item_id: UUID, actor: Editor, db: Db, if_match: IfMatch, response: Response, body: Submission | None = None
) -> ItemView:
    """Hand the draft to the reviewers; from now on it does not change, unless they send it back."""
    return _shown(await service.submit_item(db, actor, item_id, if_match, body.note if body else None), response)


@router.post("/rejections", status_code=201, summary="Send an item back 审核退回", responses=problems(*_FAULTS))
async def reject_item(item_id: UUID, body: Rejection, actor: Reviewer, db: Db, if_match: IfMatch, response: Response) -> ItemView:
    """Hand what was submitted back to its editors, with the reasons; it is a draft again."""
    return _shown(await service.reject_item(db, actor, item_id, if_match, body.reasons), response)


@router.post(
    "/publications",
    status_code=201,
    summary="Publish an item 发布",
    responses=problems(*_FAULTS, AuthorMayNotApprove, AnotherWaits, DayNotPossible, *MISFITS),
)
async def publish_item(
    item_id: UUID, actor: Reviewer, db: Db, if_match: IfMatch, response: Response, body: Publication | None = None
) -> ItemView:
    """Approve what was submitted: it is in force now, or from the beginning of a day; the version before is withdrawn then."""
    wanted = body or Publication()
    item = await service.publish_item(db, actor, item_id, if_match, wanted.effective_on, wanted.note)
    return _shown(item, response)


@router.post("/suspensions", status_code=201, summary="Suspend an item 暂停办理", responses=problems(*_FAULTS, DayNotPossible))
async def suspend_item(
    item_id: UUID, body: Suspension, actor: Reviewer, db: Db, if_match: IfMatch, response: Response
) -> ItemView:
    """Nobody can apply until it is resumed; cases that run go on."""
    return _shown(await service.suspend_item(db, actor, item_id, if_match, body.reason, body.resumes_on), response)


@router.post("/resumptions", status_code=201, summary="Resume an item 恢复办理", responses=problems(*_FAULTS))
async def resume_item(
    item_id: UUID, actor: Reviewer, db: Db, if_match: IfMatch, response: Response, body: Resumption | None = None
) -> ItemView:
    """It can be applied for again."""
    return _shown(await service.resume_item(db, actor, item_id, if_match, body.note if body else None), response)


@router.post("/withdrawals", status_code=201, summary="Withdraw an item 撤回", responses=problems(*_FAULTS, NotForYourRole))
async def withdraw_item(
    item_id: UUID, actor: Worker, db: Db, if_match: IfMatch, response: Response, body: Withdrawal | None = None
) -> ItemView:
    """Editors give up what they work on; reviewers end what is in force, and call off what waits for its day."""
    return _shown(await service.withdraw_item(db, actor, item_id, if_match, body.reason if body else None), response)


@router.get("/history", summary="Show an item's history", responses=problems(ItemUnknown))
async def show_history(
    item_id: UUID, actor: Worker, db: Db, params: PageParams, request: Request, response: Response
) -> Page[ItemStepView]:
    """Who did what with this version, and when; the newest first."""
    steps, following = await service.list_steps(db, actor, item_id, params)
    link_next(response, request, following)
    return Page(items=[ItemStepView.model_validate(each) for each in steps], next=following)


@router.get("/differences", summary="Compare an item's versions", responses=problems(ItemUnknown, NoVersionBefore))
async def show_differences(
    item_id: UUID,
    actor: Everybody,
    db: Db,
    against: Annotated[
        UUID | None,
        Query(description="Another version; absent: the one before.", examples=["01959c2e-8a00-7000-8000-000000000003"]),
    ] = None,
) -> DifferencesView:
    """What differs from another version, in fields and in sentences of both languages."""
    item, other, found = await service.differences(db, actor, item_id, against)
    return DifferencesView(
        item_id=item.id, version=item.version, against_id=other.id, against_version=other.version,
        changes=[FieldChangeView.model_validate(each) for each in found.changes],
        parts=[PartChangeView.model_validate(each) for each in found.parts],
        summary_zh=found.summary_zh, summary_en=found.summary_en,
    )  # fmt: skip
