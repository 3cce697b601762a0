"""What goes out about where a point lies and whether bounds hold together."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chassis.schema import View
from svc_grid.territories.checks import BoundaryFault, FaultKind


class LocatedTerritory(View):
    """One of the territories that a point lies in."""

    code: str = Field(description="Its code.", examples=["659007/84/03"])
    level: str = Field(description="Its level.", examples=["community"])
    name: str = Field(description="Its name.", examples=["八十四团三连"])
    unit_code: str | None = Field(description="The unit that answers for it.", examples=["84-03"])


class TerritoryLookup(View):
    """Where a point lies."""

    lon: float = Field(description="Longitude in WGS-84, degrees.", examples=[82.07])
    lat: float = Field(description="Latitude in WGS-84, degrees.", examples=[44.85])
    territories: list[LocatedTerritory] = Field(
        description="From the city down to the smallest. Empty: the point lies outside of all that is surveyed."
    )
    unit_code: str | None = Field(description="The unit that answers there: of the smallest that has one.", examples=["84-03"])


class BoundaryFaultView(View):
    """What is wrong with bounds."""

    kind: FaultKind = Field(description="What it is.", examples=["overlap"])
    codes: list[str] = Field(
        description="Of an overlap both; of what lies outside the territory and then the one it lies in; else the one.",
        examples=[["659007/84/03", "659007/84/04"]],
    )
    where: dict[str, Any] | None = Field(
        description="A point within the fault, as GeoJSON in WGS-84.", examples=[{"type": "Point", "coordinates": [82.1, 44.9]}]
    )
    area_m2: float = Field(description="How large it is, in square metres.", examples=[1250.5])
    detail: str = Field(description="The same in a sentence.", examples=["659007/84 leaves 12,500 m2 uncovered"])

    @classmethod
    def of(cls, fault: BoundaryFault) -> "BoundaryFaultView":
        where = None if fault.lon is None else {"type": "Point", "coordinates": [fault.lon, fault.lat]}
        return cls(kind=fault.kind, codes=list(fault.codes), where=where, area_m2=fault.area_m2, detail=fault.detail)


class TerritoryChecks(View):
    """Whether the bounds of a subtree hold together."""

    within: str | None = Field(description="What was checked; none: everything.", examples=["659007/84"])
    territories: int = Field(description="How many territories there are in it.", examples=[16])
    surveyed: int = Field(description="How many of them have bounds.", examples=[16])
    faults: list[BoundaryFaultView] = Field(description="Every fault, by kind and then by code.")
    policy: str = Field(description="The version of the tolerances.", examples=["2026-1"])
    as_of: datetime = Field(description="When it was checked.", examples=["2026-01-05T08:00:00Z"])
