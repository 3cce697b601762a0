"""What comes in and goes out about the organisation."""

from datetime import datetime
from typing import Any

from pydantic import Field

from chassis.schema import Input, View
from contracts.grid import TerritoryLevel
from svc_grid.facilities.schemas import FacilityEntry
from svc_grid.fields import Code, Name, TerritoryCode
from svc_grid.organisation.boundaries import Boundary
from svc_grid.units.schemas import UnitEntry

# Other slices ask for these here.
__all__ = [
    "Code", "Name", "OrganisationFigures", "OrganisationImport", "OrganisationImportReport", "Tally", "TerritoryCode",
    "TerritoryEntry", "TerritoryView",
]  # fmt: skip

_LEVEL_CODE = ["659007/84/03"]
_UNIT_CODE = ["84-03"]


class TerritoryEntry(Input):
    """A territory; all but the city name their parent."""

    code: TerritoryCode = Field(description="Path from the city down.", examples=_LEVEL_CODE)
    parent_code: TerritoryCode | None = Field(None, description="The territory it lies in.", examples=["659007/84"])
    level: TerritoryLevel = Field(description="Its level.", examples=["community"])
    name: Name = Field(description="Its name.", examples=["八十四团三连"])
    unit_code: Code | None = Field(None, description="The unit that answers for it.", examples=_UNIT_CODE)
    boundary: Boundary | None = Field(
        None, description="Its bounds. Left out: they stay as they are. Null: they are taken off.", examples=[None]
    )


class OrganisationImport(Input):
    """One document with what there is; what it does not name stays as it is."""

    territories: list[TerritoryEntry] = Field([], max_length=2000, description="Territories, in any order.")
    units: list[UnitEntry] = Field([], max_length=2000, description="Units, in any order.")
    facilities: list[FacilityEntry] = Field([], max_length=2000, description="Facilities.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])


class Tally(View):
    """What became of the entries of one kind."""

    created: int = Field(description="New.", examples=[150])
    changed: int = Field(description="Read differently now.", examples=[0])
    unchanged: int = Field(description="Were there as given.", examples=[0])


class OrganisationImportReport(View):
    """What an import came to."""

    territories: Tally = Field(description="Territories.")
    units: Tally = Field(description="Units.")
    facilities: Tally = Field(description="Facilities.")
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])


class TerritoryView(View):
    """A territory as it stands."""

    code: str = Field(description="Path from the city down.", examples=_LEVEL_CODE)
    parent_code: str | None = Field(description="The territory it lies in.", examples=["659007/84"])
    level: str = Field(description="Its level.", examples=["community"])
    name: str = Field(description="Its name.", examples=["八十四团三连"])
    unit_code: str | None = Field(description="The unit that answers for it.", examples=_UNIT_CODE)
    boundary: dict[str, Any] | None = Field(description="Its bounds, GeoJSON, WGS-84.", examples=[None])
    version: int = Field(description="Rises with each change.", examples=[1])


class OrganisationFigures(View):
    """The organisation in numbers, keyed as in the city's published figures."""

    figures: dict[str, int | dict[str, int]] = Field(description="The numbers.", examples=[{"regiments": 9}])
    source: str = Field(description="Who counted.", examples=["svc-grid"])
    as_of: datetime = Field(description="When it was counted.", examples=["2026-01-05T08:00:00Z"])
