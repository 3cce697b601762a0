"""Tables of online cases. Who applied is sealed in a table of its own; the case shows the masked one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.contact import SealedContactColumns
from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.items.terms import ApplicantKind, CaseType, SpecialKind
from svc_affairs.online_cases.terms import Action, Channel, DeliveryWay, DenialReason, RefusalReason, Status, TaskStatus
from svc_affairs.xids import Xid8

_AT = DateTime(timezone=True)


class OnlineCase(Base):
    """One case. It keeps the version of the item that it began with, whatever is published later."""

    __tablename__ = "online_cases"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(term_column(Status))
    item_id: Mapped[UUID]
    item_code: Mapped[str]
    item_version: Mapped[int]
    item_name: Mapped[str]
    case_type: Mapped[CaseType] = mapped_column(term_column(CaseType))
    department_code: Mapped[str]
    # Its own department and those that take a step of it: who of the approvers sees it.
    department_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    channel: Mapped[Channel] = mapped_column(term_column(Channel))
    centre_code: Mapped[str | None]
    window_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    # A centre's own number of it, and the application for several items 一件事 that it is part of.
    external_no: Mapped[str | None]
    package_application_id: Mapped[UUID | None]
    applicant_kind: Mapped[ApplicantKind] = mapped_column(term_column(ApplicantKind))
    masked_name: Mapped[str | None]
    masked_phone: Mapped[str | None]
    company_name: Mapped[str | None]
    uscc: Mapped[str | None]
    has_agent: Mapped[bool] = mapped_column(default=False)
    agent_masked_name: Mapped[str | None]
    agent_masked_phone: Mapped[str | None]
    query_code_hash: Mapped[bytes | None]
    # What is applied for, in the applicant's words; gone with the contact.
    subject: Mapped[str | None]
    # A case of the same applicant and item that was open when this one came.
    is_likely_duplicate: Mapped[bool] = mapped_column(default=False)
    policy_version: Mapped[str]
    submitted_at: Mapped[datetime] = mapped_column(_AT)
    accepted_at: Mapped[datetime | None] = mapped_column(_AT)
    ready_at: Mapped[datetime | None] = mapped_column(_AT)
    decided_at: Mapped[datetime | None] = mapped_column(_AT)
    delivered_at: Mapped[datetime | None] = mapped_column(_AT)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    # The clock that runs: before acceptance the office's time to accept, then the promised time. It stands still
    # between an odd and an even one of its turns.
    clock_from: Mapped[datetime | None] = mapped_column(_AT)
    clock_turns: Mapped[list[datetime]] = mapped_column(ARRAY(_AT), default=list)
    promised_days: Mapped[int]
    statutory_days: Mapped[int]
    extension_days: Mapped[int] = mapped_column(default=0)
    # Working days that special procedures have taken so far.
    special_days: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    statutory_due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_due_provisional: Mapped[bool] = mapped_column(default=False)
    calendar_version: Mapped[str | None]
    overdue_at: Mapped[datetime | None] = mapped_column(_AT)
    undelivered_at: Mapped[datetime | None] = mapped_column(_AT)
    # Until when somebody is waited for in the present state.
    wait_until: Mapped[datetime | None] = mapped_column(_AT)
    supplement_asked_at: Mapped[datetime | None] = mapped_column(_AT)
    supplement_asked: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    supplemented_at: Mapped[datetime | None] = mapped_column(_AT)
    refusal_reason: Mapped[RefusalReason | None] = mapped_column(term_column(RefusalReason))
    denial_reason: Mapped[DenialReason | None] = mapped_column(term_column(DenialReason))
    result: Mapped[Status | None] = mapped_column(term_column(Status))
    result_text: Mapped[str | None]
    appeal_text: Mapped[str | None]
    decided_by: Mapped[str | None]
    delivery_way: Mapped[DeliveryWay | None] = mapped_column(term_column(DeliveryWay))
    tracking_no: Mapped[str | None]
    erase_at: Mapped[datetime | None] = mapped_column(_AT)
    erased_at: Mapped[datetime | None] = mapped_column(_AT)
    # When time itself acts on it next; and until when the sweeper leaves it alone.
    wake_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)
    # Which transaction changed it last: set by the database, for those who ask what changed since.
    changed_xid: Mapped[str] = mapped_column(Xid8, FetchedValue(), deferred=True, deferred_raiseload=True)

    @property
    def is_overdue(self) -> bool:
        """Whether it is, or once was, past the promised time."""
        return self.overdue_at is not None

    @property
    def paused_at(self) -> datetime | None:
        """Since when its clock stands still."""
        return self.clock_turns[-1] if len(self.clock_turns) % 2 else None

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class CaseContact(SealedContactColumns, Base):
    """A sealed contact of a case: who applied, or the agent who did so for somebody. Only the applicant's has an index."""

    __tablename__ = "online_case_contacts"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)


class CaseStep(Base):
    """One step of a case's history; it never holds anything of the applicant's."""

    __tablename__ = "online_case_steps"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[Action] = mapped_column(term_column(Action))
    from_status: Mapped[Status | None] = mapped_column(term_column(Status))
    to_status: Mapped[Status] = mapped_column(term_column(Status))
    actor: Mapped[str]
    actor_role: Mapped[str]
    note: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)

    @property
    def action_label_zh(self) -> str:
        return self.action.label_zh

    @property
    def action_label_en(self) -> str:
        return self.action.label_en


class CaseTask(Base):
    """A step of the review that a department takes; those of one stage are open at the same time."""

    __tablename__ = "online_case_tasks"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"), primary_key=True)
    step_code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    stage: Mapped[int]
    department_code: Mapped[str]
    # The item names no steps: whoever decides does this one with the decision.
    is_implied: Mapped[bool] = mapped_column(default=False)
    days: Mapped[int | None]
    status: Mapped[TaskStatus] = mapped_column(term_column(TaskStatus))
    opinion: Mapped[str | None]
    opened_at: Mapped[datetime | None] = mapped_column(_AT)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    done_at: Mapped[datetime | None] = mapped_column(_AT)
    done_by: Mapped[str | None]
    is_late: Mapped[bool] = mapped_column(default=False)


class SpecialProcedure(Base):
    """A special procedure 特别程序 of a case, or an extension of its review."""

    __tablename__ = "online_case_special_procedures"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("online_cases.id"), primary_key=True)
    procedure_no: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[SpecialKind] = mapped_column(term_column(SpecialKind))
    days: Mapped[int]
    reason: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(_AT)
    begun_by: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    ended_by: Mapped[str | None]
    days_taken: Mapped[int | None]
