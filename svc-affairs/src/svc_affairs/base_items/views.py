"""What goes out about base items."""

from datetime import datetime

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.terms import ItemKind, ItemLevel


class BaseItemView(View):
    """An entry of the catalogue as it stands."""

    code: str = Field(description="Its code.", examples=["000117001000"])
    version: int = Field(description="Rises with each change; its ETag.", examples=[2])
    status: BaseItemStatus = Field(description="Whether the catalogue still has it.", examples=["in_use"])
    name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind = Field(description="Its kind 事项类型.", examples=["01"])
    levels: list[ItemLevel] = Field(description="At which levels it is exercised.", examples=[["3", "4"]])
    legal_basis: str = Field(description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"])
    statutory_days: int = Field(description="Working days the law allows 法定时限.", examples=[7])
    material_count: int = Field(description="How many materials the standard asks for.", examples=[4])
    edition: str = Field(description="Which edition of the catalogue has it.", examples=["2024年版"])
    entered_at: datetime = Field(description="When it was entered.", examples=["2025-01-06T02:00:00Z"])
    changed_at: datetime = Field(description="When it last changed.", examples=["2025-01-07T02:00:00Z"])

    @computed_field(description="The kind's Chinese name.", examples=["行政许可"])  # type: ignore[prop-decorator]
    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @computed_field(description="The state's Chinese name.", examples=["在用"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh
