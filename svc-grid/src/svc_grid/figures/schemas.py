"""What goes out about figures."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, create_model

from chassis.schema import View
from svc_grid.figures.measures import MEASURES, RATES


class By(StrEnum):
    """By what the figures are told apart."""

    DAY = "day"
    MONTH = "month"
    CLASS = "class"
    UNIT = "unit"
    TERRITORY = "territory"


class Measure(StrEnum):
    """What a heat map shows."""

    REPORTED = "reported"
    REGISTERED = "registered"
    CLOSED = "closed"
    OVERDUE = "overdue"
    SENT_BACK = "sent_back"


_SAID = {
    "reported": "Reports 上报.", "self_handled": "Reports of what the reporter had handled 自处理.",
    "registered": "Registered 立案.", "dismissed": "Not registered 不予立案.", "assigned": "Assignments 派遣.",
    "handled": "Handled 处置.", "handled_late": "Of these, over the limit of the stage.", "passed": "Passed 核查通过.",
    "sent_back": "Sent back 核查不通过.", "returned": "Given back 回退.", "extended": "Extended 延时.",
    "shelved": "Shelved 挂账.", "escalated": "Referred upwards 上报上级.", "overdue": "Stages that ran over their limit 超时.",
    "voided": "Voided 作废.", "closed": "Closed 结案.",
}  # fmt: skip
_RATED = {
    "registration_rate_pct": "Registered or self-handled, of all that was decided on 立案率.",
    "on_time_rate_pct": "Handled within the limit, of all handled 按期处置率.",
    "send_back_rate_pct": "Sent back, of all that was verified 返工率.",
    "return_rate_pct": "Given back, of all assignments 回退率.",
}
_COUNTS = {name: (int, Field(description=_SAID[name], examples=[12])) for name in MEASURES}
_RATES = {name: (float | None, Field(description=f"{_RATED[name]} Percent.", examples=[96.5])) for name in RATES}

CountsView = create_model("CountsView", __base__=View, __doc__="Steps of cases in numbers.", **_COUNTS, **_RATES)  # type: ignore[call-overload]


class LightView(View):
    """Open cases at a stage, with a light."""

    stage: str = Field(description="What their clock counts.", examples=["handling"])
    colour: str | None = Field(description="green, amber, red; null where the clock stands still.", examples=["amber"])
    cases: int = Field(description="How many.", examples=[7])


class GroupView(View):
    """A part of the figures."""

    key: str = Field(description="Which: a day, a month, a code.", examples=["2025-03"])
    counts: CountsView = Field(description="Its numbers.")  # type: ignore[valid-type]


class CaseFiguresView(View):
    """What was done with cases in a span of days, and what is open now."""

    start_on: date = Field(description="First day.", examples=["2025-01-01"])
    end_on: date = Field(description="Day after the last.", examples=["2026-01-01"])
    territory_code: str = Field(description="Of this subtree.", examples=["659007"])
    total: CountsView = Field(description="All together.")  # type: ignore[valid-type]
    groups: list[GroupView] = Field(description="Told apart, where it was asked for.", examples=[[]])
    open_now: list[LightView] = Field(description="What is open now.", examples=[[]])
    as_of: datetime = Field(description="When it was counted.", examples=["2026-01-05T08:00:00Z"])


class HeatCellView(View):
    """A territory and how much there was in it."""

    territory_code: str = Field(description="Which.", examples=["659007/84/03/g02"])
    name: str = Field(description="Its name.", examples=["三连第二网格"])
    count: int = Field(description="How much.", examples=[31])
    heat: float = Field(description="The same as a share of the largest, 0 to 1.", examples=[0.62])
    centre: tuple[float, float] | None = Field(
        description="A point within its bounds, longitude and latitude in WGS-84; null: not surveyed.", examples=[[82.07, 44.85]]
    )


class HeatView(View):
    """How cases lie over a territory."""

    start_on: date = Field(description="First day.", examples=["2025-01-01"])
    end_on: date = Field(description="Day after the last.", examples=["2026-01-01"])
    measure: str = Field(description="What was counted.", examples=["reported"])
    cells: list[HeatCellView] = Field(description="The territories, the hottest first.", examples=[[]])


class RecountView(View):
    """Whether what is kept is what the steps themselves come to."""

    is_equal: bool = Field(description="Whether.", examples=[True])
    kept: CountsView = Field(description="As kept.")  # type: ignore[valid-type]
    recounted: CountsView = Field(description="As counted anew.")  # type: ignore[valid-type]
