"""Table of the attachments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import Term, term_column
from svc_hotline.base import Base

_AT = DateTime(timezone=True)


class RemovalReason(Term):
    """Why an attachment was removed 删除原因."""

    PERSONAL_DATA = "personal_data", "含个人隐私", "It shows personal data"
    WRONG_TICKET = "wrong_ticket", "传错工单", "It belongs to another ticket"
    UNLAWFUL = "unlawful", "违法或不良内容", "Its content is unlawful"
    AT_CALLERS_REQUEST = "at_callers_request", "来电人要求", "The caller asked for it"
    SUPERSEDED = "superseded", "已有更新版本", "A newer one replaces it"


class Attachment(Base):
    """A file of a ticket. Its content lies in the store under its id; of a removed one only this row is left."""

    __tablename__ = "attachments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"))
    version: Mapped[int]
    name: Mapped[str]
    description: Mapped[str | None]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[bytes]
    is_from_caller: Mapped[bool]
    is_public: Mapped[bool]
    added_at: Mapped[datetime] = mapped_column(_AT)
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(_AT)
    removal_reason: Mapped[RemovalReason | None] = mapped_column(term_column(RemovalReason))

    @property
    def sha256_hex(self) -> str:
        return self.sha256.hex()
