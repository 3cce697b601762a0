"""Table of the messages that were taken: their receipts, never their text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.trade_documents.terms import DocumentKind


class TradeMessage(Base):
    """One message of a party; its guid stands once among the party's messages."""

    __tablename__ = "trade_messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    guid: Mapped[str]
    kind: Mapped[DocumentKind] = mapped_column(term_column(DocumentKind))
    digest: Mapped[bytes]
    document_count: Mapped[int]
    taken_count: Mapped[int]
    refused_count: Mapped[int]
    unreadable_count: Mapped[int]
    receipt: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
