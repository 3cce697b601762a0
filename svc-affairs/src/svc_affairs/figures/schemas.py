"""What goes out about the figures."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chassis.schema import View


class AffairsFigures(View):
    """How much is on offer."""

    departments: int = Field(description="Departments 部门.", examples=[28])
    items_published: int = Field(description="Items 事项 that are in force.", examples=[2875])
    items_in_halls: int = Field(description="Those of them that are dealt with in halls 进驻大厅.", examples=[888])
    town_items_available: int = Field(description="Those of them that town centres may take on 可认领.", examples=[99])
    town_claims: int = Field(description="Claims that town centres ever made 累计认领.", examples=[1134])
    town_claims_active: int = Field(
        description="Those of them that are active; `claim-figures` tells them apart.", examples=[1128]
    )


class FiguresView(View):
    """The figures of government affairs at an instant."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    source: Literal["svc-affairs"] = Field(default="svc-affairs", description="Who counted.", examples=["svc-affairs"])
    figures: AffairsFigures = Field(description="The figures.")
