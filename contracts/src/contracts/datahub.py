"""What svc-datahub announces: alarms of devices."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event


class AlarmEvent(Event):
    """What every event of an alarm 告警 says. Its subject is the cause; of a cause, raising and clearing take turns."""

    alarm_id: UUID = Field(
        description="The alarm: from one raising to its clearing.", examples=["01959c2e-8a00-7000-8000-00000000000a"]
    )
    cause: str = Field(
        description="What it comes from, always the same: the device and the rule.", examples=["lamp-0042/not_lit"]
    )
    occurrence: int = Field(description="The how many-eth alarm of this cause it is.", examples=[1])
    device_id: str = Field(description="The device.", examples=["lamp-0042"])
    device_kind: str = Field(description="What kind of device that is.", examples=["street_lamp"])
    rule_code: str = Field(description="The rule that it broke.", examples=["not_lit"])
    territory_code: str | None = Field(default=None, description="Where it is, where that is known.", examples=["659007/84/03"])
    raised_at: AwareDatetime = Field(description="When it was raised.", examples=["2025-03-14T02:05:00Z"])


class AlarmRaisedV1(AlarmEvent):
    """A device raised an alarm 告警产生: the first of its cause, or again after it was cleared."""

    type: ClassVar[str] = "gov171.datahub.alarm.raised.v1"

    severity: str = Field(description="How serious: info, minor, major, critical.", examples=["major"])
    title: str = Field(description="The matter in a line.", examples=["路灯不亮"])
    lon: float | None = Field(default=None, description="Longitude, degrees, WGS-84.", examples=[82.05])
    lat: float | None = Field(default=None, description="Latitude, degrees, WGS-84.", examples=[44.85])
    component_code: str | None = Field(default=None, description="The component it is of.", examples=["6590070118000042"])
    class_code: str | None = Field(
        default=None, description="The case class it may belong to.", examples=["urban.public_utilities.street_lamp"]
    )
    value: float | None = Field(default=None, description="What was measured.", examples=[0.0])
    unit: str | None = Field(default=None, description="The unit of that.", examples=["W"])


class AlarmClearedV1(AlarmEvent):
    """The alarm is over 告警恢复, as far as the device can tell."""

    type: ClassVar[str] = "gov171.datahub.alarm.cleared.v1"

    cleared_at: AwareDatetime = Field(description="When it was cleared.", examples=["2025-03-14T03:20:00Z"])
