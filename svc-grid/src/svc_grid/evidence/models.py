"""Table of the evidence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.evidence.terms import Moment, RemovalReason

_AT = DateTime(timezone=True)


class EvidenceFile(Base):
    """A file of a case. Its content lies in the store under its id; of a removed one only this row is left."""

    __tablename__ = "evidence_files"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    version: Mapped[int]
    moment: Mapped[Moment] = mapped_column(term_column(Moment))
    name: Mapped[str]
    description: Mapped[str | None]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[bytes]
    added_at: Mapped[datetime] = mapped_column(_AT)
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(_AT)
    removed_by: Mapped[str | None]
    removal_reason: Mapped[RemovalReason | None] = mapped_column(term_column(RemovalReason))

    @property
    def sha256_hex(self) -> str:
        return self.sha256.hex()
