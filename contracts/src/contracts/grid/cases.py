"""The life of a case 案件."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event
from contracts.grid.fields import Reason, TerritoryCode


class CaseEvent(Event):
    """What every event of a case 案件 says."""

    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000002"])
    number: str = Field(description="Its human number.", examples=["AJ-20250314-000004"])
    territory_code: TerritoryCode
    class_code: str = Field(description="Its class, or the matter it came with.", examples=["urban.lighting"])
    ticket_id: UUID | None = Field(default=None, description="The hotline ticket behind it.", examples=[None])
    ticket_sequence: int | None = Field(
        default=None,
        description="The version of that ticket whose event the case answers: a dispatch, a reopening or a wanted case.",
        examples=[None],
    )


class CaseReportedV1(CaseEvent):
    """Something was reported 上报."""

    type: ClassVar[str] = "gov171.grid.case.reported.v1"

    source: str = Field(description="Where the report came from.", examples=["hotline"])
    title: str = Field(description="The matter in a line.", examples=["路灯不亮"])


class CaseRegisteredV1(CaseEvent):
    """The case was registered 立案."""

    type: ClassVar[str] = "gov171.grid.case.registered.v1"


class CaseDismissedV1(CaseEvent):
    """The case was not registered 不予立案."""

    type: ClassVar[str] = "gov171.grid.case.dismissed.v1"

    reason_code: Reason = None


class CaseAssignedV1(CaseEvent):
    """Somebody got it to handle 派遣."""

    type: ClassVar[str] = "gov171.grid.case.assigned.v1"

    unit_code: str | None = Field(default=None, description="The handling unit.", examples=["84-03"])
    assignee: str | None = Field(default=None, description="The staff account that handles it.", examples=["lead-84-03"])


class CaseHandlingStartedV1(CaseEvent):
    """Work on it began 处置."""

    type: ClassVar[str] = "gov171.grid.case.handling_started.v1"


class CaseHandledV1(CaseEvent):
    """Work on it is done 已处置."""

    type: ClassVar[str] = "gov171.grid.case.handled.v1"

    result: str = Field(description="What was done.", examples=["更换灯具，恢复照明"])


class CaseVerifiedV1(CaseEvent):
    """It was checked and found done 核查通过."""

    type: ClassVar[str] = "gov171.grid.case.verified.v1"


class CaseSentBackV1(CaseEvent):
    """It was checked and found not done 核查不通过."""

    type: ClassVar[str] = "gov171.grid.case.sent_back.v1"

    reason_code: Reason = None


class CaseReturnedV1(CaseEvent):
    """The handling side gave it back 回退."""

    type: ClassVar[str] = "gov171.grid.case.returned.v1"

    reason_code: Reason = None


class CaseVoidedV1(CaseEvent):
    """It was voided 作废."""

    type: ClassVar[str] = "gov171.grid.case.voided.v1"

    reason_code: Reason = None


class CaseClosedV1(CaseEvent):
    """It came to its end 结案."""

    type: ClassVar[str] = "gov171.grid.case.closed.v1"

    result: str = Field(description="What was done.", examples=["更换灯具，恢复照明"])
    is_overdue: bool = Field(default=False, description="Whether it was handled late.", examples=[False])
    handled_at: AwareDatetime | None = Field(default=None, description="When it was handled.", examples=["2025-03-17T10:00:00Z"])
