"""Tables of the copies; `version` is the grid's, so that an older event changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svc_hotline.base import Base


class UnitCopy(Base):
    """A unit that tickets can be dispatched to."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    parent_code: Mapped[str | None]
    territory_code: Mapped[str | None]
    version: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class TerritoryCopy(Base):
    """A place in the tree of territories; its code is the path from the city down.

    A retired one is kept for the tickets that name it.
    `boundary_edition` is the edition of all boundaries in which its own changed last.
    """

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    version: Mapped[int]
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    boundary_edition: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    successor_code: Mapped[str | None]


class BoundaryEdition(Base):
    """One row that counts the changes of boundaries, so that asking whether there was one costs nothing."""

    __tablename__ = "boundary_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int]
