"""What comes in about base items."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.fields import Days, Name, Prose
from svc_affairs.items.schemas import ItemCode
from svc_affairs.items.terms import ItemKind, ItemLevel
from svc_affairs.patches import Patch

Edition = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Levels = Annotated[list[ItemLevel], Field(min_length=1, max_length=len(ItemLevel))]
MaterialCount = Annotated[int, Field(ge=0, le=200)]


class BaseItemEntry(Input):
    """An entry of the catalogue as it reads."""

    code: ItemCode = Field(description="Its code 基本编码.", examples=["000117001000"])
    name: Name = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind = Field(description="Its kind 事项类型.", examples=["01"])
    levels: Levels = Field(description="At which levels it is exercised 行使层级.", examples=[["3", "4"]])
    legal_basis: Prose = Field(description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"])
    statutory_days: Days = Field(description="Working days the law allows 法定时限.", examples=[7])
    material_count: MaterialCount = Field(description="How many materials the standard asks for.", examples=[4])
    edition: Edition = Field(description="Which edition of the catalogue has it 版本.", examples=["2024年版"])
    status: BaseItemStatus = Field(
        default=BaseItemStatus.IN_USE, description="Whether the catalogue still has it.", examples=["in_use"]
    )


class BaseItemPatch(Patch):
    """What changes of an entry; what is not named stays."""

    name: Name | None = Field(default=None, description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind | None = Field(default=None, description="Its kind.", examples=["01"])
    levels: Levels | None = Field(default=None, description="At which levels it is exercised.", examples=[["3"]])
    legal_basis: Prose | None = Field(
        default=None, description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"]
    )
    statutory_days: Days | None = Field(default=None, description="Working days the law allows.", examples=[7])
    material_count: MaterialCount | None = Field(default=None, description="How many materials.", examples=[4])
    edition: Edition | None = Field(default=None, description="Which edition has it.", examples=["2024年版"])
