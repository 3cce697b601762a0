"""Tables of the copies; `version` is the grid's, so that an older event changes nothing."""

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
    """A place in the tree of territories; its code is the path from the city down."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    unit_code: Mapped[str | None]
    version: Mapped[int]
