"""Tables of the imports of items."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.item_exchange.terms import ImportStatus

_AT = DateTime(timezone=True)


class ItemImport(Base):
    """What one file came to: how many rows to what, and those rows that changed something or were refused.

    `moved` is how many items its last step moved.
    """

    __tablename__ = "item_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[ImportStatus] = mapped_column(term_column(ImportStatus))
    imported_at: Mapped[datetime] = mapped_column(_AT)
    imported_by: Mapped[str]
    media_type: Mapped[str]
    note: Mapped[str | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, deferred=True, deferred_raiseload=True)
    decided_at: Mapped[datetime | None] = mapped_column(_AT)
    decided_by: Mapped[str | None]
    decision_note: Mapped[str | None]
    effective_on: Mapped[date | None]
    moved: Mapped[int]


class ItemImportVersion(Base):
    """One version that an import brought, and its revision as the import's last step left it."""

    __tablename__ = "item_import_versions"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("item_imports.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), primary_key=True)
    code: Mapped[str]
    revision: Mapped[int]
