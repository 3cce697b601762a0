"""Who leads which territory: the three leads 三长制 and the grid team 网格+N, by staff account alone."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.event import Event
from contracts.grid.fields import TerritoryCode


class LeadAbsenceState(BaseModel):
    """A time in which another account stands in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    absence_id: UUID = Field(description="The absence.", examples=["01959c2e-8a00-7000-8000-000000000007"])
    from_at: AwareDatetime = Field(description="Its first instant.", examples=["2026-02-02T00:00:00Z"])
    to_at: AwareDatetime = Field(description="The instant it ends before.", examples=["2026-02-09T00:00:00Z"])
    stand_in: str = Field(description="The staff account that stands in.", examples=["lead-84-07"])


class LeadEvent(Event):
    """What every event of a tenure says: all of it as it stands then, so that any of them makes up for those before."""

    lead_id: UUID = Field(description="The tenure.", examples=["01959c2e-8a00-7000-8000-000000000005"])
    territory_code: TerritoryCode
    kind: str = Field(description="The post.", examples=["grid_lead"])
    account: str = Field(description="The staff account that holds it.", examples=["lead-84-03"])
    from_at: AwareDatetime = Field(description="Its first instant.", examples=["2026-01-05T00:00:00Z"])
    to_at: AwareDatetime | None = Field(
        default=None, description="The instant it ends before; none: until further notice.", examples=[None]
    )
    absences: list[LeadAbsenceState] = Field(
        default=[],
        description="When another stands in, past times too; none of them outlasts the tenure.",
        examples=[
            [
                {
                    "absence_id": "01959c2e-8a00-7000-8000-000000000007",
                    "from_at": "2026-02-02T00:00:00Z",
                    "to_at": "2026-02-09T00:00:00Z",
                    "stand_in": "lead-84-07",
                }
            ]
        ],
    )


class LeadAppointedV1(LeadEvent):
    """Somebody got a post 任命."""

    type: ClassVar[str] = "gov171.grid.lead.appointed.v1"


class LeadDismissedV1(LeadEvent):
    """The tenure ends, and nobody follows by that alone 免任; as it began, where it was taken back before."""

    type: ClassVar[str] = "gov171.grid.lead.dismissed.v1"


class LeadHandedOverV1(LeadEvent):
    """The tenure ended and another began, with the open work 移交."""

    type: ClassVar[str] = "gov171.grid.lead.handed_over.v1"

    successor_id: UUID = Field(description="The tenure that follows.", examples=["01959c2e-8a00-7000-8000-000000000006"])
    successor: str = Field(description="The staff account that follows.", examples=["lead-84-07"])
    moved_cases: int = Field(description="How many open cases went along.", examples=[3])


class LeadAbsenceRecordedV1(LeadEvent):
    """The lead will be away, and another stands in 请假."""

    type: ClassVar[str] = "gov171.grid.lead.absence_recorded.v1"

    absence_id: UUID = Field(description="The absence, among `absences`.", examples=["01959c2e-8a00-7000-8000-000000000007"])


class LeadAbsenceEndedV1(LeadEvent):
    """The lead is back before the time, or does not go at all 销假."""

    type: ClassVar[str] = "gov171.grid.lead.absence_ended.v1"

    absence_id: UUID = Field(description="The absence, among `absences`.", examples=["01959c2e-8a00-7000-8000-000000000007"])
