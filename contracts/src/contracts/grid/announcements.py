"""The organisation as a whole, stated once more for who was not there from the start 全量发布.

Between `snapshot_started` and `snapshot_finished` each territory, unit, facility and lead is stated as it stands, with
its version: the version that its own last event had. Take a statement, as any event, only where its version is higher
than the one you know; then it does not matter what comes first.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.grid.leads import LeadEvent
from contracts.grid.organisation import FacilityRegisteredV1, TerritoryRegisteredV1, UnitRegisteredV1

_ID = ["01959c2e-8a00-7000-8000-000000000009"]
_VERSION = "The version of what is stated, as its own last event had it as `sequence`."


class OrganisationSnapshotStartedV1(Event):
    """The whole organisation is stated from here on; whoever follows from here misses nothing."""

    type: ClassVar[str] = "gov171.grid.organisation.snapshot_started.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)


class OrganisationTerritoryStatedV1(TerritoryRegisteredV1):
    """A territory as it stands."""

    type: ClassVar[str] = "gov171.grid.organisation.territory_stated.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)
    version: int = Field(description=_VERSION, examples=[3])


class OrganisationUnitStatedV1(UnitRegisteredV1):
    """A unit as it stands."""

    type: ClassVar[str] = "gov171.grid.organisation.unit_stated.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)
    version: int = Field(description=_VERSION, examples=[3])
    is_retired: bool = Field(description="Whether it is no more.", examples=[False])


class OrganisationFacilityStatedV1(FacilityRegisteredV1):
    """A facility as it stands."""

    type: ClassVar[str] = "gov171.grid.organisation.facility_stated.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)
    version: int = Field(description=_VERSION, examples=[3])


class OrganisationLeadStatedV1(LeadEvent):
    """A tenure as it stands, also one that has ended."""

    type: ClassVar[str] = "gov171.grid.organisation.lead_stated.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)
    version: int = Field(description=_VERSION, examples=[3])


class OrganisationSnapshotFinishedV1(Event):
    """All was stated; how much it was."""

    type: ClassVar[str] = "gov171.grid.organisation.snapshot_finished.v1"

    snapshot_id: UUID = Field(description="The announcement.", examples=_ID)
    territories: int = Field(description="How many territories were stated.", examples=[150])
    units: int = Field(description="How many units.", examples=[189])
    facilities: int = Field(description="How many facilities.", examples=[530])
    leads: int = Field(description="How many tenures.", examples=[140])
