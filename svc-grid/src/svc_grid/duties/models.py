"""Tables of duty."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.duties.terms import ShiftKind

_AT = DateTime(timezone=True)


class DutyPost(Base):
    """Where a unit is rung, at an office line; one person at a time is on duty there."""

    __tablename__ = "duty_posts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    unit_code: Mapped[str]
    name: Mapped[str]
    office_line: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(_AT)


class DutyShift(Base):
    """Who is on duty at a post from when to when; it belongs to the roster of the city's month that it begins in."""

    __tablename__ = "duty_shifts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("duty_posts.id"))
    account: Mapped[str]
    kind: Mapped[ShiftKind] = mapped_column(term_column(ShiftKind))
    from_at: Mapped[datetime] = mapped_column(_AT)
    to_at: Mapped[datetime] = mapped_column(_AT)


class DutyRoster(Base):
    """That a unit's month was laid down, and how often."""

    __tablename__ = "duty_rosters"

    unit_code: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    shifts: Mapped[int]
