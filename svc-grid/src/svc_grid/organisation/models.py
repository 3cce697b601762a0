"""Tables of the organisation."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_grid.base import Base


class Territory(Base):
    """A place in the tree; its code is the path from the city down."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int]


class Unit(Base):
    """Who is responsible: a department, a regiment, a community, a special group, a service centre."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    parent_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    version: Mapped[int]


class Facility(Base):
    """A place that serves people."""

    __tablename__ = "facilities"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    level: Mapped[str | None]
    name: Mapped[str]
    territory_code: Mapped[str | None]
    version: Mapped[int]
