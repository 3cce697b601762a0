"""Tables of cases."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.cases.terms import Status

_AT = DateTime(timezone=True)


class Case(Base):
    """One case. Of a hotline ticket there is one case a round: each dispatch and each reopening begins one."""

    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(term_column(Status))
    source: Mapped[str]
    class_code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    territory_code: Mapped[str]
    ticket_id: Mapped[UUID | None]
    # The ticket's version whose event it answers; a reopening may find it open, and then it goes on for that.
    ticket_sequence: Mapped[int | None]
    round: Mapped[int | None]
    dispatch_no: Mapped[int | None]
    unit_code: Mapped[str | None]
    assignee: Mapped[str | None]
    result: Mapped[str | None]
    evidence: Mapped[list[str]] = mapped_column(JSONB, default=list)
    handled_by: Mapped[str | None]
    reason_code: Mapped[str | None]
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime] = mapped_column(_AT)
    handled_at: Mapped[datetime | None] = mapped_column(_AT)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class FollowedTicket(Base):
    """How far a hotline ticket was followed: its last dispatch, and its versions that last asked for a case and ended that.

    What comes late then changes nothing. A reopening may come before the dispatch it is of, whose case then answers it.
    """

    __tablename__ = "followed_tickets"

    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    dispatch_no: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    asked_dispatch_no: Mapped[int] = mapped_column(default=0)
    ended: Mapped[int] = mapped_column(default=0)

    @property
    def has_ended(self) -> bool:
        """Whether it has left the unit, or come to its end, since a case was last asked for."""
        return self.ended > self.asked


class CaseStep(Base):
    """One step of a case's history."""

    __tablename__ = "case_steps"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    note: Mapped[str | None]
