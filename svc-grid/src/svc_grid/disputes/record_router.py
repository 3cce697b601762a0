"""Paths of a dispute's record: read by who works on it, disclosed to its keepers for a purpose, its document made and fetched."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.contact import ContactErased
from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.disputes import documents, reading
from svc_grid.disputes.errors import (
    DisputeActionNotPossible,
    DisputeUnknown,
    DocumentUnknown,
    NotYourDispute,
    PartyUnknown,
    RecordErased,
    RecordSealed,
)
from svc_grid.disputes.records import Keys
from svc_grid.disputes.schemas import ContactDisclosure, Disclosure
from svc_grid.disputes.views import ContactView, DocumentView, RecordView

router = domain_router("/v1/disputes/{dispute_id}", "dispute records")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Worker = Annotated[Principal, require(Role.GRID_DESK, Role.MEDIATOR)]
Reader = Annotated[Principal, require(Role.GRID_DESK, Role.MEDIATOR, Role.MEDIATION_KEEPER, Role.SUPERVISOR)]
Keeper = Annotated[Principal, require(Role.MEDIATION_KEEPER, Role.SUPERVISOR)]

_READ = (DisputeUnknown, NotYourDispute, RecordSealed, RecordErased)


@router.get("/record", summary="Show a record 卷宗", responses=problems(*_READ))
async def show_record(dispute_id: UUID, actor: Worker, db: Db, keys: Keys, response: Response) -> RecordView:
    """All of it, parties masked, for who works on it and as long as it is not sealed."""
    response.headers["Cache-Control"] = "no-store"
    view = await reading.show_record(db, actor, dispute_id, keys)
    tag_version(response, view.version)
    return view


@router.post(
    "/record-disclosures", status_code=201, summary="Show a sealed record 调阅卷宗",
    responses=problems(DisputeUnknown, NotYourDispute, RecordErased),
)  # fmt: skip
async def disclose_record(
    dispute_id: UUID, body: Disclosure, actor: Keeper, db: Db, keys: Keys, response: Response
) -> RecordView:
    """For a stated purpose; each look is written into the audit log."""
    response.headers["Cache-Control"] = "no-store"
    return await reading.disclose_record(db, actor, dispute_id, body, keys)


@router.post(
    "/contact-disclosures", status_code=201, summary="Show a party's contact 查看当事人联系方式",
    responses=problems(*_READ, PartyUnknown, ContactErased),
)  # fmt: skip
async def disclose_contact(
    dispute_id: UUID, body: ContactDisclosure, actor: Reader, db: Db, keys: Keys, response: Response
) -> ContactView:
    """In clear, for a stated purpose; each look is written into the audit log."""
    response.headers["Cache-Control"] = "no-store"
    return await reading.disclose_contact(db, actor, dispute_id, body, keys)


@router.post(
    "/documents", status_code=201, summary="Make the agreement document 制作协议书",
    responses=problems(*_READ, DisputeActionNotPossible, ContactErased, StaleVersion),
)  # fmt: skip
async def make_document(
    dispute_id: UUID, body: Disclosure, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DocumentView:
    """A docx with the parties' names, opened for its making alone; made again, it is the next version."""
    dispute, document = await documents.make_document(db, actor, dispute_id, if_match, body, keys)
    tag_version(response, dispute.version)
    return DocumentView.model_validate(document)


@router.post(
    "/documents/{document_version}/downloads", status_code=201, summary="Fetch the agreement document 下载协议书",
    response_class=Response,
    responses={**problems(*_READ, DocumentUnknown), 201: {"content": {DOCX: {}}, "description": "The file."}},
)  # fmt: skip
async def download_document(
    dispute_id: UUID,
    document_version: Annotated[int, Path(ge=1, le=10_000, description="Which making of it.", examples=[1])],
    body: Disclosure,
    actor: Reader,
    db: Db,
    keys: Keys,
) -> Response:
    """The file as it was made, for a stated purpose; each fetching is written into the audit log."""
    name, content = await reading.download_document(db, actor, dispute_id, document_version, body, keys)
    headers = {
        "cache-control": "no-store", "x-content-type-options": "nosniff", "content-disposition": f'attachment; filename="{name}"',
    }  # fmt: skip
    return Response(content, 201, headers, DOCX)
