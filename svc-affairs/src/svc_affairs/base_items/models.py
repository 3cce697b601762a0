"""Table of the base items."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.terms import ItemKind

_AT = DateTime(timezone=True)


class BaseItem(Base):
    """One entry of the catalogue; `words` are what its name is found by."""

    __tablename__ = "base_items"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[BaseItemStatus] = mapped_column(term_column(BaseItemStatus))
    name: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(term_column(ItemKind))
    levels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    legal_basis: Mapped[str]
    statutory_days: Mapped[int]
    material_count: Mapped[int]
    edition: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), deferred=True, deferred_raiseload=True)
