"""Table of the items."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Enum, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base
from svc_affairs.items.terms import ItemKind, ItemStatus


def _term(terms: type[StrEnum]) -> Enum:
    """A term is stored as its value in a text column."""
    return Enum(terms, native_enum=False, create_constraint=False, values_callable=lambda all_: [each.value for each in all_])


_AT = DateTime(timezone=True)


class Item(Base):
    """One version of an item; `revision` rises with each change of the row, `version` with each new draft of the code."""

    __tablename__ = "items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    revision: Mapped[int]
    status: Mapped[ItemStatus] = mapped_column(_term(ItemStatus))
    name: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(_term(ItemKind))
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
