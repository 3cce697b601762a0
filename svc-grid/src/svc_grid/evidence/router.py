"""Paths of a case's evidence."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Form, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.files.download import SERVED, serve
from chassis.files.errors import REFUSALS, NoStore
from chassis.files.keeping import store_at
from chassis.files.store import Store
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.cases.errors import ActionNotPossible, CaseUnknown
from svc_grid.evidence import putting
from svc_grid.evidence.errors import AttachmentUnknown, CaseHoldsEnough
from svc_grid.evidence.schemas import EvidenceUpload, EvidenceView
from svc_grid.evidence.terms import Moment, RemovalReason
from svc_grid.settings import Settings

router = domain_router("/v1/cases/{case_id}/attachments", "evidence")

Staff = Annotated[Principal, require(Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK, Role.INSPECTOR, Role.SUPERVISOR)]
# Whoever handles a case, or verifies it, does not take its evidence away.
Keeper = Annotated[Principal, require(Role.GRID_DESK, Role.SUPERVISOR)]

_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": EvidenceView, "description": "The case held this very content already."}
}


async def _store(request: Request) -> Store:
    settings = request.app.state.chassis.settings
    assert isinstance(settings, Settings)
    return store_at(settings.evidence_url)


Kept = Annotated[Store, Depends(_store)]


@router.post(
    "",
    status_code=201,
    summary="Put a file to a case 上传现场照片",
    responses=_AGAIN | problems(CaseUnknown, ActionNotPossible, CaseHoldsEnough, *REFUSALS, NoStore),
    form_limits={"max_files": 1, "max_fields": 8, "max_part_size": 16 * 1024},
)
async def add_file(
    case_id: UUID,
    body: Annotated[EvidenceUpload, Form(media_type="multipart/form-data")],
    actor: Staff,
    db: Db,
    store: Kept,
    response: Response,
) -> EvidenceView:
    """One file from before the handling or from after; what it is, is told by its content. The case's version stays."""
    file, is_new = await putting.add_file(db, actor, case_id, body, store)
    if not is_new:
        response.status_code = 200
    tag_version(response, file.version)
    response.headers["Location"] = f"/v1/cases/{case_id}/attachments/{file.id}"
    return EvidenceView.model_validate(file)


@router.get("", summary="List a case's files", responses=problems(CaseUnknown, CursorBroken))
async def list_files(
    case_id: UUID, actor: Staff, db: Db, params: PageParams, request: Request, response: Response,
    moment: Annotated[Moment | None, Query(description="Only of this side of the handling.", examples=["after"])] = None,
) -> Page[EvidenceView]:  # fmt: skip
    """In the order they came, with those that were removed."""
    found, following = await putting.list_files(db, actor, case_id, moment, params)
    link_next(response, request, following)
    return Page(items=[EvidenceView.model_validate(each) for each in found], next=following)


@router.get("/{attachment_id}", summary="Show a case's file", responses=problems(AttachmentUnknown))
async def get_file(case_id: UUID, attachment_id: UUID, actor: Staff, db: Db, response: Response) -> EvidenceView:
    """What is known of the file; its ETag is what If-Match takes."""
    file = await putting.get_file(db, actor, case_id, attachment_id)
    tag_version(response, file.version)
    return EvidenceView.model_validate(file)


@router.get(
    "/{attachment_id}/content",
    summary="Download a case's file",
    response_class=Response,
    responses=SERVED | problems(AttachmentUnknown, NoStore),
)
async def download_file(case_id: UUID, attachment_id: UUID, actor: Staff, db: Db, store: Kept, request: Request) -> Response:
    """The content as it came, a photograph's EXIF data included."""
    return await serve(request, await putting.get_file(db, actor, case_id, attachment_id, with_content=True), store)


@router.delete(
    "/{attachment_id}",
    status_code=204,
    summary="Remove a case's file 删除附件",
    responses=problems(AttachmentUnknown, StaleVersion, NoStore),
)
async def remove_file(
    case_id: UUID,
    attachment_id: UUID,
    actor: Keeper,
    db: Db,
    store: Kept,
    if_match: IfMatch,
    reason: Annotated[RemovalReason, Query(description="Why, from the fixed list.", examples=["personal_data"])],
) -> None:
    """Its content is deleted for good; that it was there, who removed it and why, stays."""
    await putting.remove_file(db, actor, case_id, attachment_id, if_match, reason, store)
