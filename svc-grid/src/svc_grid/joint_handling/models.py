"""Tables of joint calls."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.joint_handling.terms import CallStatus, Rating, UnitStatus, Urgency

_AT = DateTime(timezone=True)


class JointCall(Base):
    """One call to several units."""

    __tablename__ = "joint_calls"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    # How many events were told of it: not every step is one that others hear of.
    told: Mapped[int]
    status: Mapped[CallStatus] = mapped_column(term_column(CallStatus))
    case_id: Mapped[UUID | None]
    territory_code: Mapped[str]
    urgency: Mapped[Urgency] = mapped_column(term_column(Urgency))
    title: Mapped[str]
    request: Mapped[str]
    coordinator_unit_code: Mapped[str]
    called_by: Mapped[str]
    policy_version: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(_AT)
    assembled_at: Mapped[datetime | None] = mapped_column(_AT)
    done_at: Mapped[datetime | None] = mapped_column(_AT)
    rated_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    escalated_at: Mapped[datetime | None] = mapped_column(_AT)
    reason_code: Mapped[str | None]
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class CalledUnit(Base):
    """One unit of a call: whether it came, what it did, and how content the community is."""

    __tablename__ = "joint_call_units"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("joint_calls.id"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[UnitStatus] = mapped_column(term_column(UnitStatus))
    called_at: Mapped[datetime] = mapped_column(_AT)
    due_at: Mapped[datetime] = mapped_column(_AT)
    is_late: Mapped[bool] = mapped_column(default=False)
    # Whether this deadline was told of; one that is set anew is told of anew.
    late_told_at: Mapped[datetime | None] = mapped_column(_AT)
    reported_at: Mapped[datetime | None] = mapped_column(_AT)
    comes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    arrives_at: Mapped[datetime | None] = mapped_column(_AT)
    decline_reason: Mapped[str | None]
    decline_note: Mapped[str | None]
    is_upheld: Mapped[bool | None]
    decision_note: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(_AT)
    result: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(_AT)
    rating: Mapped[Rating | None] = mapped_column(term_column(Rating))
    rating_reason: Mapped[str | None]

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class JointCallStep(Base):
    """One step of a call's history."""

    __tablename__ = "joint_call_steps"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("joint_calls.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    command: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    unit_code: Mapped[str | None]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    reason_code: Mapped[str | None]
    note: Mapped[str | None]
