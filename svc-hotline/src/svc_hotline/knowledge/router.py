"""Paths of the knowledge base."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.knowledge import repository, reviewing, searching, service, uses
from svc_hotline.knowledge.errors import (
    ApproverIsAuthor,
    EntryActionNotPossible,
    EntryUnknown,
    NotYourEntry,
    ReplacesTooEarly,
    ValidityWrong,
)
from svc_hotline.knowledge.highlighting import excerpt
from svc_hotline.knowledge.policy import POLICY
from svc_hotline.knowledge.repository import Filter, Shown
from svc_hotline.knowledge.schemas import (
    Approval,
    Confirmation,
    EntryDraft,
    EntryPatch,
    Revision,
    SendBack,
    Submission,
    Use,
    Withdrawal,
)
from svc_hotline.knowledge.terms import Status
from svc_hotline.knowledge.views import EntryView, PublicEntry, SearchHit, UseView
from svc_hotline.tickets.errors import CategoryUnknown, TicketUnknown, UnitUnknown

router = domain_router("/v1/knowledge-entries", "knowledge")

_STAFF = (Role.DESK, Role.SUPERVISOR, Role.UNIT, Role.ANALYST)
Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(*_STAFF)]
Author = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.UNIT)]
Approver = Annotated[Principal, require(Role.SUPERVISOR)]
Answerable = Annotated[Principal, require(Role.SUPERVISOR, Role.UNIT)]

_CONTENT = (UnitUnknown, CategoryUnknown, ValidityWrong)
_STEP: Mapping[int | str, dict[str, Any]] = problems(EntryUnknown, StaleVersion, NotYourEntry, EntryActionNotPossible)
_UnitQuery = Annotated[str | None, Query(max_length=64, description="Only of this unit.")]
_CategoryQuery = Annotated[str | None, Query(max_length=64, description="Only of this category.")]


@router.post("", status_code=201, summary="Draft an entry 起草知识", responses=problems(NotYourEntry, *_CONTENT))
async def create_entry(body: EntryDraft, actor: Author, db: Db, response: Response) -> EntryView:
    """Begin an entry as its first draft; a unit does so for itself, the desk for any."""
    view = _tagged(response, await service.create_entry(db, actor, body))
    response.headers["Location"] = f"/v1/knowledge-entries/{view.id}"
    return view


async def _filter(
    status: Annotated[Status | None, Query(description="Only versions in this state; none: what each entry shows.")] = None,
    unit_code: _UnitQuery = None,
    category_code: _CategoryQuery = None,
    is_stale: Annotated[bool | None, Query(description="Only stale ones, or only the others.")] = None,
    ticket_id: Annotated[UUID | None, Query(description="Only those used in this ticket; for staff.")] = None,
) -> Filter:
    return Filter(status, unit_code, category_code, is_stale, ticket_id)


@router.get("", summary="List entries 知识列表", responses=problems(TicketUnknown, CursorBroken))
async def list_entries(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request,
    response: Response,
) -> Page[EntryView | PublicEntry]:  # fmt: skip
    """The newest first: to the public what is published, to a unit also its own, to desk and supervisors all."""
    found, following = await service.list_entries(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[_view(actor, each) for each in found], next=following)


@router.get("/search", summary="Find entries by words 检索知识")
async def search(
    actor: Everybody,
    db: Db,
    q: Annotated[str, Query(min_length=1, max_length=400, description="A caller's words.", examples=["暖气不热找谁"])],
    category_code: _CategoryQuery = None,
    unit_code: _UnitQuery = None,
    limit: Annotated[int, Query(ge=1, le=50, description="At most so many.", examples=[10])] = 10,
) -> Page[SearchHit]:
    """Published entries by a caller's words, the best first, in one page; stale ones too, marked as such."""
    asked, found = await searching.search(db, searching.Wanted(q, category_code, unit_code), limit)
    hits = [
        SearchHit(
            entry=_view(actor, each),
            score=round(each.score, 4),
            question=excerpt(each.question, asked.all),
            answer=excerpt(each.answer, asked.all, POLICY.snippet_length),
        )
        for each in found
    ]
    return Page(items=hits, next=None)


@router.get("/{entry_id}", summary="Show an entry 知识详情", responses=problems(EntryUnknown))
async def get_entry(
    entry_id: UUID, actor: Everybody, db: Db, response: Response,
    version_no: Annotated[
        int | None, Query(ge=1, le=1_000_000, description="Which version; none: what is published, else the newest.")
    ] = None,
) -> EntryView | PublicEntry:  # fmt: skip
    """One version of an entry, as far as the caller may see it."""
    shown = await repository.get_shown(db, actor, entry_id, version_no)
    tag_version(response, shown.version)
    return _view(actor, shown)


