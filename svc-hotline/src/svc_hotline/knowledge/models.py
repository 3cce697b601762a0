"""Tables of the knowledge base."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_hotline.base import Base
from svc_hotline.knowledge.terms import Status

_AT = DateTime(timezone=True)


class KnowledgeEntry(Base):
    """What stays the same through all versions of an entry; the numbers say which version is which."""

    __tablename__ = "knowledge_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    newest_no: Mapped[int]
    published_no: Mapped[int | None]
    working_no: Mapped[int | None]
    used_count: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(_AT)
    confirmed_by: Mapped[str | None]

    @property
    def face_no(self) -> int:
        """The version that the entry shows: what is published, else what is newest."""
        return self.newest_no if self.published_no is None else self.published_no


class KnowledgeVersion(Base):
    """One version of an entry; `authors` are all who wrote at it, `words` what it is found by."""

    __tablename__ = "knowledge_versions"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("knowledge_entries.id"), primary_key=True)
    version_no: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[Status] = mapped_column(term_column(Status))
    question: Mapped[str]
    answer: Mapped[str]
    unit_code: Mapped[str]
    category_code: Mapped[str | None]
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    valid_from_on: Mapped[date]
    valid_to_on: Mapped[date | None]
    source: Mapped[str]
    authors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    changed_at: Mapped[datetime] = mapped_column(_AT)
    submitted_at: Mapped[datetime | None] = mapped_column(_AT)
    decided_at: Mapped[datetime | None] = mapped_column(_AT)
    decided_by: Mapped[str | None]
    decision_note: Mapped[str | None]
    published_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    words: Mapped[Any] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)


class KnowledgeUse(Base):
    """An entry was used in a ticket; once, however often it was."""

    __tablename__ = "knowledge_uses"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("knowledge_entries.id"), primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    version_no: Mapped[int]
    used_at: Mapped[datetime] = mapped_column(_AT)
