"""Tables of the calendar: one row a day, and the notices that it was made from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, DateTime
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_hotline.base import Base


class CalendarDay(Base):
    """A day and whether it is worked; holidays, weekends and make-up days 调休 are all in it."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    version: Mapped[int]


class CalendarNotice(Base):
    """A notice as it was published, which made a version of the calendar; it never changes.

    `named` is each day that it speaks of and whether it is worked, `changes` what it changed in the calendar. Those that
    were there before notices were kept have no reference, and all are of version 1.
    """

    __tablename__ = "calendar_notices"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[str | None]
    issued_on: Mapped[date | None]
    holidays: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    make_up_days: Mapped[list[date]] = mapped_column(ARRAY(Date))
    named: Mapped[dict[str, bool]] = mapped_column(JSONB)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str]
