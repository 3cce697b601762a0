"""What comes in about the calendar."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_hotline.calendar.rules import Holiday, Notice

FIRST_YEAR, LAST_YEAR = 2000, 2200

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Day = Annotated[date, Field(ge=date(FIRST_YEAR - 1, 1, 1), le=date(LAST_YEAR, 12, 31))]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class HolidayInput(Input):
    """A holiday as the notice names it."""

    name_zh: Name = Field(description="Its name.", examples=["国庆节"])
    name_en: Name | None = Field(None, description="Its name in English.", examples=["National Day"])
    first_on: Day = Field(description="Its first day; weekends belong to it.", examples=["2027-10-01"])
    last_on: Day = Field(description="Its last day.", examples=["2027-10-07"])


class NoticeInput(Input):
    """The official notice of a year, as it is published."""

    year: Year = Field(description="The year it is for.", examples=[2027])
    reference: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="Its document number.", examples=["国办发明电〔2026〕7号"]
    )
    issued_on: Day = Field(description="The day it was issued.", examples=["2026-11-04"])
    holidays: list[HolidayInput] = Field(
        min_length=1, max_length=40, description="All holidays of the year; New Year's may begin in the December before."
    )
    make_up_days: list[Day] = Field(
        [], max_length=60, description="Weekend days that are worked 调休.", examples=[["2027-09-26", "2027-10-09"]]
    )
    is_dry_run: bool = Field(False, description="Only say what would change, and keep nothing.", examples=[False])

    @property
    def notice(self) -> Notice:
        return Notice(self.year, [Holiday(**each.model_dump()) for each in self.holidays], self.make_up_days)
