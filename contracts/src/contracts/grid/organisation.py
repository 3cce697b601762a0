"""The organisation as it changes: territories, units, facilities."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field, JsonValue

from contracts.event import Event
from contracts.grid.fields import OptionalTerritory, TerritoryCode


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


class UnitRetiredV1(UnitRegisteredV1):
    """A unit is no more; it gets no more work."""

    type: ClassVar[str] = "gov171.grid.unit.retired.v1"


class FacilityRegisteredV1(Event):
    """A facility 阵地 was entered."""

    type: ClassVar[str] = "gov171.grid.facility.registered.v1"

    facility_code: str = Field(description="The facility.", examples=["library-84-03"])
    kind: str = Field(description="What it is.", examples=["rural_library"])
    level: str | None = Field(default=None, description="Whose it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["三连农家书屋"])
    territory_code: OptionalTerritory = None
    lon: float | None = Field(default=None, description="Longitude, WGS-84; none: not known.", examples=[82.072])
    lat: float | None = Field(default=None, description="Latitude, WGS-84; none: not known.", examples=[44.893])
    services: list[str] = Field(default=[], description="What it offers.", examples=[["reading", "lectures"]])
    status: str = Field(
        default="in_service", description="in_service, closed_for_now or closed_for_good.", examples=["in_service"]
    )
    hours: dict[str, JsonValue] | None = Field(
        default=None,
        description="When it is open, city time: `weekly` spans by weekday, and `exceptions` by days; none: not known.",
        examples=[{"weekly": {"monday": [{"opens": "10:00", "closes": "14:00"}]}, "exceptions": []}],
    )


class FacilityChangedV1(FacilityRegisteredV1):
    """A facility is called, placed, open or used otherwise, or closed."""

    type: ClassVar[str] = "gov171.grid.facility.changed.v1"
