"""The life of online cases 办件."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.event import Event


class OnlineCaseEvent(Event):
    """What every event of an online case 办件 says; never who applied."""

    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000007"])
    number: str = Field(description="Its human number.", examples=["BJ-20250106-000017"])
    status: str = Field(description="Where it stands now.", examples=["accepted"])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_version: int = Field(description="The version of the item that it keeps.", examples=[1])
    department_code: str = Field(description="Whose item it is.", examples=["dept-07"])
    case_type: str = Field(description="How soon it is decided, by GB/T 39046 annex A.", examples=["2"])
    channel: str = Field(description="How it came in.", examples=["web"])
    centre_code: str | None = Field(default=None, description="The town centre that took it in.", examples=[None])
    territory_code: str | None = Field(default=None, description="Where it was taken in.", examples=["659007/84"])
    is_overdue: bool = Field(default=False, description="Whether it is, or once was, past the promised time.", examples=[False])


class OnlineCaseSubmittedV1(OnlineCaseEvent):
    """An application came in 提交."""

    type: ClassVar[str] = "gov171.affairs.online_case.submitted.v1"

    window_code: str | None = Field(default=None, description="The window that took it in.", examples=["B03"])
    package_application_id: UUID | None = Field(
        default=None, description="The application for several items that it is part of.", examples=[None]
    )


class OnlineCasePrecheckStartedV1(OnlineCaseEvent):
    """The check before acceptance began 预审."""

    type: ClassVar[str] = "gov171.affairs.online_case.precheck_started.v1"


class OnlineCaseSupplementAskedV1(OnlineCaseEvent):
    """The applicant was asked, once, for all that is lacking 补正告知."""

    type: ClassVar[str] = "gov171.affairs.online_case.supplement_asked.v1"

    lacking: int = Field(default=0, description="How many things are asked for.", examples=[2])
    wait_until: AwareDatetime | None = Field(default=None, description="Until when.", examples=["2025-01-27T16:00:00Z"])


class OnlineCaseSupplementedV1(OnlineCaseEvent):
    """The supplement came 补正."""

    type: ClassVar[str] = "gov171.affairs.online_case.supplemented.v1"


class OnlineCaseAcceptedV1(OnlineCaseEvent):
    """It was accepted 受理, or counts as accepted since nothing was said in time."""

    type: ClassVar[str] = "gov171.affairs.online_case.accepted.v1"

    is_by_silence: bool = Field(default=False, description="Whether it counts as accepted by silence.", examples=[False])
    accepted_at: AwareDatetime | None = Field(
        default=None, description="Since when it is accepted.", examples=["2025-01-07T02:00:00Z"]
    )
    due_at: AwareDatetime | None = Field(default=None, description="The promised deadline.", examples=["2025-01-10T16:00:00Z"])


class OnlineCaseNotAcceptedV1(OnlineCaseEvent):
    """It was not accepted 不予受理."""

    type: ClassVar[str] = "gov171.affairs.online_case.not_accepted.v1"

    refusal_reason: str | None = Field(default=None, description="Why, from the fixed list.", examples=["not_competent"])


class OnlineCaseStepDoneV1(OnlineCaseEvent):
    """A department did its step of the review 审查."""

    type: ClassVar[str] = "gov171.affairs.online_case.step_done.v1"

    step_code: str | None = Field(default=None, description="The step.", examples=["s1"])
    step_department_code: str | None = Field(default=None, description="Who did it.", examples=["dept-09"])
    is_agreed: bool = Field(default=True, description="Whether it agreed.", examples=[True])
    is_late: bool = Field(default=False, description="Whether the step was over its limit.", examples=[False])


class OnlineCaseSpecialProcedureBegunV1(OnlineCaseEvent):
    """A special procedure 特别程序 began, and the clock stands still."""

    type: ClassVar[str] = "gov171.affairs.online_case.special_procedure_begun.v1"

    procedure_code: str | None = Field(default=None, description="Which of the item's.", examples=["expert-review"])
    wait_until: AwareDatetime | None = Field(default=None, description="Its limit.", examples=["2025-02-10T16:00:00Z"])


class OnlineCaseSpecialProcedureEndedV1(OnlineCaseEvent):
    """A special procedure ended; the clock runs again."""

    type: ClassVar[str] = "gov171.affairs.online_case.special_procedure_ended.v1"

    procedure_code: str | None = Field(default=None, description="Which of the item's.", examples=["expert-review"])
    days_taken: int | None = Field(default=None, description="Working days it took.", examples=[12])
    due_at: AwareDatetime | None = Field(default=None, description="The deadline now.", examples=["2025-02-12T16:00:00Z"])


class OnlineCaseExtendedV1(OnlineCaseEvent):
    """Its review was extended 延长审批."""

    type: ClassVar[str] = "gov171.affairs.online_case.extended.v1"

    days: int | None = Field(default=None, description="By so many working days.", examples=[10])
    due_at: AwareDatetime | None = Field(default=None, description="The deadline now.", examples=["2025-02-12T16:00:00Z"])


class OnlineCaseDecidedV1(OnlineCaseEvent):
    """It was decided 准予/不予."""

    type: ClassVar[str] = "gov171.affairs.online_case.decided.v1"

    result: str | None = Field(default=None, description="`approved` or `denied`.", examples=["approved"])
    denial_reason: str | None = Field(default=None, description="Why it was denied.", examples=[None])
    accepted_at: AwareDatetime | None = Field(
        default=None, description="When it was accepted.", examples=["2025-01-07T02:00:00Z"]
    )


class OnlineCaseDeliveredV1(OnlineCaseEvent):
    """The result reached the applicant 送达."""

    type: ClassVar[str] = "gov171.affairs.online_case.delivered.v1"

    delivery_way: str | None = Field(default=None, description="How.", examples=["window"])


class OnlineCaseClosedV1(OnlineCaseEvent):
    """It ended 办结."""

    type: ClassVar[str] = "gov171.affairs.online_case.closed.v1"

    result: str | None = Field(default=None, description="`approved` or `denied`.", examples=["approved"])


class OnlineCaseWithdrawnV1(OnlineCaseEvent):
    """The applicant took it back 撤回."""

    type: ClassVar[str] = "gov171.affairs.online_case.withdrawn.v1"


class OnlineCaseOverdueV1(OnlineCaseEvent):
    """The promised time ran out 超期."""

    type: ClassVar[str] = "gov171.affairs.online_case.overdue.v1"

    due_at: AwareDatetime | None = Field(default=None, description="When it was due.", examples=["2025-01-10T16:00:00Z"])


class OnlineCaseUndeliveredV1(OnlineCaseEvent):
    """The result was not delivered in time 送达超期."""

    type: ClassVar[str] = "gov171.affairs.online_case.undelivered.v1"


class OnlineCaseErasedV1(OnlineCaseEvent):
    """Who applied was erased at the end of its retention."""

    type: ClassVar[str] = "gov171.affairs.online_case.erased.v1"
