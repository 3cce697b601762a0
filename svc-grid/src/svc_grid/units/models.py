"""Table of units."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from svc_grid.base import Base


class Unit(Base):
    """Who is responsible: a department, a regiment, a community, a special group, a service centre."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    parent_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    version: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
