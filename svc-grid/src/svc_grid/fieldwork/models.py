"""Tables of what was sent from the field."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.cases.xids import Xid8
from svc_grid.fieldwork.terms import Outcome

_AT = DateTime(timezone=True)


class FieldEntry(Base):
    """An action as it was sent and what became of it; never changes. Of its content only a hash is kept."""

    __tablename__ = "field_entries"

    subject: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    action: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(term_column(Outcome))
    target_id: Mapped[UUID | None]
    # The case's version that the telephone had seen, and the one this action made.
    seen_version: Mapped[int | None]
    version: Mapped[int | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    said_at: Mapped[datetime] = mapped_column(_AT)
    happened_at: Mapped[datetime | None] = mapped_column(_AT)
    received_at: Mapped[datetime] = mapped_column(_AT)


class CaseLeaving(Base):
    """A case left the account, or the unit (`unit:` before its code), that had it; written by the database, whoever moved it."""

    __tablename__ = "case_leavings"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(primary_key=True)
    left_xid: Mapped[str] = mapped_column(Xid8, primary_key=True)
