"""Service centres 便民服务中心 and halls 政务大厅 that take cases in."""

from typing import ClassVar

from pydantic import Field

from contracts.event import Event


class CentreRegisteredV1(Event):
    """A centre was entered."""

    type: ClassVar[str] = "gov171.affairs.centre.registered.v1"

    centre_code: str = Field(description="The centre.", examples=["centre-84-03"])
    name: str = Field(description="Its name.", examples=["八十四团三连便民服务站"])
    level: str = Field(description="Whose it is: city, regiment or community.", examples=["community"])
    unit_code: str = Field(description="The unit that it belongs to, and whose territory it serves.", examples=["84-03"])
    status: str = Field(description="open or closed.", examples=["open"])


class CentreChangedV1(CentreRegisteredV1):
    """A centre is called, placed, open or staffed otherwise, opens or closes."""

    type: ClassVar[str] = "gov171.affairs.centre.changed.v1"
