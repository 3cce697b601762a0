"""Table of the centres."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column

from chassis.terms import term_column
from svc_affairs.base import Base
from svc_affairs.centres.terms import CentreLevel, CentreStatus
from svc_affairs.directory import service as directory


class Centre(Base):
    """A centre. Where it lies, and whether its unit is still there, the directory tells at each reading."""

    __tablename__ = "centres"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    level: Mapped[CentreLevel] = mapped_column(term_column(CentreLevel))
    unit_code: Mapped[str] = mapped_column()
    windows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    hours: Mapped[dict[str, Any]] = mapped_column(JSONB)
    telephone: Mapped[str | None]
    address: Mapped[str | None]
    status: Mapped[CentreStatus] = mapped_column(term_column(CentreStatus))
    registered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    territory_code: Mapped[str | None] = column_property(directory.territory_of(unit_code))
    is_unit_living: Mapped[bool] = column_property(directory.is_living(unit_code))

    @property
    def takes_cases(self) -> bool:
        return self.status is CentreStatus.OPEN and self.is_unit_living
