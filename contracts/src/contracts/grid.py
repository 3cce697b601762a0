"""What svc-grid announces: the organisation as it changes, and the life of its cases."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue

from contracts.event import Event

TerritoryCode = Annotated[str, Field(description="Path from the city down.", examples=["659007/84/03/g02"])]
OptionalTerritory = Annotated[str | None, Field(description="Its territory.", examples=["659007/84/03"])]
Reason = Annotated[str | None, Field(description="The reason's code.", examples=["not_our_remit"])]


class TerritoryLevel(StrEnum):
    """The levels of the tree 辖区层级, from the top."""

    CITY = "city"
    REGIMENT = "regiment"
    COMMUNITY = "community"
    CELL = "cell"
    BUILDING = "building"
    ENTRANCE = "entrance"


class UnitKind(StrEnum):
    """What a unit is 单位类型."""

    CITY = "city"
    OFFICE = "office"
    DEPARTMENT = "department"
    REGIMENT = "regiment"
    COMMUNITY = "community"
    SPECIAL_GROUP = "special_group"
    SERVICE_CENTRE = "service_centre"


class FacilityKind(StrEnum):
    """What a facility is 阵地类型."""

    PARTY_SERVICE_CENTRE = "party_service_centre"
    GOVERNANCE_CENTRE = "governance_centre"
    PRACTICE_STATION = "practice_station"
    RURAL_LIBRARY = "rural_library"
    SHOWCASE = "showcase"


class TerritoryRegisteredV1(Event):
    """A territory 辖区 was entered."""

    type: ClassVar[str] = "gov171.grid.territory.registered.v1"

    territory_code: TerritoryCode
    parent_code: str | None = Field(description="The territory it lies in.", examples=["659007/84/03"])
    level: str = Field(description="Its level.", examples=["cell"])
    name: str = Field(description="Its name.", examples=["三连第二网格"])
    unit_code: str | None = Field(default=None, description="The unit that answers for it.", examples=["84-03"])
    boundary: dict[str, JsonValue] | None = Field(
        default=None,
        description="Its bounds as it stands, a GeoJSON Polygon or MultiPolygon in WGS-84 of at most 100 KB; none: not surveyed.",
        examples=[{"type": "Polygon", "coordinates": [[[82.0, 44.8], [82.2, 44.8], [82.2, 45.0], [82.0, 44.8]]]}],
    )


class TerritoryChangedV1(TerritoryRegisteredV1):
    """A territory is called, led or bounded otherwise."""

    type: ClassVar[str] = "gov171.grid.territory.changed.v1"


class UnitRegisteredV1(Event):
    """A unit 单位 was entered."""

    type: ClassVar[str] = "gov171.grid.unit.registered.v1"

    unit_code: str = Field(description="The unit.", examples=["84-03"])
    kind: str = Field(description="What it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["八十四团三连"])
    parent_code: str | None = Field(default=None, description="The unit above it.", examples=["84"])
    territory_code: OptionalTerritory = None


class UnitChangedV1(UnitRegisteredV1):
    """A unit is called, placed or led otherwise."""

    type: ClassVar[str] = "gov171.grid.unit.changed.v1"


class FacilityRegisteredV1(Event):
    """A facility 阵地 was entered."""

    type: ClassVar[str] = "gov171.grid.facility.registered.v1"

    facility_code: str = Field(description="The facility.", examples=["library-84-03"])
    kind: str = Field(description="What it is.", examples=["rural_library"])
    level: str | None = Field(default=None, description="Whose it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["三连农家书屋"])
    territory_code: OptionalTerritory = None


class CaseEvent(Event):
    """What every event of a case 案件 says."""

    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000002"])
    number: str = Field(description="Its human number.", examples=["AJ-20250314-000004"])
    territory_code: TerritoryCode
    class_code: str = Field(description="Its class, or the matter it came with.", examples=["urban.lighting"])
    ticket_id: UUID | None = Field(default=None, description="The hotline ticket behind it.", examples=[None])
    ticket_sequence: int | None = Field(
        default=None,
        description="The version of that ticket whose event the case answers: a dispatch, a reopening or a wanted case.",
        examples=[None],
    )


class CaseReportedV1(CaseEvent):
    """Something was reported 上报."""

    type: ClassVar[str] = "gov171.grid.case.reported.v1"

    source: str = Field(description="Where the report came from.", examples=["hotline"])
    title: str = Field(description="The matter in a line.", examples=["路灯不亮"])


class CaseRegisteredV1(CaseEvent):
    """The case was registered 立案."""

    type: ClassVar[str] = "gov171.grid.case.registered.v1"


class CaseDismissedV1(CaseEvent):
    """The case was not registered 不予立案."""

    type: ClassVar[str] = "gov171.grid.case.dismissed.v1"

    reason_code: Reason = None


class CaseAssignedV1(CaseEvent):
    """Somebody got it to handle 派遣."""

    type: ClassVar[str] = "gov171.grid.case.assigned.v1"

    unit_code: str | None = Field(default=None, description="The handling unit.", examples=["84-03"])
    assignee: str | None = Field(default=None, description="The staff account that handles it.", examples=["lead-84-03"])


class CaseHandlingStartedV1(CaseEvent):
    """Work on it began 处置."""

    type: ClassVar[str] = "gov171.grid.case.handling_started.v1"


class CaseHandledV1(CaseEvent):
    """Work on it is done 已处置."""

    type: ClassVar[str] = "gov171.grid.case.handled.v1"

    result: str = Field(description="What was done.", examples=["更换灯具，恢复照明"])


class CaseVerifiedV1(CaseEvent):
    """It was checked and found done 核查通过."""

    type: ClassVar[str] = "gov171.grid.case.verified.v1"


class CaseSentBackV1(CaseEvent):
    """It was checked and found not done 核查不通过."""

    type: ClassVar[str] = "gov171.grid.case.sent_back.v1"

    reason_code: Reason = None


class CaseReturnedV1(CaseEvent):
    """The handling side gave it back 回退."""

    type: ClassVar[str] = "gov171.grid.case.returned.v1"

    reason_code: Reason = None


class CaseVoidedV1(CaseEvent):
    """It was voided 作废."""

    type: ClassVar[str] = "gov171.grid.case.voided.v1"

    reason_code: Reason = None


class CaseClosedV1(CaseEvent):
    """It came to its end 结案."""

    type: ClassVar[str] = "gov171.grid.case.closed.v1"

    result: str = Field(description="What was done.", examples=["更换灯具，恢复照明"])
    is_overdue: bool = Field(default=False, description="Whether it was handled late.", examples=[False])
    handled_at: AwareDatetime | None = Field(default=None, description="When it was handled.", examples=["2025-03-17T10:00:00Z"])
