"""Who is on duty in which unit 值班: that posts and rosters changed; ask the grid for what they say."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class DutyPostEvent(Event):
    """What every event of a duty post 值班岗 says."""

    post_id: UUID = Field(description="The duty post.", examples=["01959c2e-8a00-7000-8000-000000000008"])
    unit_code: str = Field(description="Its unit.", examples=["84-03"])


class DutyPostOpenedV1(DutyPostEvent):
    """A unit has one more post to ring 设岗."""

    type: ClassVar[str] = "gov171.grid.duty_post.opened.v1"


class DutyPostChangedV1(DutyPostEvent):
    """The post is called otherwise, or rung at another office line."""

    type: ClassVar[str] = "gov171.grid.duty_post.changed.v1"


class DutyPostClosedV1(DutyPostEvent):
    """The post is no more 撤岗."""

    type: ClassVar[str] = "gov171.grid.duty_post.closed.v1"


class DutyRosterPublishedV1(Event):
    """A unit's shifts of a month are as they are now 排班."""

    type: ClassVar[str] = "gov171.grid.duty_roster.published.v1"

    unit_code: str = Field(description="The unit.", examples=["84-03"])
    month: str = Field(description="The month.", examples=["2026-01"])
    shifts: int = Field(description="How many shifts begin in it.", examples=[62])
