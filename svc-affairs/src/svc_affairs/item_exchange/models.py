"""Table of the imports of items."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base


class ItemImport(Base):
    """What one file came to: how many rows to what, and those rows that changed something or were refused."""

    __tablename__ = "item_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    imported_by: Mapped[str]
    media_type: Mapped[str]
    is_published: Mapped[bool]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, deferred=True, deferred_raiseload=True)
