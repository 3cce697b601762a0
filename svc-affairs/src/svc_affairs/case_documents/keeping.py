"""Use cases of a case's documents that ask who may see the case: list, show, fetch, revoke, replace."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_affairs.case_documents import repository, service
from svc_affairs.case_documents.errors import DocumentUnknown, DocumentWithoutFile
from svc_affairs.case_documents.facts import Result
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.schemas import DocumentReplacement, DocumentRevocation
from svc_affairs.case_documents.terms import DocumentKind
from svc_affairs.online_cases import papers
from svc_affairs.online_cases.access import check_may_ask, note_change, reach
from svc_affairs.online_cases.errors import CaseUnknown
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.repository import APPROVERS, COUNTER, Roles
from svc_affairs.online_cases.reviewing import check_decider
from svc_affairs.online_cases.sealing import Seals

READERS: Roles = COUNTER | APPROVERS


async def list_documents(
    db: AsyncSession, actor: Principal, case_id: UUID, query_code: str | None, seals: Seals
) -> Sequence[CaseDocument]:
    """A case's documents in the order they were issued, for its applicant too; raises Forbidden, CaseUnknown."""
    await reach(db, actor, case_id, query_code, seals, READERS)
    return await repository.list_of(db, case_id)


async def get_document(
    db: AsyncSession, actor: Principal, document_id: UUID, query_code: str | None, seals: Seals
) -> CaseDocument:
    """Raises Forbidden, DocumentUnknown, also where its case is not to be seen."""
    check_may_ask(actor, query_code, READERS)
    document = await repository.get(db, document_id)
    try:
        await reach(db, actor, document.case_id, query_code, seals, READERS)
    except CaseUnknown:
        raise DocumentUnknown() from None
    return document


async def get_with_file(
    db: AsyncSession, actor: Principal, document_id: UUID, query_code: str | None, seals: Seals
) -> CaseDocument:
    """As get_document; raises DocumentWithoutFile."""
    document = await get_document(db, actor, document_id, query_code, seals)
    if document.sha256 is None or document.erased_at is not None:
        raise DocumentWithoutFile()
    return document


async def revoke(
    db: AsyncSession, actor: Principal, document_id: UUID, if_match: int | None, body: DocumentRevocation, seals: Seals
) -> CaseDocument:
    """By the department that decided; raises DocumentUnknown, NotYourDecision, DocumentRevoked, StaleVersion."""
    case, _ = await _hold(db, actor, document_id, seals)
    note_change(case)
    return await service.revoke(db, actor, document_id, if_match, body.reason, body.note)


async def replace(
    db: AsyncSession, actor: Principal, document_id: UUID, if_match: int | None, body: DocumentReplacement, seals: Seals
) -> CaseDocument:
    """Revoke a document and issue one in its place, which says what it should have said; both, or neither.

    Raises as revoke does, and ContactErased where nobody knows any more to whom it was issued.
    """
    case, replaced = await _hold(db, actor, document_id, seals)
    note_change(case)
    await service.revoke(db, actor, document_id, if_match, body.reason, body.note)
    result = None
    if replaced.kind is DocumentKind.RESULT:
        assert replaced.result_kind is not None
        until = body.valid_until if "valid_until" in body.model_fields_set else replaced.valid_until
        result = Result(replaced.result_kind, replaced.title, until)
    return await papers.issue(
        db, actor, case, replaced.kind, points=body.points, reasons=body.reasons, conditions=body.conditions, result=result,
        replaces=replaced,
    )  # fmt: skip


async def _hold(db: AsyncSession, actor: Principal, document_id: UUID, seals: Seals) -> tuple[OnlineCase, CaseDocument]:
    """Lock its case, so that its documents are numbered one after another, for who decides on it."""
    document = await get_document(db, actor, document_id, None, seals)
    try:
        case = await reach(db, actor, document.case_id, None, seals, APPROVERS, for_update=True)
    except CaseUnknown:
        raise DocumentUnknown() from None
    check_decider(actor, case)
    return case, document
