"""Tables of who holds which post."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis import clock
from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.leads.lifecycle import status_at
from svc_grid.leads.terms import Ending, LeadKind, Status

_AT = DateTime(timezone=True)


class Lead(Base):
    """Somebody's tenure of a post in a territory, from its first instant until just before its last."""

    __tablename__ = "leads"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    territory_code: Mapped[str]
    kind: Mapped[LeadKind] = mapped_column(term_column(LeadKind))
    account: Mapped[str]
    display_name: Mapped[str]
    from_at: Mapped[datetime] = mapped_column(_AT)
    to_at: Mapped[datetime | None] = mapped_column(_AT)
    ending: Mapped[Ending | None] = mapped_column(term_column(Ending))
    successor_id: Mapped[UUID | None]

    @property
    def status(self) -> Status:
        return status_at(clock.now(), self.from_at, self.to_at)

    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @property
    def kind_label_en(self) -> str:
        return self.kind.label_en


class LeadAbsence(Base):
    """A time in which another account stands in; why the lead is away is nobody's business here."""

    __tablename__ = "lead_absences"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("leads.id"))
    from_at: Mapped[datetime] = mapped_column(_AT)
    to_at: Mapped[datetime] = mapped_column(_AT)
    stand_in: Mapped[str]
