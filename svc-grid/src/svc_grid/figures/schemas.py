"""What goes out about figures."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chassis.schema import View


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


class CountsView(View):
    """Steps of cases in numbers; rates are percent, rounded half up to one decimal, null where there is nothing to share."""

    reported: int = Field(description="Reports 上报.", examples=[120])
    self_handled: int = Field(description="Of these, handled by their reporter 自处理.", examples=[9])
    registered: int = Field(description="Registered 立案.", examples=[105])
    dismissed: int = Field(description="Not registered 不予立案.", examples=[4])
    assigned: int = Field(description="Assignments 派遣.", examples=[110])
    handled: int = Field(description="Handled 处置.", examples=[101])
    handled_late: int = Field(description="Of these, over the limit of the stage.", examples=[6])
    passed: int = Field(description="Passed 核查通过.", examples=[96])
    sent_back: int = Field(description="Sent back 核查不通过.", examples=[5])
    returned: int = Field(description="Given back 回退.", examples=[3])
    extended: int = Field(description="Extended 延时.", examples=[2])
    shelved: int = Field(description="Shelved 挂账.", examples=[1])
    escalated: int = Field(description="Referred upwards 上报上级.", examples=[2])
    overdue: int = Field(description="Stages that ran over their limit 超时.", examples=[8])
    voided: int = Field(description="Voided 作废.", examples=[1])
    closed: int = Field(description="Closed 结案.", examples=[95])
    registration_rate_pct: float | None = Field(
        description="Registered or self-handled, of all that was decided on 立案率.", examples=[96.6]
    )
    on_time_rate_pct: float | None = Field(description="Handled within the limit, of all handled 按期处置率.", examples=[94.1])
    send_back_rate_pct: float | None = Field(description="Sent back, of all that was verified 返工率.", examples=[5.0])
    return_rate_pct: float | None = Field(description="Given back, of all assignments 回退率.", examples=[2.7])


class LightView(View):
    """Open cases at a stage, with a light."""

    stage: str = Field(description="What their clock counts.", examples=["handling"])
    colour: str | None = Field(description="green, amber, red; null where the clock stands still.", examples=["amber"])
    cases: int = Field(description="How many.", examples=[7])


class GroupView(View):
    """A part of the figures."""

    key: str = Field(description="Which: a day, a month, a code.", examples=["2025-03"])
    counts: CountsView = Field(description="Its numbers.")


class CaseFiguresView(View):
    """What was done with cases in a span of days, and what is open now."""

    start_on: date = Field(description="First day.", examples=["2025-01-01"])
    end_on: date = Field(description="Day after the last.", examples=["2026-01-01"])
    territory_code: str = Field(description="Of this subtree.", examples=["659007"])
    total: CountsView = Field(description="All together.")
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
    kept: CountsView = Field(description="As kept.")
    recounted: CountsView = Field(description="As counted anew.")
