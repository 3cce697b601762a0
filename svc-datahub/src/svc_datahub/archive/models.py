"""Tables of the archive."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_datahub.base import Base


class ArchivedEvent(Base):
    """An event as it arrived; `position` ascends within each stream as the events were delivered."""

    __tablename__ = "archived_events"

    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column("event_id", unique=True)
    stream: Mapped[str]
    type: Mapped[str]
    source: Mapped[str]
    subject: Mapped[str]
    sequence: Mapped[int] = mapped_column(BigInteger)
    time: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    is_replay: Mapped[bool]
    trace: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    archived_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ArchiveCount(Base):
    """How many events of a type are archived, kept so that figures need not count the archive."""

    __tablename__ = "archive_counts"

    stream: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(primary_key=True)
    events: Mapped[int] = mapped_column(BigInteger)
