"""What goes out about the calendar."""

from datetime import date, datetime

from pydantic import Field

from chassis.schema import View

_REFERENCE = Field(
    description="Document number of its newest notice; none: it was there from the start.", examples=["国办发明电〔2026〕7号"]
)
_ISSUED_ON = Field(description="The day that notice was issued.", examples=["2026-11-04"])
_VERSION = Field(description="The version of the calendar that it made.", examples=[2])
_MAKE_UP_DAYS = Field(description="Weekend days that are worked 调休, by the notice.", examples=[["2027-09-26"]])
_CALENDAR = Field(description="The calendar in use, as tickets name it.", examples=["cn-2"])


class HolidayView(View):
    """A holiday."""

    name_zh: str = Field(description="Its name.", examples=["国庆节"])
    name_en: str | None = Field(description="Its name in English.", examples=["National Day"])
    first_on: date = Field(description="Its first day.", examples=["2027-10-01"])
    last_on: date = Field(description="Its last day.", examples=["2027-10-07"])


class DayChange(View):
    """A day that reads otherwise than before."""

    day: date = Field(description="The day.", examples=["2027-10-01"])
    was_working: bool = Field(description="Whether it was worked before; unpublished days go by the weekday.", examples=[True])
    is_working: bool = Field(description="Whether it is now.", examples=[False])


class NoticeView(View):
    """A notice that was published."""

    year: int = Field(description="The year it is for.", examples=[2027])
    version: int = _VERSION
    reference: str | None = _REFERENCE
    issued_on: date | None = _ISSUED_ON
    holidays: list[HolidayView] = Field(description="Its holidays; none are known of what was there from the start.")
    make_up_days: list[date] = _MAKE_UP_DAYS
    changes: list[DayChange] = Field(description="The days it changed.")
    published_at: datetime = Field(description="When it was loaded.", examples=["2026-11-05T01:00:00Z"])
    published_by: str = Field(description="Who loaded it.", examples=["supervisor-1"])


class NoticeReport(View):
    """What came, or would come, of a notice."""

    year: int = Field(description="The year it is for.", examples=[2027])
    version: int = Field(description="The version of the calendar now, or as it would be.", examples=[2])
    calendar_version: str = Field(description="The same, as tickets name it.", examples=["cn-2"])
    is_dry_run: bool = Field(description="Nothing was kept.", examples=[False])
    is_new: bool = Field(description="Whether it says anything else than the notice that is in use.", examples=[True])
    changes: list[DayChange] = Field(description="The days that read otherwise.")
    moved_tickets: int | None = Field(description="Of a dry run: running tickets whose deadline would move.", examples=[None])
    settled_tickets: int | None = Field(
        description="Of a dry run: running tickets whose deadline would no longer be provisional.", examples=[None]
    )


class DayView(View):
    """A day on which the weekday rule does not hold."""

    day: date = Field(description="The day.", examples=["2027-10-01"])
    is_working: bool = Field(description="A make-up day 调休; else a day off.", examples=[False])


class YearSummary(View):
    """A published year."""

    year: int = Field(description="The year.", examples=[2027])
    version: int = _VERSION
    reference: str | None = _REFERENCE
    issued_on: date | None = _ISSUED_ON


class CalendarView(View):
    """The calendar in use."""

    calendar_version: str = _CALENDAR
    version: int = Field(description="Its number, as `If-Match` takes it.", examples=[2])
    years: list[YearSummary] = Field(description="The published years.")
    waiting_tickets: int = Field(description="Running tickets that are not counted by it yet.", examples=[0])


class YearView(View):
    """One year of the calendar."""

    year: int = Field(description="The year.", examples=[2027])
    is_published: bool = Field(description="Whether its notice is there; else the weekday rule is used.", examples=[True])
    calendar_version: str = _CALENDAR
    version: int | None = _VERSION
    reference: str | None = _REFERENCE
    issued_on: date | None = _ISSUED_ON
    holidays: list[HolidayView] = Field(description="Its holidays, by the notice.")
    days: list[DayView] = Field(description="The days of the year that differ from the weekday rule.")


class DeadlineView(View):
    """A deadline, counted for nobody in particular."""

    due_at: datetime = Field(description="When it would be due.", examples=["2026-11-30T16:00:00Z"])
    is_provisional: bool = Field(description="It rests on days that are not published yet.", examples=[False])
    calendar_version: str = _CALENDAR
