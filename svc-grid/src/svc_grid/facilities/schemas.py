"""What comes in about facilities."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from chassis.schema import Input
from contracts.coordinates import gcj02_to_wgs84
from contracts.grid import FacilityKind
from svc_grid.codes import Code, Name, TerritoryCode
from svc_grid.facilities.hours import Hours
from svc_grid.facilities.policy import POLICY
from svc_grid.facilities.terms import FacilityStatus

Level = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
ServiceName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Crs = Literal["WGS-84", "GCJ-02"]
# A ten-millionth of a degree is about a centimetre.
_DIGITS = 7
_KIND = ["rural_library"]
_LEVEL = ["community"]
_NAME = ["三连农家书屋"]
_TERRITORY = ["659007/84/03"]
_ADDRESS = ["八十四团三连连部旁"]
_SERVICES = [["reading", "lectures"]]
EMPTIED_BY_NULL = frozenset({"level", "territory_code", "place", "address", "hours"})


class Place(Input):
    """A point on the earth."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Longitude in degrees.", examples=[82.072])
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Latitude in degrees.", examples=[44.893])
    crs: Crs = Field("WGS-84", description="What they are in; GCJ-02 is converted and kept as WGS-84.", examples=["WGS-84"])

    def wgs84(self) -> tuple[float, float]:
        """Longitude and latitude as they are kept."""
        lon, lat = gcj02_to_wgs84(self.lon, self.lat) if self.crs == "GCJ-02" else (self.lon, self.lat)
        return round(lon, _DIGITS), round(lat, _DIGITS)


def _once(services: list[str] | None) -> list[str] | None:
    if services is not None and len(set(services)) < len(services):
        raise ValueError("a service is named twice")
    return services


Services = Annotated[list[ServiceCode], Field(max_length=POLICY.most_services)]
_PLACE_TEXT = "Where it is. Left out: as before. Null: not known."
_HOURS_TEXT = "When it is open. Left out: as before. Null: not known."


class FacilityEntry(Input):
    """A facility."""

    code: Code = Field(description="Its code.", examples=["library-84-03"])
    kind: FacilityKind = Field(description="What it is.", examples=_KIND)
    level: Level | None = Field(None, description="Whose it is: city, regiment, community, showcase.", examples=_LEVEL)
    name: Name = Field(description="Its name.", examples=_NAME)
    territory_code: TerritoryCode | None = Field(None, description="Its territory.", examples=_TERRITORY)
    place: Place | None = Field(None, description=_PLACE_TEXT)
    address: Address | None = Field(None, description="How one finds it. Left out: as before.", examples=_ADDRESS)
    hours: Hours | None = Field(None, description=_HOURS_TEXT)
    services: Services = Field([], description="What it offers. Left out: as before.", examples=_SERVICES)

    _services_once = field_validator("services")(_once)


class FacilityPatch(Input):
    """What of a facility changes; what is not named stays."""

    kind: FacilityKind | None = Field(None, description="What it is.", examples=_KIND)
    level: Level | None = Field(None, description="Whose it is; null: nobody's in particular.", examples=_LEVEL)
    name: Name | None = Field(None, description="Its name.", examples=_NAME)
    territory_code: TerritoryCode | None = Field(None, description="Its territory; null: none.", examples=_TERRITORY)
    place: Place | None = Field(None, description=_PLACE_TEXT)
    address: Address | None = Field(None, description="How one finds it; null: not known.", examples=_ADDRESS)
    hours: Hours | None = Field(None, description=_HOURS_TEXT)
    services: Services | None = Field(None, description="What it offers, as a whole.", examples=_SERVICES)
    status: FacilityStatus | None = Field(None, description="Whether it serves people.", examples=["closed_for_now"])

    _services_once = field_validator("services")(_once)

    @model_validator(mode="after")
    def _null_only_where_it_empties(self) -> Self:
        wrong = sorted(name for name in self.model_fields_set - EMPTIED_BY_NULL if getattr(self, name) is None)
        if wrong:
            raise ValueError(f"cannot be null: {', '.join(wrong)}")
        return self


class FacilityServiceEntry(Input):
    """Something that facilities offer."""

    name_zh: ServiceName = Field(description="In Chinese.", examples=["图书借阅"])
    name_en: ServiceName = Field(description="In English.", examples=["Reading"])
    is_retired: bool = Field(False, description="Whether it can no longer be newly offered.", examples=[False])


def columns_of(given: FacilityEntry | FacilityPatch) -> dict[str, Any]:
    """What was named, as the table has it."""
    named = given.model_dump(mode="json", exclude_unset=True, exclude={"place"})
    if "place" in given.model_fields_set:
        named["lon"], named["lat"] = given.place.wgs84() if given.place else (None, None)
    return named
