"""Table of the published policies."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base


class TradePolicy(Base):
    """A published version; it never changes."""

    __tablename__ = "trade_policies"

    version: Mapped[int] = mapped_column(primary_key=True)
    effective_on: Mapped[date]
    amount_tolerance: Mapped[Decimal]
    quantity_tolerance: Mapped[Decimal]
    weight_tolerance_kg: Mapped[Decimal]
    transaction_limit: Mapped[Decimal]
    annual_limit: Mapped[Decimal]
    checks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    wait_hours: Mapped[int]
    is_auto_release: Mapped[bool]
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str]
