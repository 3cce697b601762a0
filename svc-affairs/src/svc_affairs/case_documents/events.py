"""A document as its contract events."""

from datetime import datetime
from typing import Any

from contracts.affairs import DocumentIssuedV1, DocumentRevokedV1
from svc_affairs.case_documents.models import CaseDocument


def issued(document: CaseDocument, at: datetime) -> DocumentIssuedV1:
    told = {name: getattr(document, name) for name in ("issued_on", "result_kind", "valid_until", "replaces_id")}
    return DocumentIssuedV1(**_same(document, at), **told, has_file=document.sha256 is not None)


def revoked(document: CaseDocument, at: datetime) -> DocumentRevokedV1:
    return DocumentRevokedV1(**_same(document, at), reason=document.revocation_reason)


def _same(document: CaseDocument, at: datetime) -> dict[str, Any]:
    names = ("case_id", "number", "kind", "item_code", "department_code")
    return {"occurred_at": at, "document_id": document.id} | {name: getattr(document, name) for name in names}
