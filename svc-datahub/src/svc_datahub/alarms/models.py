"""Tables of the alarms and of the reports they were made of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_datahub.alarms.terms import Severity, State
from svc_datahub.base import Base

_AT = DateTime(timezone=True)


class Alarm(Base):
    """From one raising of a cause to its clearing; `occurrence` counts the alarms of the cause, `reports` what was sent of it."""

    __tablename__ = "alarms"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str]
    occurrence: Mapped[int]
    state: Mapped[State] = mapped_column(term_column(State))
    source: Mapped[str]
    device_id: Mapped[str]
    device_kind: Mapped[str]
    rule_code: Mapped[str]
    severity: Mapped[Severity] = mapped_column(term_column(Severity))
    title: Mapped[str]
    value: Mapped[float | None]
    unit: Mapped[str | None]
    territory_code: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    component_code: Mapped[str | None]
    class_code: Mapped[str | None]
    reports: Mapped[int]
    raised_at: Mapped[datetime] = mapped_column(_AT)
    last_reported_at: Mapped[datetime] = mapped_column(_AT)
    cleared_at: Mapped[datetime | None] = mapped_column(_AT)

    @property
    def state_label_zh(self) -> str:
        return self.state.label_zh

    @property
    def state_label_en(self) -> str:
        return self.state.label_en


class AlarmReport(Base):
    """A report as its source names it, so that the same one sent again is not counted again."""

    __tablename__ = "alarm_reports"

    source: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    alarm_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(_AT)
