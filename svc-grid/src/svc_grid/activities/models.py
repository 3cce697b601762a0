"""Tables of service activities, their versions and their counters."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.activities.terms import ActivityKind, ProblemState, Status
from svc_grid.base import Base

_AT = DateTime(timezone=True)


class Activity(Base):
    """What a unit did on a day. `count` says how many; of whom, nothing is kept."""

    __tablename__ = "activities"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(term_column(Status))
    kind: Mapped[ActivityKind] = mapped_column(term_column(ActivityKind))
    unit_code: Mapped[str]
    territory_code: Mapped[str]
    held_on: Mapped[date]
    count: Mapped[int]
    title: Mapped[str]
    description: Mapped[str | None]
    outcome: Mapped[str | None]
    asked_count: Mapped[int]
    satisfied_count: Mapped[int]
    problem_state: Mapped[ProblemState | None] = mapped_column(term_column(ProblemState))
    # Of a collected problem: how much of it is solved. Of a solved one: which collected record it belongs to.
    solved_count: Mapped[int]
    solves_id: Mapped[UUID | None]
    source: Mapped[str | None]
    external_no: Mapped[str | None]
    digest: Mapped[bytes | None]
    registered_at: Mapped[datetime] = mapped_column(_AT)

    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @property
    def kind_label_en(self) -> str:
        return self.kind.label_en


class ActivityVersion(Base):
    """A record as one change left it, and who made that for which reason."""

    __tablename__ = "activity_versions"

    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[str]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ActivityCounter(Base):
    """What a unit did on a day within a territory, added up in the transactions of the records themselves."""

    __tablename__ = "activity_counters"

    held_on: Mapped[date] = mapped_column(primary_key=True)
    unit_code: Mapped[str] = mapped_column(primary_key=True)
    territory_code: Mapped[str] = mapped_column(primary_key=True)
    research_visits: Mapped[int]
    home_outreach_visits: Mapped[int]
    problems_collected: Mapped[int]
    problems_solved: Mapped[int]
    good_deeds: Mapped[int]
    asked_count: Mapped[int]
    satisfied_count: Mapped[int]
