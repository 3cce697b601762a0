"""Tables of the indicators."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Enum
from sqlalchemy.orm import Mapped, mapped_column

from svc_risk.base import Base
from svc_risk.indicators.terms import Indicator

# Stored as its value in a text column.
_INDICATOR = Enum(
    Indicator, native_enum=False, create_constraint=False, values_callable=lambda all_: [each.value for each in all_]
)


class IndicatorCount(Base):
    """How often something happened in a quarter; an empty territory or matter means it is not known."""

    __tablename__ = "indicators"

    quarter: Mapped[str] = mapped_column(primary_key=True)
    territory_code: Mapped[str] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[Indicator] = mapped_column(_INDICATOR, primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class Quarter(Base):
    """A quarter in which something was counted."""

    __tablename__ = "quarters"

    quarter: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
