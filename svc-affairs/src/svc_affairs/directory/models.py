"""Tables of the copies; `version` is the grid's, so that an older event changes nothing."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.orm import Mapped, mapped_column

from svc_affairs.base import Base


class UnitCopy(Base):
    """A unit, such as one whose centre takes cases in. A retired one is kept for what names it."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    parent_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    version: Mapped[int] = mapped_column(BigInteger)
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class TerritoryCopy(Base):
    """A place in the tree of territories; its code is the path from the city down. A retired one names its successor."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    version: Mapped[int] = mapped_column(BigInteger)
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    successor_code: Mapped[str | None]
