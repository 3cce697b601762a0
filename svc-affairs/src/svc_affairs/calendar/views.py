"""What goes out about the calendar."""

from datetime import datetime

from pydantic import Field

from chassis.schema import View


class WorkCalendarView(View):
    """The calendar that deadlines of cases are counted by."""

    calendar_version: str = Field(description="Its version, as what it counted names it.", examples=["cn-2"])
    published_years: list[int] = Field(description="The years of which the official notice is in it.", examples=[[2026, 2027]])
    since: datetime | None = Field(
        description="When it was published; none: it was there from the start.", examples=["2026-11-05T01:00:00Z"]
    )
