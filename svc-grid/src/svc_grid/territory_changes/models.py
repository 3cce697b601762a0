"""Table of the changes of territories."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.territory_changes.terms import Kind, Status

_AT = DateTime(timezone=True)


class TerritoryChange(Base):
    """One change as it was ordered, and what it does: foreseen while it is planned, found once it is applied."""

    __tablename__ = "territory_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[Kind] = mapped_column(term_column(Kind))
    status: Mapped[Status] = mapped_column(term_column(Status))
    basis: Mapped[str]
    effective_on: Mapped[date | None]
    effective_at: Mapped[datetime] = mapped_column(_AT)
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    effects: Mapped[dict[str, Any]] = mapped_column(JSONB)
    faults: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    requested_by: Mapped[str]
    requested_by_kind: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(_AT)
    settled_at: Mapped[datetime | None] = mapped_column(_AT)
    settled_by: Mapped[str | None]
    reason: Mapped[str | None]
    # Until when the worker leaves it alone after a fault of the machinery.
    try_after: Mapped[datetime | None] = mapped_column(_AT)
