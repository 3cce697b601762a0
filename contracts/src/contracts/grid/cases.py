"""The life of a case 案件."""

from datetime import date
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
    is_self_handled: bool = Field(default=False, description="Whether who reported it had handled it.", examples=[False])
    is_late: bool = Field(default=False, description="Whether its handling stage was over its limit.", examples=[False])


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


class CaseReclassifiedV1(CaseEvent):
    """Its class, condition or level was put right 调整类别; its clock is counted anew."""

    type: ClassVar[str] = "gov171.grid.case.reclassified.v1"

    condition_code: str | None = Field(default=None, description="Its registering condition.", examples=["lamp_out"])
    level: int | None = Field(default=None, description="Its management level, 1 the strictest.", examples=[2])


class CaseExtensionRequestedV1(CaseEvent):
    """The handling side asked for more time 申请延时."""

    type: ClassVar[str] = "gov171.grid.case.extension_requested.v1"

    extension_asked_h: int | None = Field(default=None, description="Working hours asked for.", examples=[8])


class CaseExtensionGrantedV1(CaseEvent):
    """It got more time 延时."""

    type: ClassVar[str] = "gov171.grid.case.extension_granted.v1"

    stage_due_at: AwareDatetime | None = Field(default=None, description="The new deadline.", examples=["2025-03-18T10:00:00Z"])


class CaseExtensionRefusedV1(CaseEvent):
    """It got no more time."""

    type: ClassVar[str] = "gov171.grid.case.extension_refused.v1"


class CaseShelvingRequestedV1(CaseEvent):
    """The handling side asked to let it rest 申请挂账."""

    type: ClassVar[str] = "gov171.grid.case.shelving_requested.v1"

    shelving_asked_on: date | None = Field(default=None, description="When to look at it again.", examples=["2025-05-01"])


class CaseShelvedV1(CaseEvent):
    """It rests until its review date 挂账."""

    type: ClassVar[str] = "gov171.grid.case.shelved.v1"

    review_on: date | None = Field(default=None, description="When to look at it again.", examples=["2025-05-01"])


class CaseShelvingRefusedV1(CaseEvent):
    """It goes on without a rest."""

    type: ClassVar[str] = "gov171.grid.case.shelving_refused.v1"


class CaseResumedV1(CaseEvent):
    """Its rest is over 恢复处置."""

    type: ClassVar[str] = "gov171.grid.case.resumed.v1"


class CaseEscalatedV1(CaseEvent):
    """It was referred to the level above 上报上级."""

    type: ClassVar[str] = "gov171.grid.case.escalated.v1"

    held_by: str = Field(description="The territory whose desk has it now.", examples=["659007/84"])


class CaseHandedDownV1(CaseEvent):
    """The level above gave it back to the one below 下派."""

    type: ClassVar[str] = "gov171.grid.case.handed_down.v1"

    held_by: str = Field(description="The territory whose desk has it now.", examples=["659007/84/03"])


class CaseRelocatedV1(CaseEvent):
    """It belongs to another territory, after a change of these 辖区调整."""

    type: ClassVar[str] = "gov171.grid.case.relocated.v1"


class CaseHandedOverV1(CaseEvent):
    """Another officer has it 移交."""

    type: ClassVar[str] = "gov171.grid.case.handed_over.v1"

    assignee: str | None = Field(default=None, description="The staff account that has it now.", examples=["lead-84-03"])


class CaseOverdueV1(CaseEvent):
    """A stage of it is over its limit 超时."""

    type: ClassVar[str] = "gov171.grid.case.overdue.v1"

    stage: str | None = Field(default=None, description="The stage.", examples=["handling"])
    unit_code: str | None = Field(default=None, description="The handling unit.", examples=["84-03"])


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
