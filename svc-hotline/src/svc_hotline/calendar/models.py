"""Tables of the calendar: one row a day, with the version of the notice that it comes from."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from svc_hotline.base import Base


class CalendarDay(Base):
    """A day and whether it is worked; holidays, weekends and make-up days 调休 are all in it."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    version: Mapped[int]
