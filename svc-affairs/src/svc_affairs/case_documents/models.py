"""Table of the documents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.clock import local_day
from chassis.files.rules import DOCX
from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.case_documents.terms import DocumentKind, RevocationReason
from svc_affairs.items.terms import ResultKind

_AT = DateTime(timezone=True)


class CaseDocument(Base):
    """A document of a case. Only its revocation and its erasure are ever written to it; its file lies in the store."""

    __tablename__ = "case_documents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"))
    version: Mapped[int]
    number: Mapped[str]
    kind: Mapped[DocumentKind] = mapped_column(term_column(DocumentKind))
    title: Mapped[str]
    item_code: Mapped[str]
    item_name: Mapped[str]
    department_code: Mapped[str]
    department_name: Mapped[str]
    applicant_masked: Mapped[str | None]
    issued_at: Mapped[datetime] = mapped_column(_AT)
    issued_on: Mapped[date]
    issued_by: Mapped[str]
    result_kind: Mapped[ResultKind | None] = mapped_column(term_column(ResultKind))
    valid_until: Mapped[date | None]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_documents.id"))
    code_hash: Mapped[bytes]
    sha256: Mapped[bytes | None]
    size_bytes: Mapped[int]
    seal: Mapped[bytes]
    revoked_at: Mapped[datetime | None] = mapped_column(_AT)
    revoked_by: Mapped[str | None]
    revocation_reason: Mapped[RevocationReason | None] = mapped_column(term_column(RevocationReason))
    revocation_note: Mapped[str | None]
    erased_at: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def name(self) -> str:
        """The name its file is saved under."""
        return f"{self.title} {self.number}.docx"

    @property
    def media_type(self) -> str:
        return DOCX.media_type

    @property
    def sha256_hex(self) -> str:
        """Empty where there is no file."""
        return self.sha256.hex() if self.sha256 is not None else ""

    @property
    def told(self) -> list[str]:
        """What its code and its seal are drawn from: all that it says and that is kept for good."""
        said = (
            self.number, self.kind, self.title, self.item_code, self.item_name, self.department_code, self.department_name,
            self.issued_on, self.result_kind or "", self.valid_until or "", self.replaces_id or "",
        )  # fmt: skip
        return [str(each) for each in said]

    @property
    def revoked_on(self) -> date | None:
        return local_day(self.revoked_at) if self.revoked_at is not None else None
