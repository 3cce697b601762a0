"""Changes of the tree of territories 辖区调整, and the territories that go by them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.event import Event
from contracts.grid.fields import TerritoryCode

_FROM, _TO = "659007/84/03", "659007/85/03"
_ID = "01959c2e-8a00-7000-8000-000000000061"


class TerritoryRetiredV1(Event):
    """A territory 辖区 is no more 撤销; its code stays what it was called, and what followed it is named."""

    type: ClassVar[str] = "gov171.grid.territory.retired.v1"

    territory_code: TerritoryCode
    successor_code: str = Field(description="The territory that followed it.", examples=[_TO])
    change_id: UUID = Field(description="The change by which it went.", examples=[_ID])
    parent_code: str | None = Field(description="The territory it lay in.", examples=["659007/84"])
    level: str = Field(description="Its level.", examples=["community"])
    name: str = Field(description="Its last name.", examples=["八十四团三连"])
    unit_code: str | None = Field(default=None, description="The unit that answered for it.", examples=["84-03"])


class TerritoryMove(BaseModel):
    """One territory that goes, and the one that follows it."""

    from_code: str = Field(description="The code that is retired.", examples=[_FROM])
    to_code: str = Field(description="The one that follows it.", examples=[_TO])


class TerritoryChangeEvent(Event):
    """What every event of a change of territories says."""

    change_id: UUID = Field(description="The change.", examples=[_ID])
    kind: str = Field(description="redraw, merge, split, move or retire.", examples=["move"])


class TerritoryChangePlannedV1(TerritoryChangeEvent):
    """A change of territories was ordered for a day to come."""

    type: ClassVar[str] = "gov171.grid.territory_change.planned.v1"

    effective_on: date = Field(description="The day from which it holds.", examples=["2026-01-05"])


class TerritoryChangeAppliedV1(TerritoryChangeEvent):
    """A change of territories holds; each territory's own event tells what became of it."""

    type: ClassVar[str] = "gov171.grid.territory_change.applied.v1"

    moves: list[TerritoryMove] = Field(
        description="Each territory that went, with what followed it. What lay below one and has the same place below the "
        "other is not named: of a code the longest that it begins with counts.",
        examples=[[{"from_code": _FROM, "to_code": _TO}]],
    )


class TerritoryChangeCancelledV1(TerritoryChangeEvent):
    """A change of territories that was ordered is not made."""

    type: ClassVar[str] = "gov171.grid.territory_change.cancelled.v1"


class TerritoryChangeFailedV1(TerritoryChangeEvent):
    """A change of territories could not be made on its day, since the tree had become another by then."""

    type: ClassVar[str] = "gov171.grid.territory_change.failed.v1"