@router.patch("/{entry_id}", summary="Change a draft 修改草稿", responses={**_STEP, **problems(*_CONTENT)})
async def edit_draft(entry_id: UUID, body: EntryPatch, actor: Author, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Change the version that is worked on; what is published never changes."""
    return _tagged(response, await service.edit_draft(db, actor, entry_id, if_match, body))


@router.post("/{entry_id}/submissions", status_code=201, summary="Submit a draft 提交审核", responses={**_STEP})
async def submit(entry_id: UUID, body: Submission, actor: Author, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Hand the draft to the approver."""
    return _tagged(response, await reviewing.submit(db, actor, entry_id, if_match))


@router.post(
    "/{entry_id}/approvals",
    status_code=201,
    summary="Approve an entry 审核发布",
    responses=problems(EntryUnknown, StaleVersion, EntryActionNotPossible, ApproverIsAuthor, ReplacesTooEarly),
)
async def approve(entry_id: UUID, body: Approval, actor: Approver, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Publish what was submitted in place of what was published; not by one who wrote it."""
    return _tagged(response, await reviewing.approve(db, actor, entry_id, if_match, body.note))


@router.post("/{entry_id}/send-backs", status_code=201, summary="Send an entry back 退回修改", responses={**_STEP})
async def send_back(entry_id: UUID, body: SendBack, actor: Approver, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Hand what was submitted back to its author."""
    return _tagged(response, await reviewing.send_back(db, actor, entry_id, if_match, body.reason))


@router.post("/{entry_id}/withdrawals", status_code=201, summary="Withdraw an entry 撤回", responses={**_STEP})
async def withdraw(entry_id: UUID, body: Withdrawal, actor: Author, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Take away what is published, or a draft that leads nowhere."""
    return _tagged(response, await reviewing.withdraw(db, actor, entry_id, if_match, body.reason, body.version_no))


@router.post("/{entry_id}/revisions", status_code=201, summary="Revise an entry 修订", responses={**_STEP})
async def revise(entry_id: UUID, body: Revision, actor: Author, db: Db, if_match: IfMatch, response: Response) -> EntryView:
    """Begin a new draft from what is published or was withdrawn; what is published stands until the draft is approved."""
    return _tagged(response, await service.revise_entry(db, actor, entry_id, if_match))


@router.post("/{entry_id}/confirmations", status_code=201, summary="Confirm an entry 复核确认", responses={**_STEP})
async def confirm(
    entry_id: UUID, body: Confirmation, actor: Answerable, db: Db, if_match: IfMatch, response: Response
) -> EntryView:
    """Say that it is still right. One whose validity has ended stays stale: it has to be revised."""
    return _tagged(response, await reviewing.confirm(db, actor, entry_id, if_match, body.note))


@router.get("/{entry_id}/versions", summary="Show an entry's versions 历史版本", responses=problems(EntryUnknown))
async def list_versions(entry_id: UUID, actor: Reader, db: Db) -> Page[EntryView]:
    """All versions that the caller may see, the newest first."""
    found = await repository.list_versions(db, actor, entry_id)
    return Page(items=[EntryView.model_validate(each) for each in found], next=None)


@router.post(
    "/{entry_id}/uses",
    status_code=201,
    summary="Note a use in a ticket 引用到工单",
    responses=problems(EntryUnknown, TicketUnknown, EntryActionNotPossible),
)
async def note_use(entry_id: UUID, body: Use, actor: Author, db: Db, response: Response) -> UseView:
    """Counted once a ticket; noted before, it answers 200 with what was noted."""
    use, is_new = await uses.note_use(db, actor, entry_id, body.ticket_id)
    response.status_code = 201 if is_new else 200
    return UseView.model_validate(use)


@router.get(
    "/{entry_id}/uses", summary="List the tickets it was used in 引用记录", responses=problems(EntryUnknown, CursorBroken)
)
async def list_uses(
    entry_id: UUID, actor: Reader, db: Db, params: PageParams, request: Request, response: Response
) -> Page[UseView]:
    """Those the caller may see, the newest use first."""
    found, following = await uses.list_uses(db, actor, entry_id, params)
    link_next(response, request, following)
    return Page(items=[UseView.model_validate(each) for each in found], next=following)


def _view(actor: Principal, shown: Shown) -> EntryView | PublicEntry:
    return (EntryView if actor.has(*_STAFF) else PublicEntry).model_validate(shown)


def _tagged(response: Response, shown: Shown) -> EntryView:
    tag_version(response, shown.version)
    return EntryView.model_validate(shown)
