"""Tables of the parties and of the accounts that acted for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.trade_parties.terms import PartyStatus, SuspensionReason

_AT = DateTime(timezone=True)


class TradeParty(Base):
    """A company that sends trade documents."""

    __tablename__ = "trade_parties"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    account: Mapped[str]
    status: Mapped[PartyStatus] = mapped_column(term_column(PartyStatus))
    suspension_reason: Mapped[SuspensionReason | None] = mapped_column(term_column(SuspensionReason))
    suspension_note: Mapped[str | None]
    registered_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)


class PartyAccount(Base):
    """An account that acts or acted for a party; the present one has no `until`."""

    __tablename__ = "trade_party_accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    account: Mapped[str]
    since: Mapped[datetime] = mapped_column(_AT)
    until: Mapped[datetime | None] = mapped_column(_AT)
    entered_by: Mapped[str]
