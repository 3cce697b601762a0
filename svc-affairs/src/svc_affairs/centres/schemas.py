"""What comes in about centres."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chassis.schema import Input
from svc_affairs.centres.hours import Hours
from svc_affairs.centres.policy import POLICY
from svc_affairs.centres.terms import CentreLevel, CentreStatus

CentreCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")]
TerritoryPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,24}(/[A-Za-z0-9_-]{1,24}){0,5}$", max_length=120)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=200)]
WindowCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,31}$")]
# Fixed lines with their area code, 400 numbers, and short numbers of public services. No mobile fits: a person's is not kept.
OfficeLine = Annotated[
    str, StringConstraints(pattern=r"^(0(10|2\d|[3-9]\d{2})-?[2-9]\d{6,7}(-\d{1,5})?|400-?\d{3}-?\d{4}|1[12]\d{1,3}|96\d{3,4})$")
]
_LEVEL, _NAME, _UNIT = ["community"], ["八十四团三连便民服务站"], ["84-03"]
_LINE, _ADDRESS = ["0909-2290012"], ["八十四团三连连部一楼"]
_HOURS = [{"monday": [{"opens": "10:00", "closes": "14:00"}, {"opens": "16:00", "closes": "20:00"}]}]


class Window(Input):
    """A window 窗口 of a centre."""

    code: WindowCode = Field(description="Its code within the centre.", examples=["w1"])
    name: Name = Field(description="What it is for.", examples=["社保综合窗口"])


def _told_apart(windows: Sequence[Window]) -> Sequence[Window]:
    if len({each.code for each in windows}) < len(windows):
        raise ValueError("a window's code stands twice")
    return windows


Windows = Annotated[list[Window], Field(max_length=POLICY.most_windows), AfterValidator(_told_apart)]


class CentreEntry(Input):
    """A centre to enter."""

    code: CentreCode = Field(description="Its code.", examples=["centre-84-03"])
    name: Name = Field(description="Its name.", examples=_NAME)
    level: CentreLevel = Field(description="Whose it is.", examples=_LEVEL)
    unit_code: UnitCode = Field(
        description="Its unit in the grid, which has one centre; it lies where the unit lies.", examples=_UNIT
    )
    windows: Windows = Field([], description="Its windows.")
    hours: Hours = Field({}, description="When it is open, by weekday; a day that is left out is closed.", examples=_HOURS)
    telephone: OfficeLine | None = Field(None, description="The office's telephone; no mobile.", examples=_LINE)
    address: Address | None = Field(None, description="How one finds it.", examples=_ADDRESS)
    status: CentreStatus = Field(CentreStatus.OPEN, description="Whether it takes new cases.", examples=["open"])


class CentrePatch(Input):
    """What of a centre changes; what is not named stays."""

    name: Name | None = Field(None, description="Its name.", examples=_NAME)
    level: CentreLevel | None = Field(None, description="Whose it is.", examples=_LEVEL)
    unit_code: UnitCode | None = Field(None, description="Its unit.", examples=_UNIT)
    windows: Windows | None = Field(None, description="Its windows, as a whole.")
    hours: Hours | None = Field(None, description="When it is open, as a whole.", examples=_HOURS)
    telephone: OfficeLine | None = Field(None, description="The office's telephone; null: none.", examples=_LINE)
    address: Address | None = Field(None, description="How one finds it; null: not told.", examples=_ADDRESS)
    status: CentreStatus | None = Field(None, description="Whether it takes new cases.", examples=["closed"])

    @model_validator(mode="after")
    def _null_only_where_it_empties(self) -> Self:
        named = self.model_fields_set - {"telephone", "address"}
        if wrong := sorted(name for name in named if getattr(self, name) is None):
            raise ValueError(f"cannot be null: {', '.join(wrong)}")
        return self


class CentreImport(Input):
    """Many centres at once."""

    rows: list[CentreEntry] = Field(min_length=1, max_length=POLICY.most_rows, description="The centres, in any order.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])
