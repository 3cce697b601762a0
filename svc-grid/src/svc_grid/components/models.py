"""Tables of the components and of their history."""

from datetime import date, datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.components.terms import Action, State

_AT = DateTime(timezone=True)


class Component(Base):
    """Something the city has put up; its place is kept in WGS-84."""

    __tablename__ = "components"

    code: Mapped[str] = mapped_column(primary_key=True)
    class_code: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    territory_code: Mapped[str]
    place: Mapped[str | None]
    supervisor_unit_code: Mapped[str | None]
    owner_unit_code: Mapped[str | None]
    maintainer_unit_code: Mapped[str | None]
    state: Mapped[State] = mapped_column(term_column(State))
    installed_on: Mapped[date | None]
    device_id: Mapped[str | None]
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(_AT)

    @property
    def state_label_zh(self) -> str:
        return self.state.label_zh

    @property
    def state_label_en(self) -> str:
        return self.state.label_en


class ComponentStep(Base):
    """One entry of a component's history."""

    __tablename__ = "component_steps"

    component_code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(_AT)
    action: Mapped[Action] = mapped_column(term_column(Action))
    state: Mapped[State] = mapped_column(term_column(State))
    actor: Mapped[str]
    note: Mapped[str | None]
