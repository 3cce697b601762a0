"""Tables of the case classes, their versions, and the catalogue's own version."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.classes.rules import Said, large_of
from svc_grid.classes.schemas import StageHours
from svc_grid.classes.terms import Change, Nature, ResponsibleBy

_AT = DateTime(timezone=True)
# What an entry says of a class; conditions and limits are kept with it, since they change with it and by its version.
FACTS = (
    "name_zh", "name_en", "digits", "levels", "registering_conditions", "closing_conditions", "limits",
    "needs_photo_before", "needs_photo_after", "responsible_by", "responsible_unit_code",
)  # fmt: skip


class CaseClass(Base):
    """A class of cases: a large one 大类, or a small one 小类 whose code goes on from its large one's."""

    __tablename__ = "case_classes"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    nature: Mapped[Nature] = mapped_column(term_column(Nature))
    name_zh: Mapped[str]
    name_en: Mapped[str]
    digits: Mapped[str | None]
    levels: Mapped[list[int]] = mapped_column(JSONB)
    registering_conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    closing_conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    limits: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    needs_photo_before: Mapped[bool | None]
    needs_photo_after: Mapped[bool | None]
    responsible_by: Mapped[ResponsibleBy] = mapped_column(term_column(ResponsibleBy))
    responsible_unit_code: Mapped[str | None]
    retired_at: Mapped[datetime | None] = mapped_column(_AT)
    successor_code: Mapped[str | None]
    version: Mapped[int]
    catalogue_version: Mapped[int] = mapped_column(BigInteger)

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def large_code(self) -> str | None:
        return large_of(self.code)

    @property
    def said(self) -> Said:
        """What it says of limits and photographs itself."""
        # What is stored was checked when it came in.
        limits = [StageHours.model_construct(**{"condition_code": None, "level": None, **_EMPTY, **row}) for row in self.limits]
        return Said(limits, self.needs_photo_before, self.needs_photo_after)

    @staticmethod
    def nothing_said() -> Said:
        return Said()


_EMPTY = dict.fromkeys(("registration_h", "assignment_h", "handling_h", "verification_h"))


class ClassVersion(Base):
    """A class as it stood after one change, and who made it."""

    __tablename__ = "case_class_versions"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    catalogue_version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(_AT)
    actor: Mapped[str]
    change: Mapped[Change] = mapped_column(term_column(Change))
    entry: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ClassCatalogue(Base):
    """The catalogue's version, one row: it rises with each change, and never twice to the same."""

    __tablename__ = "class_catalogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
