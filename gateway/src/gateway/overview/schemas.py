"""What goes out and comes in about the overview."""

from datetime import datetime

from pydantic import Field

from chassis.schema import Input, View


class Figure(View):
    """One number, where it comes from, and how old it is."""

    key: str = Field(description="Stable name.", examples=["accepted"])
    label_zh: str = Field(description="Name in Chinese.", examples=["受理量"])
    label_en: str = Field(description="Name in English.", examples=["Tickets accepted"])
    value: int | float | None = Field(description="The number; null where there is nothing to count.", examples=[3651])
    unit: str = Field(description="`count` or `percent`.", examples=["count"])
    source: str = Field(description="The service that counted it.", examples=["svc-hotline"])
    as_of: datetime = Field(description="When it was counted.", examples=["2026-01-05T08:00:00Z"])


class Part(View):
    """One of the 1, the 7 and the 1."""

    key: str = Field(description="Stable name.", examples=["hotline"])
    label_zh: str = Field(description="Name in Chinese.", examples=["12345服务热线"])
    label_en: str = Field(description="Name in English.", examples=["12345 hotline"])
    figures: list[Figure] = Field(description="Its numbers; empty while it has none, or its service does not answer.")
    missing: str | None = Field(default=None, description="Why numbers are missing.", examples=[None])


class Overview(View):
    """The city at a glance."""

    as_of: datetime = Field(description="When it was put together.", examples=["2026-01-05T08:00:00Z"])
    year: int = Field(description="The year that yearly numbers are of.", examples=[2025])
    base: Part = Field(description="The 1 base: the big-data centre.")
    platforms: list[Part] = Field(description="The 7 platforms.")
    centre: Part = Field(description="The 1 operations centre.")


class PeriodSet(Input):
    """The year to show."""

    year: int = Field(ge=2000, le=2199, description="A calendar year.", examples=[2025])


class PeriodView(View):
    """The year that is shown."""

    year: int = Field(description="A calendar year.", examples=[2025])
