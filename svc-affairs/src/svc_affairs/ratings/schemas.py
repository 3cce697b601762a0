"""What comes in about ratings."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.contact import Phone
from chassis.schema import Input
from svc_affairs.online_cases.schemas import Code, Name, Prose, QueryCode
from svc_affairs.ratings.terms import LOW, Level, RatingChannel

ReceiptNo = Annotated[str, StringConstraints(min_length=1, max_length=64)]
_REASONS = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=16)]], Field(max_length=10)]
_DEVICE_ALONE = "only the window's device rates through `device`"


class Door(Input):
    """How a rater shows that it is the rater's to rate: a code of the invitation, or the case's number and query code."""

    invitation_code: QueryCode | None = Field(
        default=None, description="The code of the invitation; it says which visit.", examples=["7K2M-Q9TX-04FD"]
    )
    number: Annotated[str, StringConstraints(min_length=1, max_length=32)] | None = Field(
        default=None, description="Else the case's number.", examples=[None]
    )
    query_code: QueryCode | None = Field(
        default=None,
        description="And the code of its receipt; the window's device, which has a key, needs none.",
        examples=[None],
    )
    visit_no: int | None = Field(
        default=None, ge=1, le=10000, description="Which visit of the case; absent: the newest.", examples=[None]
    )

    @model_validator(mode="after")
    def _one_door(self) -> Self:
        if (self.invitation_code is None) == (self.number is None):
            raise ValueError("either the invitation's code or the case's number")
        if self.number is None and (self.query_code is not None or self.visit_no is not None):
            raise ValueError("a query code and a visit belong to a case's number")
        return self


class RaterContact(Input):
    """How the rater wants to be called back; kept sealed, and shown to the government-affairs office alone."""

    name: Name | None = Field(default=None, description="The name.", examples=["王明"])
    phone: Phone = Field(description="The telephone.", examples=["13812341234"])


class RatingGiven(Door):
    """A rating 评价. It is not changed afterwards."""

    level: Level = Field(description="How satisfied.", examples=["dissatisfied"])
    reasons: _REASONS = Field(default=[], description="Codes of reasons of this level.", examples=[["d3"]])
    text: Prose | None = Field(default=None, description="In words; kept sealed.", examples=["等了一个多小时"])
    contact: RaterContact | None = Field(default=None, description="For a call back after a low rating.", examples=[None])
    is_anonymous: bool = Field(
        default=False, description="The department and the centre are not to know of which case it is.", examples=[False]
    )
    channel: RatingChannel = Field(default=RatingChannel.WEB, description="How it comes in.", examples=["web"])

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(set(self.reasons)) != len(self.reasons):
            raise ValueError("each reason once")
        is_by_device = self.number is not None and self.query_code is None
        if is_by_device != (self.channel is RatingChannel.DEVICE):
            raise ValueError(_DEVICE_ALONE)
        if self.contact is not None and self.level not in LOW:
            raise ValueError("only after a low rating somebody is called back")
        return self


class FollowUpGiven(Door):
    """How somebody rates what was done about a low rating 复评."""

    level: Level = Field(description="How satisfied now.", examples=["satisfied"])
    text: Prose | None = Field(default=None, description="In words; kept sealed.", examples=["问题已经解决"])


class InvitationAsked(Input):
    """A visit to the counter that may be rated 一次一评, or the case as a whole."""

    case_id: UUID = Field(description="The case.", examples=["01959c2e-8a00-7000-8000-000000000007"])
    receipt_no: ReceiptNo | None = Field(
        default=None,
        description="The visit's number in the hall's queue 取号; absent: not a visit, but the case's result.",
        examples=["A017"],
    )
    window_code: Code | None = Field(
        default=None, description="The window of the visit; absent: the one that took the case in.", examples=["B03"]
    )

    @model_validator(mode="after")
    def _of_visit(self) -> Self:
        if self.receipt_no is None and self.window_code is not None:
            raise ValueError("a window belongs to a visit")
        return self


class WordsWanted(Input):
    """What something sealed is wanted for; the purpose goes into the audit log."""

    purpose: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        description="What it is needed for.", examples=["核实差评并整改"]
    )
