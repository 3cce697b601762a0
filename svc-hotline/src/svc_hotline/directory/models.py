"""Tables of the copies; `version` is the grid's, so that an older event changes nothing."""

from typing import Any

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


class TerritoryCopy(Base):
    """A place in the tree of territories; its code is the path from the city down.

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


class BoundaryEdition(Base):
    """One row that counts the changes of boundaries, so that asking whether there was one costs nothing."""

    __tablename__ = "boundary_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[int]
