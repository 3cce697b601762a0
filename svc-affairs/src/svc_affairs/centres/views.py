"""What goes out about centres."""

from datetime import datetime

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.centres.hours import Hours
from svc_affairs.centres.terms import CentreLevel, CentreStatus, RowFault, RowResult


class WindowView(View):
    """A window of a centre."""

    code: str = Field(description="Its code within the centre.", examples=["w1"])
    name: str = Field(description="What it is for.", examples=["社保综合窗口"])


class CentreView(View):
    """A centre as it stands."""

    code: str = Field(description="Its code.", examples=["centre-84-03"])
    version: int = Field(description="Rises with each change; its ETag.", examples=[1])
    name: str = Field(description="Its name.", examples=["八十四团三连便民服务站"])
    level: CentreLevel = Field(description="Whose it is.", examples=["community"])
    unit_code: str = Field(description="Its unit in the grid.", examples=["84-03"])
    territory_code: str | None = Field(
        description="Where it lies, as its unit does; null: the whole city's.", examples=["659007/84/03"]
    )
    windows: list[WindowView] = Field(description="Its windows.")
    hours: Hours = Field(
        description="When it is open, city time, by weekday; a day that is left out is closed.",
        examples=[{"monday": [{"opens": "10:00", "closes": "14:00"}]}],
    )
    telephone: str | None = Field(description="The office's telephone.", examples=["0909-2290012"])
    address: str | None = Field(description="How one finds it.", examples=["八十四团三连连部一楼"])
    status: CentreStatus = Field(description="Whether it was opened or closed here.", examples=["open"])
    takes_cases: bool = Field(description="Whether it takes new cases: it is open, and its unit is still there.", examples=[True])
    registered_at: datetime = Field(description="When it was entered.", examples=["2025-01-06T02:00:00Z"])
    changed_at: datetime = Field(description="When it last changed.", examples=["2025-01-07T02:00:00Z"])

    @computed_field(description="The level's Chinese name.", examples=["社区（连队）便民服务站"])  # type: ignore[prop-decorator]
    @property
    def level_label_zh(self) -> str:
        return self.level.label_zh

    @computed_field(description="The level's English name.", examples=["Service station of a community (company)"])  # type: ignore[prop-decorator]
    @property
    def level_label_en(self) -> str:
        return self.level.label_en


class CentreRowView(View):
    """What became of a row."""

    index: int = Field(description="Its place in the request, from 0.", examples=[0])
    code: str = Field(description="The centre.", examples=["centre-84-03"])
    result: RowResult = Field(description="What became of it.", examples=["registered"])
    reason: RowFault | None = Field(default=None, description="Why it is refused.", examples=[None])


class CentreImportReport(View):
    """What an import did, or would do."""

    registered: int = Field(description="Entered.", examples=[140])
    changed: int = Field(description="Changed.", examples=[2])
    unchanged: int = Field(description="As they were.", examples=[8])
    refused: int = Field(description="Refused.", examples=[0])
    is_dry_run: bool = Field(description="Whether nothing was stored.", examples=[False])
    rows: list[CentreRowView] = Field(description="Each row, in the order of the request.")
