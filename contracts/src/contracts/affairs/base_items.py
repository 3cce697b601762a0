"""Base items 基本目录, which implementation lists are held to."""

from typing import ClassVar

from pydantic import Field

from contracts.event import Event


class BaseItemChangedV1(Event):
    """A base item was entered or changed, abolished or restored; all of it as it stands."""

    type: ClassVar[str] = "gov171.affairs.base_item.changed.v1"

    code: str = Field(description="Its code.", examples=["000117001000"])
    name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: str = Field(description="Its kind by GB/T 39046 annex A.", examples=["01"])
    edition: str = Field(description="Which edition of the catalogue has it.", examples=["2024年版"])
    statutory_days: int = Field(description="Working days the law allows.", examples=[7])
    status: str = Field(description="in_use or abolished.", examples=["in_use"])
