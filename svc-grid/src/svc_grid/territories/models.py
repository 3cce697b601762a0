"""Tables of the territories, and of what each was before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.territories.terms import VersionKind

_AT = DateTime(timezone=True)


class Territory(Base):
    """A place in the tree; its code is the path from the city down. A retired one bounds nothing and changes no more."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(_AT)
    successor_code: Mapped[str | None]


class TerritoryVersion(Base):
    """A territory as it was from one instant to another; the present version has no end."""

    __tablename__ = "territory_versions"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(_AT)
    valid_to: Mapped[datetime | None] = mapped_column(_AT)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    retired_at: Mapped[datetime | None] = mapped_column(_AT)
    successor_code: Mapped[str | None]
    change_kind: Mapped[VersionKind] = mapped_column(term_column(VersionKind))
    change_id: Mapped[UUID | None]
    basis: Mapped[str | None]
    changed_by: Mapped[str | None]
