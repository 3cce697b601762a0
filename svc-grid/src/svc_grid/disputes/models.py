"""Tables of disputes. What is called `..._sealed` opens with the dispute's record key alone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.contact import SealedContactColumns
from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.disputes.terms import Kind, Performance, Referral, SessionStatus, Side, Status

_AT = DateTime(timezone=True)


class Dispute(Base):
    """One dispute: its bare facts in clear, its statement sealed."""

    __tablename__ = "disputes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    # How many events were told of it: not every step is one that others hear of.
    told: Mapped[int]
    status: Mapped[Status] = mapped_column(term_column(Status))
    kind: Mapped[Kind] = mapped_column(term_column(Kind))
    territory_code: Mapped[str]
    case_id: Mapped[UUID | None]
    applied_by: Mapped[str]
    mediator: Mapped[str | None]
    is_mediator_free: Mapped[bool] = mapped_column(default=False)
    policy_version: Mapped[str]
    applied_at: Mapped[datetime] = mapped_column(_AT)
    accepted_at: Mapped[datetime | None] = mapped_column(_AT)
    mediating_at: Mapped[datetime | None] = mapped_column(_AT)
    concluded_at: Mapped[datetime | None] = mapped_column(_AT)
    followed_up_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_late: Mapped[bool] = mapped_column(default=False)
    extensions: Mapped[int] = mapped_column(default=0)
    reason_code: Mapped[str | None]
    referral: Mapped[Referral | None] = mapped_column(term_column(Referral))
    outcome: Mapped[str | None]
    follow_up: Mapped[str | None]
    # Counted from its obligations, kept here so that the figures need no look at them.
    obligations: Mapped[int] = mapped_column(default=0)
    performed: Mapped[int] = mapped_column(default=0)
    partly: Mapped[int] = mapped_column(default=0)
    not_performed: Mapped[int] = mapped_column(default=0)
    sealed_at: Mapped[datetime | None] = mapped_column(_AT)
    unsealed_until: Mapped[datetime | None] = mapped_column(_AT)
    erase_at: Mapped[datetime | None] = mapped_column(_AT)
    erased_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)
    record_key: Mapped[bytes | None]
    statement_sealed: Mapped[bytes]

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en

    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @property
    def kind_label_en(self) -> str:
        return self.kind.label_en


class Party(SealedContactColumns, Base):
    """A party, known by number within its dispute. Its contact has no index: nobody finds a dispute by a telephone."""

    __tablename__ = "dispute_parties"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    party_no: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(term_column(Side))
    masked_name: Mapped[str | None]
    masked_phone: Mapped[str | None]


class DisputeStep(Base):
    """One step of a dispute's history."""

    __tablename__ = "dispute_steps"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    reason_code: Mapped[str | None]
    note_sealed: Mapped[bytes | None]


class DisputeAssignment(Base):
    """A mediator's time with a dispute, and what the mediator declared about interests of his own."""

    __tablename__ = "dispute_assignments"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    assignment_no: Mapped[int] = mapped_column(primary_key=True)
    mediator: Mapped[str]
    assigned_by: Mapped[str]
    assigned_at: Mapped[datetime] = mapped_column(_AT)
    has_conflict: Mapped[bool | None]
    declared_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    end_reason: Mapped[str | None]


class DisputeSession(Base):
    """A mediation session 调解会; who came is told by party numbers."""

    __tablename__ = "dispute_sessions"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    session_no: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[SessionStatus] = mapped_column(term_column(SessionStatus))
    planned_at: Mapped[datetime] = mapped_column(_AT)
    place_sealed: Mapped[bytes]
    attended: Mapped[list[int]] = mapped_column(JSONB, default=list)
    minutes_sealed: Mapped[bytes | None]
    recorded_at: Mapped[datetime | None] = mapped_column(_AT)
    recorded_by: Mapped[str | None]


class DisputeAgreement(Base):
    """What the parties agreed on: its terms sealed, its obligations beside it."""

    __tablename__ = "dispute_agreements"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    agreed_on: Mapped[date]
    terms_sealed: Mapped[bytes]


class DisputeObligation(Base):
    """What a party promised, by when, and whether it was done."""

    __tablename__ = "dispute_obligations"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    obligation_no: Mapped[int] = mapped_column(primary_key=True)
    party_no: Mapped[int]
    what_sealed: Mapped[bytes]
    due_on: Mapped[date]
    outcome: Mapped[Performance | None] = mapped_column(term_column(Performance))
    outcome_at: Mapped[datetime | None] = mapped_column(_AT)
    reminded_at: Mapped[datetime | None] = mapped_column(_AT)


class DisputeDocument(Base):
    """One making of the agreement document 调解协议书, as it was made."""

    __tablename__ = "dispute_documents"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"), primary_key=True)
    document_version: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(_AT)
    made_by: Mapped[str]
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(deferred=True)


class CaseRemark(Base):
    """A remark on a case by what was done beside it; the case itself goes its own way."""

    __tablename__ = "case_remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(_AT)
    actor: Mapped[str]
    remark: Mapped[str]
