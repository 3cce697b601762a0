"""Table of what centres' systems sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.centre_syncs.terms import SyncAction, SyncOutcome


class SyncedEntry(Base):
    """What became of an entry; never changes. Of its content and its key only hashes are kept.

    `query_code_cipher` is the receipt's code, sealed under the key: who has the database and not the key reads nothing.
    """

    __tablename__ = "centre_sync_entries"

    centre_code: Mapped[str] = mapped_column(ForeignKey("centres.code"), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    action: Mapped[SyncAction] = mapped_column(term_column(SyncAction))
    outcome: Mapped[SyncOutcome] = mapped_column(term_column(SyncOutcome))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("online_cases.id"))
    # The case's version that the sender had seen, and the one that this entry left.
    seen_version: Mapped[int | None]
    version: Mapped[int | None]
    query_code_cipher: Mapped[bytes | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    subject: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
