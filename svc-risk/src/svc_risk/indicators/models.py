"""Tables of the indicators."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_risk.base import Base
from svc_risk.indicators.terms import Indicator


class IndicatorCount(Base):
    """How often something happened in a quarter; an empty territory or matter means it is not known."""

    __tablename__ = "indicators"

    quarter: Mapped[str] = mapped_column(primary_key=True)
    territory_code: Mapped[str] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[Indicator] = mapped_column(term_column(Indicator), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class Quarter(Base):
    """A quarter in which something was counted."""

    __tablename__ = "quarters"

    quarter: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
