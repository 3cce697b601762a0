"""What comes in and goes out about the organisation as a whole."""

from datetime import datetime

from pydantic import Field

from chassis.schema import Input, View
from svc_grid.facilities.schemas import FacilityEntry
from svc_grid.territories.schemas import TerritoryEntry
from svc_grid.units.schemas import UnitEntry


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


class OrganisationFigures(View):
    """The organisation in numbers, keyed as in the city's published figures."""

    figures: dict[str, int | dict[str, int]] = Field(description="The numbers.", examples=[{"regiments": 9}])
    source: str = Field(description="Who counted.", examples=["svc-grid"])
    as_of: datetime = Field(description="When it was counted.", examples=["2026-01-05T08:00:00Z"])
