"""What goes out about the reform."""

from datetime import datetime

from pydantic import Field

from chassis.schema import View


class ReformFigures(View):
    """How far some items are reformed. Shares are in percent with one decimal; null: of nothing there is no share."""

    items: int = Field(description="Items in force.", examples=[2875])
    online: int = Field(description="Of these: can be done online.", examples=[2415])
    online_percent: float | None = Field(description="Share online 网上可办率.", examples=[84.0])
    one_visit: int = Field(description="Of these: at most one visit.", examples=[2818])
    one_visit_percent: float | None = Field(description="Share 最多跑一次.", examples=[98.0])
    statutory_days: int = Field(description="Sum of the statutory working days.", examples=[43125])
    promised_days: int = Field(description="Sum of the promised working days.", examples=[14200])
    statutory_days_average: float | None = Field(description="Statutory working days an item.", examples=[15.0])
    promised_days_average: float | None = Field(description="Promised working days an item.", examples=[4.9])
    days_cut_percent: float | None = Field(description="By how much the promises cut the days 时限压缩比.", examples=[67.1])
    materials: int = Field(description="Materials that their guides name.", examples=[11500])
    materials_obtained: int = Field(description="Of these: obtained from the data hub 免提交.", examples=[2300])
    materials_obtained_percent: float | None = Field(description="Share that need not be brought.", examples=[20.0])
    items_compared: int = Field(description="Items that had a version in force before.", examples=[320])
    materials_brought_before: int = Field(description="Materials to bring by these versions before.", examples=[1600])
    materials_brought_now: int = Field(description="Materials to bring by the present versions.", examples=[1120])
    materials_cut_percent: float | None = Field(description="By how much these were cut 材料精简比.", examples=[30.0])


class DepartmentReform(ReformFigures):
    """The same of one department's items."""

    department_code: str = Field(description="The department.", examples=["dept-07"])
    department_name: str = Field(description="Its name.", examples=["住房和城乡建设局"])


class ReformView(View):
    """The reform figures at an instant."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    policy_version: str = Field(description="The rules of what counts as online and as one visit.", examples=["2026-1"])
    figures: ReformFigures = Field(description="Of all items in force.")
    departments: list[DepartmentReform] = Field(description="By department, by its code.")
