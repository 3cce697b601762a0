"""What comes in and goes out about alarms and their cases."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chassis.schema import Input, View
from svc_grid.classes.schemas import ClassCode

_AT = ["2025-03-14T02:05:00Z"]
_CLASS = ["urban.public_utilities.street_lamp"]


class AlarmCaseView(View):
    """A case that answers a cause of alarms."""

    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000002"])
    cause: str = Field(description="What the alarms come from: the device and the rule.", examples=["lamp-0042/not_lit"])
    device_id: str = Field(description="The device.", examples=["lamp-0042"])
    device_kind: str = Field(description="What kind of device that is.", examples=["street_lamp"])
    rule_code: str = Field(description="The rule that it broke.", examples=["not_lit"])
    component_code: str | None = Field(description="The component, where it is known.", examples=["6590070118000042"])
    occurrences: int = Field(description="How often the alarm was raised for this case.", examples=[31])
    is_raised: bool = Field(description="Whether the alarm is raised, as far as this case has followed it.", examples=[True])
    opened_at: datetime = Field(description="When the case was opened.", examples=_AT)
    last_raised_at: datetime = Field(description="When it was last raised.", examples=_AT)
    last_cleared_at: datetime | None = Field(description="When it was last cleared.", examples=[None])


class AlarmClassEntry(Input):
    """Which class such alarms get."""

    class_code: ClassCode = Field(description="A case class in use.", examples=_CLASS)


class AlarmClassView(View):
    """Which class the alarms of a kind of device get."""

    device_kind: str = Field(description="The kind of device.", examples=["street_lamp"])
    rule_code: str = Field(description="The rule; `*`: any.", examples=["*"])
    class_code: str = Field(description="The case class.", examples=_CLASS)
    version: int = Field(description="Rises with each change.", examples=[1])
    changed_at: datetime = Field(description="When that was last.", examples=_AT)
