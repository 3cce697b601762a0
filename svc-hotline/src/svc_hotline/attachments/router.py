"""Paths of attachments."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Form, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.files.download import SERVED, serve
from chassis.files.errors import REFUSALS, NoStore
from chassis.files.keeping import store_at
from chassis.files.store import Store
from chassis.page import Page
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.attachments import service
from svc_hotline.attachments.errors import AttachmentUnknown, TooManyAttachments
from svc_hotline.attachments.models import RemovalReason
from svc_hotline.attachments.schemas import AttachmentChange, AttachmentUpload, AttachmentView
from svc_hotline.settings import Settings
from svc_hotline.tickets.errors import ActionNotPossible, TicketUnknown
from svc_hotline.tickets.schemas import QueryCode

of_ticket_router = domain_router("/v1/tickets/{ticket_id}/attachments", "attachments")
router = domain_router("/v1/attachments", "attachments")

Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(*service.READERS)]
Desk = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]
CallersCode = Annotated[
    QueryCode | None, Query(description="The caller's query code, in place of a role.", examples=["7K2M-Q9TX-04FD"])
]


_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": AttachmentView, "description": "The ticket held this very content already."}
}


async def _store(request: Request) -> Store:
    settings = request.app.state.chassis.settings
    assert isinstance(settings, Settings)
    return store_at(settings.attachments_url)


Kept = Annotated[Store, Depends(_store)]


@of_ticket_router.post(
    "",
    status_code=201,
    summary="Add a file to a ticket 添加附件",
    responses=_AGAIN
    | problems(TicketUnknown, ActionNotPossible, TooManyAttachments, *REFUSALS, NoStore),
    form_limits={"max_files": 1, "max_fields": 8, "max_part_size": 16 * 1024},
)  # fmt: skip
async def add_attachment(
    ticket_id: UUID,
    body: Annotated[AttachmentUpload, Form(media_type="multipart/form-data")],
    actor: Everybody,
    db: Db,
    store: Kept,
    response: Response,
) -> AttachmentView:
    """One file by staff, or by the caller with the query code; what it is, is told by its content."""
    attachment, is_new = await service.add_attachment(db, actor, ticket_id, body, store)
    if not is_new:
        response.status_code = 200
    tag_version(response, attachment.version)
    response.headers["Location"] = f"/v1/attachments/{attachment.id}"
    return AttachmentView.model_validate(attachment)


@of_ticket_router.get("", summary="List a ticket's attachments", responses=problems(TicketUnknown))
async def list_attachments(ticket_id: UUID, actor: Everybody, db: Db, query_code: CallersCode = None) -> Page[AttachmentView]:
    """To staff all, with those that were removed; to the caller, by query code, what is theirs or public."""
    attachments = await service.list_attachments(db, actor, ticket_id, query_code)
    return Page(items=[AttachmentView.model_validate(each) for each in attachments], next=None)


@router.get("/{attachment_id}", summary="Show an attachment", responses=problems(AttachmentUnknown))
async def get_attachment(attachment_id: UUID, actor: Reader, db: Db, response: Response) -> AttachmentView:
    """What is known of the file; its ETag is what If-Match takes."""
    attachment = await service.get_attachment(db, actor, attachment_id)
    tag_version(response, attachment.version)
    return AttachmentView.model_validate(attachment)


@router.get(
    "/{attachment_id}/content",
    summary="Download an attachment",
    response_class=Response,
    responses=SERVED | problems(AttachmentUnknown, NoStore),
)
async def download_attachment(
    attachment_id: UUID, actor: Everybody, db: Db, store: Kept, request: Request, query_code: CallersCode = None
) -> Response:
    """The content as it came, a photograph's EXIF data included."""
    attachment = await service.get_attachment(db, actor, attachment_id, query_code, with_content=True)
    return await serve(request, attachment, store)


@router.patch("/{attachment_id}", summary="Let the caller see an attachment", responses=problems(AttachmentUnknown, StaleVersion))
async def change_attachment(
    attachment_id: UUID, body: AttachmentChange, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> AttachmentView:
    """Show it to the caller, or do so no longer; it is written into the audit log."""
    attachment = await service.change_attachment(db, actor, attachment_id, if_match, is_public=body.is_public)
    tag_version(response, attachment.version)
    return AttachmentView.model_validate(attachment)


@router.delete(
    "/{attachment_id}",
    status_code=204,
    summary="Remove an attachment 删除附件",
    responses=problems(AttachmentUnknown, StaleVersion, NoStore),
)
async def remove_attachment(
    attachment_id: UUID,
    actor: Desk,
    db: Db,
    store: Kept,
    if_match: IfMatch,
    reason: Annotated[RemovalReason, Query(description="Why, from the fixed list.", examples=["personal_data"])],
) -> None:
    """Its content is deleted for good; that it was there, and why it went, stays."""
    await service.remove_attachment(db, actor, attachment_id, if_match, reason, store)
