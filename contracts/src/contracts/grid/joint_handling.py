"""The life of a joint call 吹哨报到: a community calls, units report, the community rates them."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event
from contracts.grid.fields import Reason, TerritoryCode


class JointCallEvent(Event):
    """What every event of a joint call says."""

    call_id: UUID = Field(description="The call.", examples=["01959c2e-8a00-7000-8000-000000000021"])
    number: str = Field(description="Its human number.", examples=["CS-20250314-000004"])
    territory_code: TerritoryCode
    case_id: UUID | None = Field(default=None, description="The grid case it is about.", examples=[None])


class JointCallUnitEvent(JointCallEvent):
    """What every event of one called unit says besides."""

    unit_code: str = Field(description="The called unit.", examples=["dept-07"])


class JointCallOpenedV1(JointCallEvent):
    """The whistle was blown 吹哨."""

    type: ClassVar[str] = "gov171.grid.joint_call.opened.v1"

    urgency: str = Field(description="How urgent it is.", examples=["urgent"])
    units: list[str] = Field(description="The units that are to report.", examples=[["dept-07", "84"]])
    coordinator_unit_code: str = Field(description="The unit that coordinates.", examples=["84-03"])
    report_due_at: AwareDatetime = Field(description="By when they are to report.", examples=["2025-03-14T06:00:00Z"])


class JointCallUnitReportedV1(JointCallUnitEvent):
    """A called unit reported 报到."""

    type: ClassVar[str] = "gov171.grid.joint_call.unit_reported.v1"

    is_late: bool = Field(default=False, description="Whether its limit had run out.", examples=[False])


class JointCallUnitDeclinedV1(JointCallUnitEvent):
    """A called unit says that it is not for it."""

    type: ClassVar[str] = "gov171.grid.joint_call.unit_declined.v1"

    reason_code: Reason = None


class JointCallUnitLateV1(JointCallUnitEvent):
    """A called unit did not report within its limit; its absence goes up to the regiment."""

    type: ClassVar[str] = "gov171.grid.joint_call.unit_late.v1"

    due_at: AwareDatetime = Field(description="By when it was to report.", examples=["2025-03-14T06:00:00Z"])
    escalated_to: str = Field(description="The regiment's territory, which is told.", examples=["659007/84"])


class JointCallRatedV1(JointCallEvent):
    """The community rated every unit that came."""

    type: ClassVar[str] = "gov171.grid.joint_call.rated.v1"

    ratings: dict[str, str] = Field(description="The level of each unit.", examples=[{"dept-07": "satisfied"}])


class JointCallClosedV1(JointCallEvent):
    """The call came to its end, or was cancelled."""

    type: ClassVar[str] = "gov171.grid.joint_call.closed.v1"

    outcome: str = Field(description="`closed` or `cancelled`.", examples=["closed"])
    reason_code: Reason = None
