"""Table of the items."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.items.terms import Action, CaseType, ItemKind, ItemLevel, ItemStatus, RegionScope
from svc_affairs.xids import Xid8

_AT = DateTime(timezone=True)


class Item(Base):
    """One version of an item; `revision` rises with each change of the row, `version` with each new draft of the code.

    `authors` are all who wrote at it, `announced` how many events told of it; `sweep_after` is when workers look again.
    `search` has the words of name and keywords, `search_rest` those of the rest of its guide.
    """

    __tablename__ = "items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    revision: Mapped[int]
    status: Mapped[ItemStatus] = mapped_column(term_column(ItemStatus))
    name: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(term_column(ItemKind))
    level: Mapped[ItemLevel] = mapped_column(term_column(ItemLevel))
    base_code: Mapped[str | None]
    department_code: Mapped[str]
    case_type: Mapped[CaseType] = mapped_column(term_column(CaseType))
    applicant_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    statutory_days: Mapped[int]
    promised_days: Mapped[int]
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    fee_fen: Mapped[int] = mapped_column(BigInteger)
    legal_basis: Mapped[str]
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    visits: Mapped[int]
    online_depth: Mapped[int]
    region_scope: Mapped[RegionScope] = mapped_column(term_column(RegionScope))
    is_in_hall: Mapped[bool]
    is_open_to_centres: Mapped[bool]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    special_procedures: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    guide: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    published_at: Mapped[datetime | None] = mapped_column(_AT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(_AT)
    effective_on: Mapped[date | None]
    suspended_reason: Mapped[str | None]
    resumes_on: Mapped[date | None]
    replaced_by_id: Mapped[UUID | None]
    authors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    announced: Mapped[int] = mapped_column(default=0)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)
    # Which transaction changed it last: set by the database, for those who ask what changed since.
    changed_xid: Mapped[str] = mapped_column(Xid8, FetchedValue(), deferred=True, deferred_raiseload=True)
    search: Mapped[str] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)
    search_rest: Mapped[str] = mapped_column(TSVECTOR, deferred=True, deferred_raiseload=True)


class ItemStep(Base):
    """One step of a version's life: who did what when, and why."""

    __tablename__ = "item_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"))
    revision: Mapped[int]
    action: Mapped[Action] = mapped_column(term_column(Action))
    status: Mapped[ItemStatus] = mapped_column(term_column(ItemStatus))
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(_AT)
    note: Mapped[str | None]
    day: Mapped[date | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
