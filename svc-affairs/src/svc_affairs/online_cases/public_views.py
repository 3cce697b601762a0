"""What an applicant sees of a case by its number and query code: progress in words, and nothing of anybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Self
from uuid import UUID

from pydantic import Field

from chassis.redaction import hide_numbers
from chassis.schema import View
from svc_affairs.online_cases.models import CaseStep, OnlineCase
from svc_affairs.online_cases.schemas import LackingThing
from svc_affairs.online_cases.terms import Action, DeliveryWay, Status

_AT = ["2025-01-06T02:00:00Z"]
# What is wanted of the applicant now, in both languages.
_WANTED: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.SUBMITTED: ("请等待受理", "Nothing: wait until it is accepted"),
        Status.PRECHECKING: ("请等待受理", "Nothing: wait until it is accepted"),
        Status.SUPPLEMENT: ("请在期限内一次性补正所列内容", "Bring all that is listed before the time runs out"),
        Status.ACCEPTED: ("请等待办理", "Nothing: it is being dealt with"),
        Status.REVIEWING: ("请等待办理", "Nothing: it is being dealt with"),
        Status.SPECIAL: ("正在进行特别程序，请等待", "Nothing: a special procedure is under way"),
        Status.APPROVED: ("请等待或领取办理结果", "Collect the result, or wait until it is sent"),
        Status.DENIED: (
            "请等待或领取决定书；如不服可申请救济",
            "Collect the decision, or wait for it; it can be appealed against",
        ),
        Status.DELIVERED: ("已送达，欢迎评价", "Nothing: it was delivered; you may rate it"),
        Status.CLOSED: ("已办结，欢迎评价", "Nothing: it is closed; you may rate it"),
        Status.NOT_ACCEPTED: ("不予受理，可补齐后重新申请", "Nothing: it was not accepted; you may apply anew"),
        Status.WITHDRAWN: ("已撤回", "Nothing: it was withdrawn"),
    }
)
# An applicant is told of what happened to the case, and nothing of what the house does with its own rows.
_TOLD = frozenset(Action) - {Action.ERASE, Action.MARK_UNDELIVERED}


class PublicStep(View):
    """A step as the applicant sees it."""

    at: datetime = Field(description="When.", examples=_AT)
    action_label_zh: str = Field(description="What happened, in Chinese.", examples=["受理"])
    action_label_en: str = Field(description="What happened, in English.", examples=["Accepted"])


class PublicCase(View):
    """A case as its applicant sees it."""

    id: UUID = Field(
        description="The case, for what its applicant does with it.", examples=["01959c2e-8a00-7000-8000-000000000007"]
    )
    number: str = Field(description="Its number.", examples=["BJ-20250106-000017"])
    item_name: str = Field(description="What was applied for.", examples=["建筑工程施工许可证核发"])
    status: Status = Field(description="Where it stands.", examples=["supplement"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["待补正"])
    status_label_en: str = Field(description="The same in English.", examples=["Waits for the applicant's supplement"])
    wanted_zh: str = Field(
        description="What is wanted of the applicant now, in Chinese.", examples=["请在期限内一次性补正所列内容"]
    )
    wanted_en: str = Field(description="The same in English.", examples=["Bring all that is listed before the time runs out"])
    lacking: list[LackingThing] = Field(description="What is to be brought, while it is waited for.")
    wait_until: datetime | None = Field(description="Until when the present state waits for somebody.", examples=_AT)
    submitted_at: datetime = Field(description="When it came in.", examples=_AT)
    accepted_at: datetime | None = Field(description="Since when it is accepted.", examples=_AT)
    due_at: datetime | None = Field(description="The promised deadline; null while nothing runs.", examples=_AT)
    is_overdue: bool = Field(description="It is, or once was, past that.", examples=[False])
    paused_at: datetime | None = Field(description="Since when the clock stands still.", examples=[None])
    reason_zh: str | None = Field(description="Why it was not accepted or denied.", examples=[None])
    reason_en: str | None = Field(description="The same in English.", examples=[None])
    result: Status | None = Field(description="What was decided.", examples=["approved"])
    result_text: str | None = Field(description="The same in words.", examples=["符合法定条件，准予许可"])
    appeal_text: str | None = Field(description="How a denial is appealed against.", examples=[None])
    delivery_way: DeliveryWay | None = Field(description="How the result was delivered.", examples=[None])
    tracking_no: str | None = Field(description="The parcel's number.", examples=[None])
    history: list[PublicStep] = Field(description="What happened, in order.")

    @classmethod
    def of(cls, case: OnlineCase, steps: Sequence[CaseStep]) -> Self:
        reason = case.refusal_reason or case.denial_reason
        wanted_zh, wanted_en = _WANTED[case.status]
        return cls(
            **{name: getattr(case, name) for name in _PLAIN},
            wanted_zh=wanted_zh, wanted_en=wanted_en,
            lacking=[LackingThing.model_validate(each) for each in case.supplement_asked]
            if case.status is Status.SUPPLEMENT else [],
            reason_zh=reason.label_zh if reason else None, reason_en=reason.label_en if reason else None,
            result_text=hide_numbers(case.result_text) if case.result_text else None,
            history=[PublicStep.model_validate(step) for step in steps if step.action in _TOLD],
        )  # fmt: skip


_PLAIN = (
    "id", "number", "item_name", "status", "status_label_zh", "status_label_en", "wait_until", "submitted_at", "accepted_at",
    "due_at", "is_overdue", "paused_at", "result", "appeal_text", "delivery_way", "tracking_no",
)  # fmt: skip
