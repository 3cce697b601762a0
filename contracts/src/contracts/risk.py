"""What svc-risk announces."""

from typing import ClassVar

from pydantic import Field

from contracts.event import Event


class QuarterOpenedV1(Event):
    """The first indicator of a quarter 季度 was counted."""

    type: ClassVar[str] = "gov171.risk.quarter.opened.v1"

    quarter: str = Field(description="The quarter.", examples=["2025Q1"])
