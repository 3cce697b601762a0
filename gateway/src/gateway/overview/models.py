"""Which year the overview shows."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.base import Base


class OverviewPeriod(Base):
    """The only row: the year an administrator chose; without it, the present year is shown."""

    __tablename__ = "overview_period"

    is_only: Mapped[bool] = mapped_column(primary_key=True, default=True)
    year: Mapped[int]
    set_by: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
