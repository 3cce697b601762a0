"""Table of the items."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.items.terms import ItemKind, ItemStatus

_AT = DateTime(timezone=True)


class Item(Base):
    """One version of an item; `revision` rises with each change of the row, `version` with each new draft of the code."""

    __tablename__ = "items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    revision: Mapped[int]
    status: Mapped[ItemStatus] = mapped_column(term_column(ItemStatus))
    name: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(term_column(ItemKind))
    department_code: Mapped[str]
    statutory_days: Mapped[int]
    promised_days: Mapped[int]
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    fee_fen: Mapped[int] = mapped_column(BigInteger)
    legal_basis: Mapped[str]
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    visits: Mapped[int]
    online_depth: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    published_at: Mapped[datetime | None] = mapped_column(_AT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(_AT)
    search: Mapped[str] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)
