"""What comes in and goes out about alarms."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.schema import Input, View
from contracts.coordinates import gcj02_to_wgs84
from svc_datahub.alarms.terms import Severity, State

DEVICE_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
DeviceId = Annotated[str, StringConstraints(pattern=DEVICE_ID)]
ExternalId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
TerritoryCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,24}(/[A-Za-z0-9_-]{1,24}){0,5}$", max_length=120)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
# What PostgreSQL can compare with, whatever the time zone.
Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]
_AT = ["2025-03-14T02:05:00Z"]


class AlarmReported(Input):
    """What a device platform says of one of its devices."""

    external_id: ExternalId = Field(
        description="The platform's own id of this report; sent again, it is one.", examples=["r-88213"]
    )
    device_id: DeviceId = Field(description="The device.", examples=["lamp-0042"])
    device_kind: Word = Field(description="What kind of device that is.", examples=["street_lamp"])
    rule_code: Word = Field(description="The rule that it broke.", examples=["not_lit"])
    severity: Severity = Field(Severity.MINOR, description="How serious it is.", examples=["major"])
    title: Line = Field(description="The matter in a line.", examples=["路灯不亮"])
    value: float | None = Field(None, allow_inf_nan=False, description="What was measured.", examples=[0.0])
    unit: Annotated[str, StringConstraints(min_length=1, max_length=20)] | None = Field(
        None, description="The unit of that.", examples=["W"]
    )
    territory_code: TerritoryCode | None = Field(None, description="Where it is, if known.", examples=["659007/84/03"])
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = Field(
        None, description="Longitude, degrees; together with lat.", examples=[82.05]
    )
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = Field(
        None, description="Latitude, degrees; together with lon.", examples=[44.85]
    )
    crs: Literal["WGS-84", "GCJ-02"] = Field("WGS-84", description="What they are in.", examples=["WGS-84"])
    component_code: Key | None = Field(None, description="The component it is of, if known.", examples=["6590070118000042"])
    class_code: Key | None = Field(
        None, description="The case class it may belong to.", examples=["urban.public_utilities.street_lamp"]
    )
    raised_at: Instant | None = Field(None, description="When, by the device's clock; null: now.", examples=_AT)

    @model_validator(mode="after")
    def _has_a_whole_place(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self

    @property
    def place(self) -> tuple[float | None, float | None]:
        """Longitude and latitude in WGS-84."""
        if self.lon is None or self.lat is None:
            return None, None
        return gcj02_to_wgs84(self.lon, self.lat) if self.crs == "GCJ-02" else (self.lon, self.lat)


class Clearance(Input):
    """The alarm is over."""

    cleared_at: Instant | None = Field(None, description="When, by the device's clock; null: now.", examples=_AT)


class AlarmView(View):
    """An alarm as it stands."""

    id: UUID = Field(description="The alarm.", examples=["01959c2e-8a00-7000-8000-00000000000a"])
    cause: str = Field(description="What it comes from, always the same.", examples=["lamp-0042/not_lit"])
    occurrence: int = Field(description="The how many-eth alarm of this cause it is.", examples=[1])
    state: State = Field(description="Where it stands.", examples=["raised"])
    state_label_zh: str = Field(description="The same in Chinese.", examples=["告警中"])
    state_label_en: str = Field(description="The same in English.", examples=["Raised"])
    source: str = Field(description="The platform that raised it.", examples=["lamp-platform"])
    device_id: str = Field(description="The device.", examples=["lamp-0042"])
    device_kind: str = Field(description="What kind of device that is.", examples=["street_lamp"])
    rule_code: str = Field(description="The rule that it broke.", examples=["not_lit"])
    severity: Severity = Field(description="How serious it is.", examples=["major"])
    title: str = Field(description="The matter in a line.", examples=["路灯不亮"])
    value: float | None = Field(description="What was measured last.", examples=[0.0])
    unit: str | None = Field(description="The unit of that.", examples=["W"])
    territory_code: str | None = Field(description="Where it is.", examples=["659007/84/03"])
    lon: float | None = Field(description="Longitude, degrees, WGS-84.", examples=[82.05])
    lat: float | None = Field(description="Latitude, degrees, WGS-84.", examples=[44.85])
    component_code: str | None = Field(description="The component it is of.", examples=[None])
    class_code: str | None = Field(description="The case class it may belong to.", examples=[None])
    reports: int = Field(description="How often it was reported.", examples=[3])
    raised_at: datetime = Field(description="When it was raised.", examples=_AT)
    last_reported_at: datetime = Field(description="When it was last reported.", examples=_AT)
    cleared_at: datetime | None = Field(description="When it was cleared.", examples=[None])
