"""What goes out about rectifications; of who rated, nothing."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from chassis.redaction import hide_numbers
from chassis.schema import View
from svc_affairs.ratings.terms import Level
from svc_affairs.rectifications.models import Rectification
from svc_affairs.rectifications.terms import CallOutcome, Outcome, RectificationAction, RectificationStatus

_AT = ["2025-01-10T02:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000022"]
_OF_CASE = ("case_id", "case_number")


class RectificationView(View):
    """A rectification as staff sees it."""

    id: UUID = Field(description="The rectification.", examples=_ID)
    version: int = Field(description="Rises with each step; its ETag.", examples=[1])
    status: RectificationStatus = Field(description="Where it stands.", examples=["open"])
    rating_id: UUID = Field(description="The low rating.", examples=["01959c2e-8a00-7000-8000-000000000021"])
    case_id: UUID | None = Field(
        default=None,
        description="The case; null for all but who supervises where the rater wants it so, and for analysts.",
        examples=[None],
    )
    case_number: str | None = Field(default=None, description="Its number, told to the same.", examples=["BJ-20250106-000017"])
    is_anonymous: bool = Field(description="The one rated is not told of which case it is.", examples=[False])
    level: Level = Field(description="How it was rated.", examples=["dissatisfied"])
    reasons: list[str] = Field(description="Codes of the reasons.", examples=[["d3"]])
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    department_code: str = Field(description="Whose item it is.", examples=["dept-07"])
    centre_code: str | None = Field(description="The town centre that was rated.", examples=[None])
    window_code: str | None = Field(description="The window that was rated.", examples=["B03"])
    opened_at: datetime = Field(description="When the low rating came.", examples=_AT)
    changed_at: datetime = Field(description="When its last step was.", examples=_AT)
    round: int = Field(description="The first handling is 1.", examples=[1])
    calls_missed: int = Field(description="Calls of this round that reached nobody.", examples=[0])
    call_outcome: CallOutcome | None = Field(description="What came of this round's call back.", examples=[None])
    called_at: datetime | None = Field(description="When that was.", examples=[None])
    call_due_at: datetime | None = Field(description="To be called back by then.", examples=_AT)
    call_overdue_at: datetime | None = Field(description="Since when this round's call is late.", examples=[None])
    answer: str | None = Field(description="What was done.", examples=[None])
    put_right_at: datetime | None = Field(description="When this round's answer came.", examples=[None])
    due_at: datetime | None = Field(description="To be answered by then.", examples=_AT)
    is_due_provisional: bool = Field(description="Whether that rests on days not published yet.", examples=[False])
    overdue_at: datetime | None = Field(description="Since when this round's answer is late.", examples=[None])
    is_overdue: bool = Field(description="It is, or once was, past one of its limits.", examples=[False])
    wait_until: datetime | None = Field(description="Until when it may be rated anew.", examples=[None])
    follow_up_level: Level | None = Field(description="How the answer was rated.", examples=[None])
    reopened_times: int = Field(description="How often it was reopened.", examples=[0])
    escalated_at: datetime | None = Field(description="When it went up.", examples=[None])
    unfounded_text: str | None = Field(description="Why it is said to be unfounded.", examples=[None])
    unfounded_decision: str | None = Field(description="What was decided on that.", examples=[None])
    outcome: Outcome | None = Field(description="How it ended.", examples=[None])
    closed_at: datetime | None = Field(description="When.", examples=[None])

    @classmethod
    def of(cls, task: Rectification, *, supervises: bool, is_responsible: bool) -> Self:
        view = cls.model_validate(task)
        if supervises or (is_responsible and not task.is_anonymous):
            return view
        return view.model_copy(update=dict.fromkeys(_OF_CASE))


class RectificationStepView(View):
    """One step of its history."""

    version: int = Field(description="The version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: RectificationAction = Field(description="What was done.", examples=["call_back"])
    from_status: RectificationStatus | None = Field(description="The state before.", examples=["open"])
    to_status: RectificationStatus = Field(description="The state after.", examples=["called_back"])
    actor: str = Field(description="Who did it; whoever rated is `rater`.", examples=["approver-07"])
    actor_role: str = Field(description="As what.", examples=["approver"])
    note: str | None = Field(description="A remark, or the words of the step.", examples=["已致歉并说明"])
    data: dict[str, str | int | None] = Field(description="What the step says besides.", examples=[{"round": 1}])


class PublicRectification(View):
    """A rectification as whoever rated sees it."""

    status: RectificationStatus = Field(description="Where it stands.", examples=["put_right"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已整改待复评"])
    status_label_en: str = Field(description="The same in English.", examples=["Put right, may be rated anew"])
    call_due_at: datetime | None = Field(description="You will be called back by then.", examples=_AT)
    due_at: datetime | None = Field(description="You will have an answer by then.", examples=_AT)
    answer: str | None = Field(description="The answer: what was done.", examples=["已增设窗口，并向您致歉"])
    decision: str | None = Field(description="What was decided where it was said to be unfounded.", examples=[None])
    wait_until: datetime | None = Field(description="Until when you may rate the answer.", examples=_AT)
    follow_up_level: Level | None = Field(description="How you rated it last.", examples=[None])
    outcome: Outcome | None = Field(description="How it ended.", examples=[None])

    @classmethod
    def of(cls, task: Rectification) -> Self:
        plain = ("status", "call_due_at", "due_at", "wait_until", "follow_up_level", "outcome")
        return cls(
            **{name: getattr(task, name) for name in plain}, status_label_zh=task.status.label_zh,
            status_label_en=task.status.label_en, answer=hide_numbers(task.answer) if task.answer else None,
            decision=task.unfounded_decision,
        )  # fmt: skip
