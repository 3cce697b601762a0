"""Tables of what categories ask besides, of what came with requests, and of partner systems' updates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_hotline.base import Base
from svc_hotline.open311.terms import PublicStatus

_AT = DateTime(timezone=True)


class OfferedService(Base):
    """What a supervisor said of a category as a service; one without a row is offered and asks nothing besides."""

    __tablename__ = "open311_services"

    category_code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    is_offered: Mapped[bool]
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    changed_by: Mapped[str]


class ReportDetail(Base):
    """What came with a request besides what a ticket holds; `answers` say themselves what was asked."""

    __tablename__ = "open311_reports"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    media_url: Mapped[str | None]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class PartnerUpdate(Base):
    """What a partner system said it did, by its own id; `ticket_version` is the step that it became."""

    __tablename__ = "open311_updates"

    application: Mapped[str] = mapped_column(primary_key=True)
    update_id: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"))
    ticket_version: Mapped[int]
    status: Mapped[PublicStatus] = mapped_column(term_column(PublicStatus))
    updated_at: Mapped[datetime] = mapped_column(_AT)
    description: Mapped[str]
    media_url: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(_AT)
