"""Tables of facilities and of the services that they offer."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.terms import term_column
from svc_grid.base import Base
from svc_grid.facilities.terms import FacilityStatus


class Facility(Base):
    """A place that serves people; `hours` are an `Hours` as JSON, `lon` and `lat` WGS-84."""

    __tablename__ = "facilities"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    level: Mapped[str | None]
    name: Mapped[str]
    territory_code: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    address: Mapped[str | None]
    hours: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    services: Mapped[list[str]] = mapped_column(ARRAY(Text))
    status: Mapped[FacilityStatus] = mapped_column(term_column(FacilityStatus))
    version: Mapped[int]

    @property
    def place(self) -> dict[str, float | str] | None:
        if self.lon is None or self.lat is None:
            return None
        return {"lon": self.lon, "lat": self.lat, "crs": "WGS-84"}

    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @property
    def status_label_en(self) -> str:
        return self.status.label_en


class FacilityService(Base):
    """Something that facilities offer, named in both languages."""

    __tablename__ = "facility_services"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    is_retired: Mapped[bool]
