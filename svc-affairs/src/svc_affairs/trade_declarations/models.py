"""Tables of the declarations, of where their documents do not agree, and of what the desk decided."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.trade_declarations.lifecycle import Command
from svc_affairs.trade_declarations.terms import DeclarationStatus, Field, Reason, Verdict

_AT = DateTime(timezone=True)


class Declaration(Base):
    """One list's declaration; `told` counts its events. Whose buyer it is of is known to the pass alone."""

    __tablename__ = "trade_declarations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    told: Mapped[int]
    status: Mapped[DeclarationStatus] = mapped_column(term_column(DeclarationStatus))
    verdict: Mapped[Verdict] = mapped_column(term_column(Verdict))
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    mismatch_fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    invt_no: Mapped[str]
    declarant_code: Mapped[str]
    cop_no: Mapped[str]
    platform_code: Mapped[str]
    order_no: Mapped[str]
    logistics_code: Mapped[str]
    logistics_no: Mapped[str]
    list_app_time: Mapped[datetime] = mapped_column(_AT)
    day: Mapped[date]
    country: Mapped[str]
    amount: Mapped[Decimal]
    refunded_amount: Mapped[Decimal]
    policy_version: Mapped[int]
    is_changed_since: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(_AT)
    judged_at: Mapped[datetime] = mapped_column(_AT)
    waits_until: Mapped[datetime | None] = mapped_column(_AT)
    decided_at: Mapped[datetime | None] = mapped_column(_AT)
    decided_by: Mapped[str | None]
    reason_code: Mapped[Reason | None] = mapped_column(term_column(Reason))
    reason: Mapped[str | None]
    returned_list_at: Mapped[datetime | None] = mapped_column(_AT)


class Mismatch(Base):
    """One field in which two documents do not agree; `line_no` 0: the document as a whole."""

    __tablename__ = "trade_mismatches"

    declaration_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[Field] = mapped_column(term_column(Field), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    one_document: Mapped[str]
    one_value: Mapped[str | None]
    other_document: Mapped[str]
    other_value: Mapped[str | None]


class Decision(Base):
    """What the desk decided."""

    __tablename__ = "trade_decisions"

    declaration_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    command: Mapped[Command] = mapped_column(term_column(Command))
    from_status: Mapped[DeclarationStatus] = mapped_column(term_column(DeclarationStatus))
    to_status: Mapped[DeclarationStatus] = mapped_column(term_column(DeclarationStatus))
    actor: Mapped[str]
    reason_code: Mapped[Reason | None] = mapped_column(term_column(Reason))
    reason: Mapped[str | None]
