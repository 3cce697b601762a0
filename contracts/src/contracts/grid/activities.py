"""Service activities 为民办实事 as they are told, corrected and withdrawn."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.grid.fields import TerritoryCode


class ActivityEvent(Event):
    """What every event of a service activity says: how many of what, by whom, where and when; of nobody in particular."""

    activity_id: UUID = Field(description="The record.", examples=["01959c2e-8a00-7000-8000-000000000021"])
    kind: str = Field(description="What was done.", examples=["good_deed"])
    unit_code: str = Field(description="The unit that did it.", examples=["84-03"])
    territory_code: TerritoryCode
    held_on: date = Field(description="The city's day on which it was done.", examples=["2025-03-14"])
    count: int = Field(description="How many; of outreach the number of households reached.", examples=[1])


class ActivityRegisteredV1(ActivityEvent):
    """A service activity was registered 登记."""

    type: ClassVar[str] = "gov171.grid.activity.registered.v1"


class ActivityCorrectedV1(ActivityEvent):
    """A record was corrected 更正; this is how it reads now."""

    type: ClassVar[str] = "gov171.grid.activity.corrected.v1"


class ActivityWithdrawnV1(ActivityEvent):
    """A record is of no effect any more 撤销; this is what it counted."""

    type: ClassVar[str] = "gov171.grid.activity.withdrawn.v1"
