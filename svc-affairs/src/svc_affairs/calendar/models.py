"""Table of the calendar's versions."""

from datetime import date, datetime

from sqlalchemy import Date, DateTime, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base


class CalendarVersion(Base):
    """The calendar as one version has it, whole; the newest is in use, and what an older one counted can be told still.

    The one that was there from the start was published at no instant of ours.
    """

    __tablename__ = "work_calendars"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    calendar_version: Mapped[str]
    published_years: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    days_off: Mapped[list[date]] = mapped_column(ARRAY(Date))
    make_up_days: Mapped[list[date]] = mapped_column(ARRAY(Date))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
