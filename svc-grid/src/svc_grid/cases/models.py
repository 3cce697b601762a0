"""Tables of cases."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock
from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.cases.rules import colour_of
from svc_grid.cases.terms import Colour, Source, Stage, Status
from svc_grid.cases.xids import Xid8

_AT = DateTime(timezone=True)


class Case(Base):
    """One case. Of a hotline ticket there is one case a round: each dispatch and each reopening begins one."""

    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(term_column(Status))
    source: Mapped[Source] = mapped_column(term_column(Source))
    class_code: Mapped[str]
    # How serious, and in what area, by the class's registering conditions: both decide its limits.
    condition_code: Mapped[str | None]
    level: Mapped[int | None]
    component_code: Mapped[str | None]
    title: Mapped[str]
    description: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, deferred=True, deferred_raiseload=True)
    territory_code: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    # Whose desk decides on it: its own territory's, or one above that it was referred to.
    held_by: Mapped[str]
    reported_by: Mapped[str]
    reporting_unit_code: Mapped[str | None]
    ticket_id: Mapped[UUID | None]
    # The ticket's version whose event it answers; a reopening may find it open, and then it goes on for that.
    ticket_sequence: Mapped[int | None]
    round: Mapped[int | None]
    dispatch_no: Mapped[int | None]
    unit_code: Mapped[str | None]
    assignee: Mapped[str | None]
    # Nobody's by its matter, so the territory's own unit has it 属地管理.
    is_territorial: Mapped[bool] = mapped_column(default=False)
    is_self_handled: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str | None]
    evidence: Mapped[list[str]] = mapped_column(JSONB, default=list)
    handled_by: Mapped[str | None]
    handling_unit_code: Mapped[str | None]
    # Who has worked on it since it was assigned, and their units: none of them verifies it.
    worked_by: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    worked_units: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    reason_code: Mapped[str | None]
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime] = mapped_column(_AT)
    handled_at: Mapped[datetime | None] = mapped_column(_AT)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    changed_at: Mapped[datetime] = mapped_column(_AT)
    # The stage whose clock runs, or stands still between an odd and an even one of its turns.
    stage: Mapped[Stage | None] = mapped_column(term_column(Stage))
    stage_from: Mapped[datetime | None] = mapped_column(_AT)
    stage_limit_h: Mapped[int | None]
    stage_extra_h: Mapped[int] = mapped_column(default=0)
    stage_turns: Mapped[list[datetime]] = mapped_column(ARRAY(_AT), default=list)
    stage_warn_at: Mapped[datetime | None] = mapped_column(_AT)
    stage_due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_stage_overdue: Mapped[bool] = mapped_column(default=False)
    calendar_version: Mapped[str | None]
    extension_asked_h: Mapped[int | None]
    extension_decide_by: Mapped[datetime | None] = mapped_column(_AT)
    shelving_asked_on: Mapped[date | None]
    shelving_decide_by: Mapped[datetime | None] = mapped_column(_AT)
    extension_asked_by: Mapped[str | None]
    shelving_asked_by: Mapped[str | None]
    review_on: Mapped[date | None]
    # When a verified case that nobody closes is closed by itself.
    close_by: Mapped[datetime | None] = mapped_column(_AT)
    extended_times: Mapped[int] = mapped_column(default=0)
    sent_back_times: Mapped[int] = mapped_column(default=0)
    returned_times: Mapped[int] = mapped_column(default=0)
    escalated_times: Mapped[int] = mapped_column(default=0)
    # When time itself acts on it next; and until when the sweeper leaves it alone.
    wake_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)
    # Which transaction changed it last: set by the database, for those who ask what changed since.
    changed_xid: Mapped[str] = mapped_column(Xid8, FetchedValue(), deferred=True, deferred_raiseload=True)

    @property
    def colour(self) -> Colour | None:
        """The light of the running stage now."""
        return colour_of(self.stage_warn_at, self.stage_due_at, clock.now())

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class CaseStage(Base):
    """A stage that has ended, with its clock as it was."""

    __tablename__ = "case_stages"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[Stage] = mapped_column(term_column(Stage))
    started_at: Mapped[datetime] = mapped_column(_AT)
    ended_at: Mapped[datetime] = mapped_column(_AT)
    limit_h: Mapped[int | None]
    extra_h: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    is_late: Mapped[bool]


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
    # Where, of what and whose the case was then: the figures are counted from this.
    territory_code: Mapped[str]
    class_code: Mapped[str]
    unit_code: Mapped[str | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    is_folded: Mapped[bool] = mapped_column(default=False)
