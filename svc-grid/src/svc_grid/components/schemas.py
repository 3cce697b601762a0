"""What comes in and goes out about components."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input, View
from contracts.coordinates import gcj02_to_wgs84
from svc_grid.classes.schemas import ClassCode
from svc_grid.codes import Code, TerritoryCode
from svc_grid.components.terms import Action, State

# 6 digits of the district, 2 + 2 of the class, 6 running; or a code of one's own, which has a digit in it.
COMPONENT_CODE = r"^([0-9]{16}|[A-Za-z][A-Za-z0-9_.-]*[0-9][A-Za-z0-9_.-]*)$"
ComponentCode = Annotated[str, StringConstraints(pattern=COMPONENT_CODE, max_length=40)]
DeviceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]
Crs = Literal["WGS-84", "GCJ-02"]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_DIGITS = 7
_CODE, _CLASS, _TERRITORY = ["6590070118000042"], ["urban.public_utilities.street_lamp"], ["659007/84/03"]
_AT, _ON = ["2026-03-02T02:00:00Z"], ["2021-06-01"]

_UNITS: dict[str, Any] = {
    "supervisor_unit_code": "The unit that oversees it 主管.",
    "owner_unit_code": "The unit that owns it 权属.",
    "maintainer_unit_code": "The unit that maintains it 养护.",
}


def wgs84(lon: float, lat: float, crs: Crs) -> tuple[float, float]:
    """As the register keeps it: WGS-84, to about a centimetre."""
    if crs == "GCJ-02":
        lon, lat = gcj02_to_wgs84(lon, lat)
    return round(lon, _DIGITS), round(lat, _DIGITS)


class ComponentEntry(Input):
    """A component as it is entered."""

    code: ComponentCode = Field(description="16 digits: district, class, running number; or its own.", examples=_CODE)
    class_code: ClassCode = Field(description="Its class, of the nature component.", examples=_CLASS)
    lon: Longitude = Field(description="Longitude, degrees.", examples=[82.05])
    lat: Latitude = Field(description="Latitude, degrees.", examples=[44.85])
    crs: Crs = Field("WGS-84", description="What they are in; GCJ-02 is converted and kept as WGS-84.", examples=["WGS-84"])
    territory_code: TerritoryCode = Field(description="Where it is.", examples=_TERRITORY)
    place: Line | None = Field(None, description="The spot in words, as a street and a pole number.", examples=["幸福路17号灯杆"])
    supervisor_unit_code: Code | None = Field(None, description=_UNITS["supervisor_unit_code"], examples=["dept-07"])
    owner_unit_code: Code | None = Field(None, description=_UNITS["owner_unit_code"], examples=["dept-07"])
    maintainer_unit_code: Code | None = Field(None, description=_UNITS["maintainer_unit_code"], examples=["84-03"])
    installed_on: date | None = Field(None, description="Since when it stands.", examples=_ON)
    device_id: DeviceId | None = Field(None, description="The device that watches it, as alarms name it.", examples=["lamp-0042"])

    def facts(self) -> dict[str, Any]:
        """What is stored of it."""
        lon, lat = wgs84(self.lon, self.lat, self.crs)
        return self.model_dump(exclude={"crs"}) | {"lon": lon, "lat": lat}


class ComponentPatch(Input):
    """What is to read differently; what is not named stays."""

    class_code: ClassCode | None = Field(None, description="Its class.", examples=_CLASS)
    lon: Longitude | None = Field(None, description="Longitude; together with lat.", examples=[82.05])
    lat: Latitude | None = Field(None, description="Latitude; together with lon.", examples=[44.85])
    crs: Crs = Field("WGS-84", description="What they are in.", examples=["WGS-84"])
    territory_code: TerritoryCode | None = Field(None, description="Where it is.", examples=_TERRITORY)
    place: Line | None = Field(None, description="The spot in words; null takes it off.", examples=["幸福路17号灯杆"])
    supervisor_unit_code: Code | None = Field(None, description=_UNITS["supervisor_unit_code"], examples=["dept-07"])
    owner_unit_code: Code | None = Field(None, description=_UNITS["owner_unit_code"], examples=["dept-07"])
    maintainer_unit_code: Code | None = Field(None, description=_UNITS["maintainer_unit_code"], examples=["84-03"])
    installed_on: date | None = Field(None, description="Since when it stands.", examples=_ON)
    device_id: DeviceId | None = Field(None, description="The device that watches it.", examples=["lamp-0042"])

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        if any(
            name in self.model_fields_set and getattr(self, name) is None
            for name in ("class_code", "territory_code", "lon", "lat")
        ):
            raise ValueError("class_code, territory_code, lon and lat cannot be null")
        return self

    def changes(self) -> dict[str, Any]:
        named = self.model_dump(exclude_unset=True, exclude={"crs"})
        if self.lon is not None and self.lat is not None:
            named["lon"], named["lat"] = wgs84(self.lon, self.lat, self.crs)
        return named


class StateChange(Input):
    """Something happened to the component."""

    action: Literal[Action.REPORT_DAMAGED, Action.REPORT_MISSING, Action.RESTORE, Action.RETIRE] = Field(
        description="What.", examples=["report_damaged"]
    )
    remark: Line | None = Field(None, description="A remark for the history.", examples=["灯罩破裂"])


class ComponentView(View):
    """A component as it stands."""

    code: str = Field(description="Its code.", examples=_CODE)
    class_code: str = Field(description="Its class.", examples=_CLASS)
    lon: float = Field(description="Longitude, degrees, WGS-84.", examples=[82.05])
    lat: float = Field(description="Latitude, degrees, WGS-84.", examples=[44.85])
    territory_code: str = Field(description="Where it is.", examples=_TERRITORY)
    place: str | None = Field(description="The spot in words.", examples=["幸福路17号灯杆"])
    supervisor_unit_code: str | None = Field(description=_UNITS["supervisor_unit_code"], examples=["dept-07"])
    owner_unit_code: str | None = Field(description=_UNITS["owner_unit_code"], examples=["dept-07"])
    maintainer_unit_code: str | None = Field(description=_UNITS["maintainer_unit_code"], examples=["84-03"])
    state: State = Field(description="How it is.", examples=["normal"])
    state_label_zh: str = Field(description="The same in Chinese.", examples=["正常"])
    state_label_en: str = Field(description="The same in English.", examples=["In order"])
    installed_on: date | None = Field(description="Since when it stands.", examples=_ON)
    device_id: str | None = Field(description="The device that watches it.", examples=["lamp-0042"])
    version: int = Field(description="Rises with each change.", examples=[1])
    changed_at: datetime = Field(description="When that was last.", examples=_AT)


class NearComponent(View):
    """A component near a point."""

    distance_m: float = Field(description="How far it is, metres.", examples=[31.5])
    component: ComponentView = Field(description="The component.")


class ComponentStepView(View):
    """One entry of a component's history."""

    version: int = Field(description="Its version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: Action = Field(description="What was done.", examples=["report_damaged"])
    state: State = Field(description="The state after it.", examples=["damaged"])
    actor: str = Field(description="Who did it.", examples=["grid-desk-01"])
    note: str | None = Field(description="A remark.", examples=[None])


class ComponentImportReport(View):
    """What an import of components came to."""

    created: int = Field(description="Components that are new.", examples=[1200])
    changed: int = Field(description="Components that read differently now.", examples=[0])
    unchanged: int = Field(description="Components that were there as given.", examples=[0])
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])
