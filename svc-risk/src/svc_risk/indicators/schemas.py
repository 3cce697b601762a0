"""What goes out about indicators."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field

from chassis.schema import View
from svc_risk.indicators.models import IndicatorCount
from svc_risk.indicators.terms import Indicator


class IndicatorView(View):
    """How often something happened in a quarter, in one territory and about one matter."""

    territory_code: str | None = Field(description="The territory 辖区; null: not located.", examples=["659007/84/03"])
    matter: str | None = Field(description="The matter 事项分类; null: not classified.", examples=["urban.lighting"])
    quarter: str = Field(description="The quarter 季度.", examples=["2025Q1"])
    indicator: Indicator = Field(description="What is counted.", examples=["tickets_accepted"])
    label_zh: str = Field(description="The indicator's Chinese name.", examples=["工单受理"])
    label_en: str = Field(description="The indicator's English name.", examples=["Tickets accepted"])
    count: int = Field(description="How often.", examples=[42])

    @classmethod
    def of(cls, row: IndicatorCount) -> Self:
        labels = {"label_zh": row.indicator.label_zh, "label_en": row.indicator.label_en}
        place = {"territory_code": row.territory_code or None, "matter": row.matter or None}
        return cls.model_validate({**place, "quarter": row.quarter, "indicator": row.indicator, **labels, "count": row.count})


class FiguresView(View):
    """The city's totals of a year."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    source: Literal["svc-risk"] = Field(default="svc-risk", description="Who counted.", examples=["svc-risk"])
    year: int = Field(description="The year, by the city's calendar.", examples=[2025])
    figures: dict[str, int] = Field(description="Each indicator's total of the year.", examples=[{"tickets_accepted": 3651}])
    quarters: list[str] = Field(description="The year's quarters in which anything was counted.", examples=[["2025Q1"]])
