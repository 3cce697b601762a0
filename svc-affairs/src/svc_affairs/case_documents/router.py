"""Paths of a case's documents: listed, shown, fetched, revoked, replaced."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from chassis.contact import ContactErased
from chassis.errors import Limited, StaleVersion
from chassis.files.download import SERVED, serve
from chassis.files.errors import NoStore
from chassis.page import Page
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from svc_affairs.case_documents import keeping
from svc_affairs.case_documents.errors import DocumentRevoked, DocumentUnknown, DocumentWithoutFile
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.press import press_of
from svc_affairs.case_documents.schemas import DocumentReplacement, DocumentRevocation
from svc_affairs.case_documents.views import CaseDocumentView
from svc_affairs.file_store import need_store
from svc_affairs.online_cases.errors import CaseUnknown, NotYourDecision
from svc_affairs.online_cases.repository import APPROVERS
from svc_affairs.online_cases.schemas import QueryCode
from svc_affairs.online_cases.sealing import Sealing

of_case_router = domain_router("/v1/online-cases/{case_id}/documents", "documents")
router = domain_router("/v1/case-documents/{document_id}", "documents")

Everybody = Annotated[Principal, anyone()]
Approver = Annotated[Principal, require(*APPROVERS)]
ApplicantsCode = Annotated[
    QueryCode | None, Query(description="The applicant's query code, in place of a role.", examples=["7K2M-Q9TX-04FD"])
]
_CHANGING = (DocumentUnknown, NotYourDecision, DocumentRevoked, StaleVersion)


@of_case_router.get("", summary="List a case's documents 文书", responses=problems(CaseUnknown, Limited))
async def list_documents(
    case_id: UUID, actor: Everybody, db: Db, seals: Sealing, response: Response, query_code: ApplicantsCode = None
) -> Page[CaseDocumentView]:
    """In the order they were issued, the revoked ones too; a case has a handful."""
    response.headers["Cache-Control"] = "no-store"
    found = await keeping.list_documents(db, actor, case_id, query_code, seals)
    return Page(items=[_shown(db, each) for each in found], next=None)


@router.get("", summary="Show a document", responses=problems(DocumentUnknown, Limited))
async def get_document(
    document_id: UUID, actor: Everybody, db: Db, seals: Sealing, response: Response, query_code: ApplicantsCode = None
) -> CaseDocumentView:
    """What is known of it, its verification code too; its ETag is what If-Match takes."""
    document = await keeping.get_document(db, actor, document_id, query_code, seals)
    tag_version(response, document.version)
    # It tells the verification code.
    response.headers["Cache-Control"] = "no-store"
    return _shown(db, document)


@router.get(
    "/content",
    summary="Download a document",
    response_class=Response,
    responses=SERVED | problems(DocumentUnknown, DocumentWithoutFile, NoStore, Limited),
)
async def download_document(
    document_id: UUID, actor: Everybody, db: Db, seals: Sealing, request: Request, query_code: ApplicantsCode = None
) -> Response:
    """The file as it was made, to the byte; also of one that was revoked."""
    document = await keeping.get_with_file(db, actor, document_id, query_code, seals)
    return await serve(request, document, need_store(db))


@router.post("/revocations", status_code=201, summary="Revoke a document 撤销文书", responses=problems(*_CHANGING))
async def revoke_document(
    document_id: UUID, body: DocumentRevocation, actor: Approver, db: Db, seals: Sealing, if_match: IfMatch, response: Response
) -> CaseDocumentView:
    """By the department that decided, with a reason; it is written into the audit log, and every verification tells it."""
    document = await keeping.revoke(db, actor, document_id, if_match, body, seals)
    tag_version(response, document.version)
    return _shown(db, document)


@router.post(
    "/replacements", status_code=201, summary="Replace a document 换发文书", responses=problems(*_CHANGING, ContactErased)
)
async def replace_document(
    document_id: UUID, body: DocumentReplacement, actor: Approver, db: Db, seals: Sealing, if_match: IfMatch, response: Response
) -> CaseDocumentView:
    """Revokes it and issues a new one, with a number and a code of its own."""
    document = await keeping.replace(db, actor, document_id, if_match, body, seals)
    response.headers["Location"] = f"/v1/case-documents/{document.id}"
    # Not `no-store`: under an Idempotency-Key the answer is kept, sealed, and given again.
    tag_version(response, document.version)
    return _shown(db, document)


def _shown(db: Db, document: CaseDocument) -> CaseDocumentView:
    return CaseDocumentView.of(document, press_of(db).code_of(document))
