"""Tables of rectifications. They name units, items and windows, and no person but who acted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.rating_figures.measures import Place
from svc_affairs.ratings.terms import Level
from svc_affairs.rectifications.terms import CallOutcome, Outcome, RectificationAction, RectificationStatus

_AT = DateTime(timezone=True)


class Rectification(Base):
    """What one low rating has led to. Each reopening begins a round, whose clocks run anew; what was late stays so."""

    __tablename__ = "rectifications"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[RectificationStatus] = mapped_column(term_column(RectificationStatus))
    rating_id: Mapped[UUID] = mapped_column(ForeignKey("ratings.id"))
    case_id: Mapped[UUID]
    case_number: Mapped[str]
    # Who rated does not want the one rated to know of which case it is.
    is_anonymous: Mapped[bool]
    level: Mapped[Level] = mapped_column(term_column(Level))
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    item_code: Mapped[str]
    item_name: Mapped[str]
    department_code: Mapped[str]
    centre_code: Mapped[str | None]
    window_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    policy_version: Mapped[str]
    invited_at: Mapped[datetime] = mapped_column(_AT)
    opened_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    round: Mapped[int]
    round_at: Mapped[datetime] = mapped_column(_AT)
    calendar_version: Mapped[str]
    calls_missed: Mapped[int]
    call_outcome: Mapped[CallOutcome | None] = mapped_column(term_column(CallOutcome))
    called_at: Mapped[datetime | None] = mapped_column(_AT)
    call_due_at: Mapped[datetime | None] = mapped_column(_AT)
    call_overdue_at: Mapped[datetime | None] = mapped_column(_AT)
    was_call_overdue: Mapped[bool]
    answer: Mapped[str | None]
    put_right_at: Mapped[datetime | None] = mapped_column(_AT)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_due_provisional: Mapped[bool]
    overdue_at: Mapped[datetime | None] = mapped_column(_AT)
    was_overdue: Mapped[bool]
    # Until when it may be rated anew.
    wait_until: Mapped[datetime | None] = mapped_column(_AT)
    follow_up_level: Mapped[Level | None] = mapped_column(term_column(Level))
    follow_up_at: Mapped[datetime | None] = mapped_column(_AT)
    reopened_times: Mapped[int]
    escalated_at: Mapped[datetime | None] = mapped_column(_AT)
    unfounded_text: Mapped[str | None]
    unfounded_proposed_by: Mapped[str | None]
    unfounded_decision: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(term_column(Outcome))
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    # When time itself acts on it next; and until when the sweeper leaves it alone.
    wake_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def is_overdue(self) -> bool:
        """Whether it is, or once was, past one of its limits."""
        return self.was_overdue or self.was_call_overdue

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(self.item_code, self.department_code, self.centre_code, self.window_code)


class RectificationStep(Base):
    """One step of its history; of who rated it says no more than that."""

    __tablename__ = "rectification_steps"

    rectification_id: Mapped[UUID] = mapped_column(ForeignKey("rectifications.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[RectificationAction] = mapped_column(term_column(RectificationAction))
    from_status: Mapped[RectificationStatus | None] = mapped_column(term_column(RectificationStatus))
    to_status: Mapped[RectificationStatus] = mapped_column(term_column(RectificationStatus))
    actor: Mapped[str]
    actor_role: Mapped[str]
    note: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
