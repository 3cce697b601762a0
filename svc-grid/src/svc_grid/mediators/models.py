"""Table of mediators."""

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import Term, term_column
from svc_grid.base import Base


class MediatorKind(Term):
    """How somebody mediates."""

    STAFF = "staff", "专职调解员", "Staff"
    VOLUNTEER = "volunteer", "兼职调解员", "Volunteer"


class Mediator(Base):
    """An account that may be given disputes."""

    __tablename__ = "mediators"

    account: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[MediatorKind] = mapped_column(term_column(MediatorKind))
    unit_code: Mapped[str]
    territory_code: Mapped[str]
    specialities: Mapped[list[str]] = mapped_column(JSONB, default=list)
    is_active: Mapped[bool]
