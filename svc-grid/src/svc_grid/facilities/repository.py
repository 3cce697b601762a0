"""Every SELECT of the facilities."""

from sqlalchemy import Select, select

from contracts.grid import FacilityKind
from svc_grid.facilities.models import Facility


def list_facilities(kind: FacilityKind | None, level: str | None) -> Select[Facility]:
    chosen = select(Facility)
    if kind is not None:
        chosen = chosen.where(Facility.kind == kind)
    return chosen if level is None else chosen.where(Facility.level == level)
