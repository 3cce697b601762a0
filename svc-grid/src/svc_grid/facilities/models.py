"""Table of the facilities."""

from sqlalchemy.orm import Mapped, mapped_column

from svc_grid.base import Base


class Facility(Base):
    """A place that serves people."""

    __tablename__ = "facilities"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    level: Mapped[str | None]
    name: Mapped[str]
    territory_code: Mapped[str | None]
    version: Mapped[int]
