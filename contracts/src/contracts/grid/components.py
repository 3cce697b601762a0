"""The component register 部件 as it changes."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from contracts.event import Event
from contracts.grid.fields import TerritoryCode


class ComponentRegisteredV1(Event):
    """A component 部件 was entered; the fields are those of the register as it then reads."""

    type: ClassVar[str] = "gov171.grid.component.registered.v1"

    component_code: str = Field(description="The component.", examples=["6590070118000042"])
    class_code: str = Field(description="Its class.", examples=["urban.public_utilities.street_lamp"])
    territory_code: TerritoryCode
    lon: float = Field(description="Longitude, degrees, WGS-84.", examples=[82.05])
    lat: float = Field(description="Latitude, degrees, WGS-84.", examples=[44.85])
    state: str = Field(description="How it is: normal, damaged, missing, retired.", examples=["normal"])
    supervisor_unit_code: str | None = Field(default=None, description="The unit that oversees it.", examples=["dept-07"])
    owner_unit_code: str | None = Field(default=None, description="The unit that owns it.", examples=["dept-07"])
    maintainer_unit_code: str | None = Field(default=None, description="The unit that maintains it.", examples=["84-03"])
    installed_on: date | None = Field(default=None, description="Since when it stands.", examples=["2021-06-01"])
    device_id: str | None = Field(default=None, description="The device that watches it.", examples=["lamp-0042"])


class ComponentChangedV1(ComponentRegisteredV1):
    """A component reads otherwise now, or its state is another."""

    type: ClassVar[str] = "gov171.grid.component.changed.v1"


class ComponentRetiredV1(ComponentRegisteredV1):
    """A component was taken out of the register."""

    type: ClassVar[str] = "gov171.grid.component.retired.v1"
