"""What goes out about the figures."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chassis.schema import View


class AffairsFigures(View):
    """How much is on offer."""

    departments: int = Field(description="Departments 部门.", examples=[28])
    items_published: int = Field(description="Items 事项 that are published.", examples=[1204])


class FiguresView(View):
    """The figures of government affairs at an instant."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    source: Literal["svc-affairs"] = Field(default="svc-affairs", description="Who counted.", examples=["svc-affairs"])
    figures: AffairsFigures = Field(description="The figures.")
