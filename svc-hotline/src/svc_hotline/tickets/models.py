"""Tables of the tickets: the ticket, its history, and its caller's sealed contact."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock
from chassis.contact import SealedContactColumns
from chassis.terms import term_column
from contracts.worktime import Limit, LimitUnit
from svc_hotline.base import Base
from svc_hotline.tickets.lifecycle import RUNNING, Situation
from svc_hotline.tickets.terms import (
    Action,
    CallbackOutcome,
    Channel,
    CloseOutcome,
    EmergencyLine,
    EscalationReason,
    Kind,
    NotReachedReason,
    Rating,
    RejectReason,
    ReturnReason,
    Status,
    Urgency,
)  # fmt: skip

_AT = DateTime(timezone=True)


class Ticket(Base):
    """A request and where it stands. `version` rises by one with each event it publishes."""

    __tablename__ = "tickets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status] = mapped_column(term_column(Status))
    query_code_hash: Mapped[bytes | None]

    kind: Mapped[Kind] = mapped_column(term_column(Kind))
    urgency: Mapped[Urgency] = mapped_column(term_column(Urgency))
    channel: Mapped[Channel] = mapped_column(term_column(Channel))
    origin_line: Mapped[str]
    category_code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, deferred=True, deferred_raiseload=True)
    territory_code: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    address: Mapped[str | None]
    masked_name: Mapped[str | None]
    masked_phone: Mapped[str | None]
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)

    accepted_at: Mapped[datetime] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    limit_days: Mapped[int | None]
    limit_unit: Mapped[LimitUnit] = mapped_column(term_column(LimitUnit), default=LimitUnit.WORKING_DAYS)
    extension_days: Mapped[int] = mapped_column(default=0)
    clock_from: Mapped[datetime | None] = mapped_column(_AT)
    # The instants at which the clock stopped and went on, in turn; an odd number of them: it stands still now.
    clock_turns: Mapped[list[datetime]] = mapped_column(ARRAY(_AT), default=list)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    warn_at: Mapped[datetime | None] = mapped_column(_AT)
    warned_at: Mapped[datetime | None] = mapped_column(_AT)
    overdue_at: Mapped[datetime | None] = mapped_column(_AT)
    supervise_at: Mapped[datetime | None] = mapped_column(_AT)
    is_due_provisional: Mapped[bool] = mapped_column(default=False)
    calendar_version: Mapped[str | None]
    was_overdue: Mapped[bool] = mapped_column(default=False)
    wait_until: Mapped[datetime | None] = mapped_column(_AT)
    wait_escalations: Mapped[int] = mapped_column(default=0)
    wake_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)

    dispatch_no: Mapped[int] = mapped_column(default=0)
    lead_unit_code: Mapped[str | None]
    assisting_unit_codes: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    dispatched_at: Mapped[datetime | None] = mapped_column(_AT)
    sign_due_at: Mapped[datetime | None] = mapped_column(_AT)
    signed_at: Mapped[datetime | None] = mapped_column(_AT)
    was_sign_overdue: Mapped[bool] = mapped_column(default=False)
    dispatch_rule_code: Mapped[str | None]
    first_dispatched_at: Mapped[datetime | None] = mapped_column(_AT)
    case_id: Mapped[UUID | None]
    # The version with which its present round began: only a case that answers that one, or none that says, is its case.
    round_from: Mapped[int | None]
    # Why its case came to nothing, until the desk has decided where the ticket goes.
    case_end_code: Mapped[ReturnReason | None] = mapped_column(term_column(ReturnReason))
    case_end_basis: Mapped[str | None]

    returned_times: Mapped[int] = mapped_column(default=0)
    returned_unit_codes: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    returned_from: Mapped[Status | None] = mapped_column(term_column(Status))
    return_reason_code: Mapped[ReturnReason | None] = mapped_column(term_column(ReturnReason))
    reject_reason_code: Mapped[RejectReason | None] = mapped_column(term_column(RejectReason))
    handed_over_to: Mapped[EmergencyLine | None] = mapped_column(term_column(EmergencyLine))
    merged_into: Mapped[UUID | None]
    merged_count: Mapped[int] = mapped_column(default=0)
    split_from: Mapped[UUID | None]
    paused_from: Mapped[Status | None] = mapped_column(term_column(Status))
    question: Mapped[str | None]
    extended_times: Mapped[int] = mapped_column(default=0)
    extension_asked_days: Mapped[int | None]
    extension_due_at: Mapped[datetime | None] = mapped_column(_AT)
    escalated_times: Mapped[int] = mapped_column(default=0)
    escalation_reason: Mapped[EscalationReason | None] = mapped_column(term_column(EscalationReason))
    is_disputed: Mapped[bool] = mapped_column(default=False)
    reply: Mapped[str | None]
    is_reply_waiting: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None] = mapped_column(_AT)
    callback_outcome: Mapped[CallbackOutcome | None] = mapped_column(term_column(CallbackOutcome))
    callbacks_not_reached: Mapped[int] = mapped_column(default=0)
    not_reached_reason: Mapped[NotReachedReason | None] = mapped_column(term_column(NotReachedReason))
    first_replied_at: Mapped[datetime | None] = mapped_column(_AT)
    rating: Mapped[Rating | None] = mapped_column(term_column(Rating))
    rated_at: Mapped[datetime | None] = mapped_column(_AT)
    is_rating_unanswered: Mapped[bool] = mapped_column(default=False)
    rating_answer: Mapped[str | None]
    rating_answer_due_at: Mapped[datetime | None] = mapped_column(_AT)
    reopened_times: Mapped[int] = mapped_column(default=0)
    reopened_at: Mapped[datetime | None] = mapped_column(_AT)
    urged_times: Mapped[int] = mapped_column(default=0)
    is_supervised: Mapped[bool] = mapped_column(default=False)
    supervised_due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_supervision_late: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    close_outcome: Mapped[CloseOutcome | None] = mapped_column(term_column(CloseOutcome))

    source: Mapped[str | None]
    reference: Mapped[str | None]
    import_digest: Mapped[bytes | None]
    likely_duplicate_of: Mapped[UUID | None]

    @property
    def situation(self) -> Situation:
        """What decides which actions are possible. A rating counts for the handling it came after."""
        is_rated = self.rated_at is not None and (self.reopened_at is None or self.rated_at > self.reopened_at)
        return Situation(
            self.status, self.kind, self.is_reply_waiting, is_rated, self.supervised_due_at is not None, self.reopened_times,
            self.returned_from, self.paused_from, self.reply is not None and not self.is_reply_waiting,
            self.is_rating_unanswered, self.extension_asked_days is not None, self.extended_times,
            self.is_late(clock.now()), self.merged_count > 0,
        )  # fmt: skip

    @property
    def limit(self) -> Limit | None:
        """How long it may take; none for what was imported."""
        return Limit(self.limit_days, self.limit_unit) if self.limit_days else None

    @property
    def is_overdue(self) -> bool:
        """Past its due time now, or ever before: the fact stays on the ticket."""
        return self.was_overdue or self.is_late(clock.now())

    def is_late(self, at: datetime) -> bool:
        return self.status in RUNNING and self.due_at is not None and self.due_at < at

    @property
    def location(self) -> dict[str, float] | None:
        return None if self.lon is None or self.lat is None else {"lon": self.lon, "lat": self.lat}

    @property
    def contact(self) -> dict[str, str | None] | None:
        """The caller, masked; of a confidential caller nothing."""
        if self.is_confidential or self.masked_phone is None:
            return None
        return {"name": self.masked_name, "phone": self.masked_phone}

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class TicketCase(Base):
    """A grid case that told of itself for a ticket, of the present dispatch or of an earlier one, and how far it has told."""

    __tablename__ = "ticket_cases"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"))
    sequence: Mapped[int] = mapped_column(default=0)


class TicketStep(Base):
    """One thing that happened to a ticket; one row for each of its versions."""

    __tablename__ = "ticket_history"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[Action] = mapped_column(term_column(Action))
    from_status: Mapped[Status | None] = mapped_column(term_column(Status))
    to_status: Mapped[Status] = mapped_column(term_column(Status))
    actor: Mapped[str]
    actor_kind: Mapped[str]
    unit_code: Mapped[str | None]
    note: Mapped[str | None]

    @property
    def action_label_zh(self) -> str:
        return self.action.label_zh


class TicketContact(SealedContactColumns, Base):
    """The caller of a ticket, sealed; the row exists only where a contact was given."""

    __tablename__ = "ticket_contacts"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
