"""What goes out about documents."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_affairs.case_documents.models import CaseDocument
from svc_affairs.case_documents.schemas import CODE, HASH, NUMBER
from svc_affairs.case_documents.terms import DocumentKind, RevocationReason, VerificationFinding
from svc_affairs.case_documents.verifying import Verified
from svc_affairs.items.terms import ResultKind

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]
_ON = ["2025-03-14"]


class CaseDocumentView(View):
    """A document of a case; its file is at `/v1/case-documents/{id}/content`."""

    id: UUID = Field(description="The document.", examples=_ID)
    case_id: UUID = Field(description="Its case.", examples=_ID)
    version: int = Field(description="1, and 2 once it is revoked; the ETag.", examples=[1])
    number: str = Field(description="Its number 编号.", examples=NUMBER)
    kind: DocumentKind = Field(description="What it says 文书种类.", examples=["approval"])
    kind_zh: str = Field(description="The same in Chinese.", examples=["准予决定书"])
    title: str = Field(description="What stands on top.", examples=["准予行政许可决定书"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    department_code: str = Field(description="Who issued it.", examples=["dept-07"])
    department_name: str = Field(description="Its name.", examples=["住房和城乡建设局"])
    issued_at: datetime = Field(description="When it was issued.", examples=_AT)
    issued_on: date = Field(description="The day that stands on it.", examples=_ON)
    result_kind: ResultKind | None = Field(description="Of a result: what sort.", examples=["licence"])
    valid_until: date | None = Field(description="Of a result: until when it holds; null: for good.", examples=["2028-03-13"])
    replaces_id: UUID | None = Field(description="The document it takes the place of.", examples=[None])
    verification_code: str = Field(description="The code on it, by which anybody verifies it.", examples=CODE)
    sha256: str | None = Field(description="SHA-256 of its file, in hex; null: it has none.", examples=HASH)
    size_bytes: int = Field(description="Its file's size; 0: it has none.", examples=[7792])
    revoked_at: datetime | None = Field(description="When it was revoked.", examples=[None])
    revocation_reason: RevocationReason | None = Field(description="Why.", examples=[None])

    @classmethod
    def of(cls, document: CaseDocument, code: str) -> Self:
        own = {name: getattr(document, name) for name in cls.model_fields if hasattr(document, name)}
        own |= {"kind_zh": document.kind.label_zh, "verification_code": code, "sha256": document.sha256_hex or None}
        return cls(**own)


class DocumentVerification(View):
    """What a verification found; all but the finding is null where it is unknown."""

    finding: VerificationFinding = Field(description="What was found.", examples=["genuine"])
    finding_zh: str = Field(description="The same in Chinese.", examples=["真实有效"])
    number: str | None = Field(default=None, description="Its number.", examples=NUMBER)
    title: str | None = Field(default=None, description="What stands on top.", examples=["准予行政许可决定书"])
    department_name: str | None = Field(default=None, description="Who issued it.", examples=["住房和城乡建设局"])
    item_name: str | None = Field(default=None, description="The item.", examples=["建筑工程施工许可证核发"])
    issued_on: date | None = Field(default=None, description="The day that stands on it.", examples=_ON)
    applicant: str | None = Field(
        default=None, description="To whom, masked, for who has its code or its file; null to others.", examples=["王**"]
    )
    valid_until: date | None = Field(default=None, description="Until when it holds; null: for good.", examples=["2028-03-13"])
    is_expired: bool | None = Field(default=None, description="Whether that day has passed.", examples=[False])
    sha256: str | None = Field(default=None, description="SHA-256 of its file, to compare one's own with.", examples=HASH)
    revoked_on: date | None = Field(default=None, description="The day it was revoked.", examples=[None])
    revocation_reason: RevocationReason | None = Field(default=None, description="Why.", examples=[None])
    replaced_by: str | None = Field(default=None, description="The number of the one in its place.", examples=[None])

    @classmethod
    def of(cls, verified: Verified) -> Self:
        finding, document = verified.finding, verified.document
        if document is None:
            return cls(finding=finding, finding_zh=finding.label_zh)
        names = ("number", "title", "department_name", "item_name", "issued_on", "valid_until", "revocation_reason")
        return cls(
            finding=finding,
            finding_zh=finding.label_zh,
            **{name: getattr(document, name) for name in names},
            applicant=document.applicant_masked if verified.is_held else None,
            is_expired=verified.is_expired,
            sha256=document.sha256_hex or None,
            revoked_on=document.revoked_on,
            replaced_by=verified.replaced_by,
        )
