"""What comes in about items."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from chassis.schema import Input
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.terms import Channel, ItemKind

ItemCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Days = Annotated[int, Field(ge=0, le=3650)]
Fee = Annotated[int, Field(ge=0, le=10**12)]
Visits = Annotated[int, Field(ge=0, le=3)]
Depth = Annotated[int, Field(ge=1, le=4)]


class Material(Input):
    """Something an applicant has to bring."""

    name: Name = Field(description="What it is.", examples=["建设用地批准书"])
    copies: int = Field(default=1, ge=1, le=99, description="How many copies.", examples=[1])
    is_required: bool = Field(default=True, description="Whether it may not be missing.", examples=[True])


Materials = Annotated[list[Material], Field(max_length=200)]
Channels = Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]


class ItemDraft(Input):
    """A new version of an item, to be published later."""

    code: ItemCode = Field(description="The item's code; a code that exists gets its next version.", examples=["000117001000"])
    name: Name = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind = Field(description="Its kind.", examples=["01"])
    department_code: DepartmentCode = Field(description="Whose it is.", examples=["dept-07"])
    statutory_days: Days = Field(description="Working days the law allows 法定时限.", examples=[7])
    promised_days: Days = Field(description="Working days promised 承诺时限, at most the statutory ones.", examples=[3])
    materials: Materials = Field(default=[], description="What an applicant has to bring.")
    fee_fen: Fee = Field(default=0, description="The fee in fen.", examples=[0])
    legal_basis: Prose = Field(description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"])
    channels: Channels = Field(description="How it can be applied for.", examples=[["hall", "web"]])
    visits: Visits = Field(description="Visits needed 跑动次数; at most 1 is 最多跑一次.", examples=[1])
    online_depth: Depth = Field(description="How far it can be done online 网办深度.", examples=[4])


class ItemPatch(Input):
    """What changes of a draft; what is not named stays."""

    name: Name | None = Field(default=None, description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind | None = Field(default=None, description="Its kind.", examples=["01"])
    department_code: DepartmentCode | None = Field(default=None, description="Whose it is.", examples=["dept-07"])
    statutory_days: Days | None = Field(default=None, description="Working days the law allows.", examples=[7])
    promised_days: Days | None = Field(default=None, description="Working days promised.", examples=[3])
    materials: Materials | None = Field(default=None, description="What an applicant has to bring.")
    fee_fen: Fee | None = Field(default=None, description="The fee in fen.", examples=[0])
    legal_basis: Prose | None = Field(
        default=None, description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"]
    )
    channels: Channels | None = Field(default=None, description="How it can be applied for.", examples=[["hall"]])
    visits: Visits | None = Field(default=None, description="Visits needed.", examples=[1])
    online_depth: Depth | None = Field(default=None, description="How far it can be done online.", examples=[4])

    @field_validator("*", mode="before")
    @classmethod
    def _not_emptied(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("leave out what stays as it is; nothing here can be emptied")
        return value
