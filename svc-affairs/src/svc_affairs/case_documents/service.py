"""Use cases of documents: issue, revoke, replace, list. It imports nothing of the cases, which issue them."""

import asyncio
import hashlib
from contextlib import AsyncExitStack
from io import BytesIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.contact import mask_name
from chassis.files.keeping import discard_when, incoming
from chassis.ids import uuid7
from chassis.routing import check_version
from svc_affairs.case_documents import events, repository
from svc_affairs.case_documents.codes import hash_code
from svc_affairs.case_documents.errors import DocumentRevoked
from svc_affairs.case_documents.facts import CaseSeen, Facts, Result
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.paper import make_paper
from svc_affairs.case_documents.policy import POLICY
from svc_affairs.case_documents.press import press_of
from svc_affairs.case_documents.terms import DocumentKind, RevocationReason
from svc_affairs.case_documents.wording import text_of, title_of
from svc_affairs.file_store import find_store

__all__ = [
    "CaseDocument", "CaseSeen", "DocumentKind", "Facts", "Result", "erase", "issue", "list_documents", "revoke", "with_file",
]  # fmt: skip

list_documents = repository.list_of
with_file = repository.with_file


async def issue(
    db: AsyncSession, case: CaseSeen, kind: DocumentKind, facts: Facts, *, replaces: CaseDocument | None = None
) -> CaseDocument:
    """Make a document of a case that the caller holds, and announce it; its file lies in the store once this commits.

    The file is kept and not made anew when it is asked for: its SHA-256 must hold for longer than the libraries that made
    it. A service without a store issues all the same, and its documents are verified by what they say.
    """
    press, store = press_of(db), find_store(db)
    running = await repository.count_of(db, case.id) + 1
    document = _document(case, kind, facts, running, replaces)
    code = press.code_of(document)
    document.code_hash = hash_code(code)
    async with AsyncExitStack() as stack:
        kept = None
        if store is not None:
            content = await asyncio.to_thread(make_paper, text_of(document, facts, code))
            document.sha256, document.size_bytes = hashlib.sha256(content).digest(), len(content)
            kept = await stack.enter_async_context(incoming(store, BytesIO(content)))
            document.id = kept.id
        document.seal = press.seal_of(document)
        db.add(document)
        await db.flush()
        if kept is not None:
            await kept.settle(db)
    await outbox.publish(db, events.issued(document, document.issued_at), subject=str(document.id), sequence=1)
    return document


async def revoke(
    db: AsyncSession, actor: Principal, document_id: UUID, if_match: int | None, reason: RevocationReason, note: str
) -> CaseDocument:
    """Let a document hold no more; it and its file stay. Raises DocumentUnknown, DocumentRevoked, StaleVersion."""
    document = await repository.get(db, document_id, for_update=True)
    check_version(if_match, document.version)
    if document.revoked_at is not None:
        raise DocumentRevoked(number=document.number)
    document.revoked_at, document.revoked_by = clock.now(), actor.subject
    document.revocation_reason, document.revocation_note = reason, note
    document.version += 1
    await db.flush()
    event = events.revoked(document, document.revoked_at)
    await outbox.publish(db, event, subject=str(document.id), sequence=document.version)
    await audit.record(db, actor, "document-revoked", str(document.id), case=document.case_id, reason=str(reason))
    return document


async def erase(db: AsyncSession, case: CaseSeen) -> None:
    """When the retention of a case's contact ends, what names the applicant goes; that, and what, was decided stays."""
    store = find_store(db)
    for document in await repository.list_of(db, case.id):
        document.applicant_masked, document.erased_at = None, clock.now()
        if store is not None and document.sha256 is not None:
            discard_when(db, "after_commit", store, document.id)
    await db.flush()


def _document(case: CaseSeen, kind: DocumentKind, facts: Facts, running: int, replaces: CaseDocument | None) -> CaseDocument:
    """The row, but for what is drawn from it."""
    now, result = clock.now(), facts.result
    return CaseDocument(
        id=uuid7(), case_id=case.id, version=1, number=f"{case.number}-{POLICY.suffixes[kind]}{running}", kind=kind,
        title=title_of(kind, facts.item_kind, result.name if result else None),
        item_code=facts.item_code, item_name=facts.item_name,
        department_code=facts.department_code, department_name=facts.department_name,
        applicant_masked=mask_name(facts.applicant), issued_at=now, issued_on=clock.local_day(now), issued_by=facts.issued_by,
        result_kind=result.kind if result else None, valid_until=result.valid_until if result else None,
        replaces_id=replaces.id if replaces else None, size_bytes=0,
    )  # fmt: skip
