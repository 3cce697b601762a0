"""Tables: how far each cause was followed, the cases that answer causes, and which class a kind of alarm gets."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_grid.base import Base

_AT = DateTime(timezone=True)


class FollowedAlarm(Base):
    """How far a cause was followed: the last alarm raised and the last cleared, by their numbers, whatever came first."""

    __tablename__ = "followed_alarms"

    cause: Mapped[str] = mapped_column(primary_key=True)
    raised: Mapped[int] = mapped_column(default=0)
    cleared: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime | None] = mapped_column(_AT)
    cleared_at: Mapped[datetime | None] = mapped_column(_AT)
    case_id: Mapped[UUID | None]
    # The last raising as it was told, of which the worker may have to open a case.
    told: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # Since when it flaps with no open case to go to.
    waits_from: Mapped[datetime | None] = mapped_column(_AT)
    # When its quiet, or its staying, counts; and until when the worker leaves it alone.
    check_at: Mapped[datetime | None] = mapped_column(_AT)
    sweep_after: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def is_raised(self) -> bool:
        return self.raised > self.cleared


class AlarmCase(Base):
    """A case that answers a cause, with how often that was raised meanwhile."""

    __tablename__ = "alarm_cases"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str]
    device_id: Mapped[str]
    device_kind: Mapped[str]
    rule_code: Mapped[str]
    component_code: Mapped[str | None]
    occurrences: Mapped[int]
    is_raised: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(_AT)
    last_raised_at: Mapped[datetime] = mapped_column(_AT)
    last_cleared_at: Mapped[datetime | None] = mapped_column(_AT)


class AlarmClass(Base):
    """The case class that alarms of a kind of device get, by one rule or, with `*`, by any."""

    __tablename__ = "alarm_classes"

    device_kind: Mapped[str] = mapped_column(primary_key=True)
    rule_code: Mapped[str] = mapped_column(primary_key=True)
    class_code: Mapped[str]
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(_AT)
