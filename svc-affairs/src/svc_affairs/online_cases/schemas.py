"""What comes in about online cases."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator
from stdnum.cn import uscc as credit_code

from chassis.contact import Phone
from chassis.schema import Input
from svc_affairs.items.schemas import ItemCode
from svc_affairs.items.terms import ApplicantKind
from svc_affairs.online_cases.terms import Channel, DeliveryWay, DenialReason, Opinion, RefusalReason

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")]
Territory = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,32}(/[0-9A-Za-z-]{1,32}){0,7}$")]
QueryCode = Annotated[str, StringConstraints(min_length=12, max_length=20)]
_NOTE = Field(default=None, description="A remark for the history; not about the applicant.", examples=["材料齐全"])
_CODE = Field(
    default=None, description="The applicant's query code; staff of the counter need none.", examples=["7K2M-Q9TX-04FD"]
)


class PersonEntry(Input):
    """Somebody who can be reached; kept sealed."""

    name: Name = Field(description="The name.", examples=["王明"])
    phone: Phone = Field(description="The telephone.", examples=["13812341234"])


class ApplicantEntry(PersonEntry):
    """Who applies; of an organisation, who can be reached there."""

    kind: ApplicantKind = Field(default=ApplicantKind.PERSON, description="What sort of applicant.", examples=["company"])
    company_name: Line | None = Field(default=None, description="An organisation's name.", examples=["博州绿洲建设有限公司"])
    uscc: str | None = Field(
        default=None,
        max_length=18,
        description="Its unified social credit code 统一社会信用代码.",
        examples=["91110000600037341L"],
    )

    @field_validator("uscc")
    @classmethod
    def _checked(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not credit_code.is_valid(value):
            raise ValueError("this is no unified social credit code: its check character does not fit")
        return credit_code.compact(value)

    @model_validator(mode="after")
    def _named(self) -> Self:
        is_person = self.kind is ApplicantKind.PERSON
        if is_person and (self.company_name or self.uscc):
            raise ValueError("a person has no organisation's name or credit code")
        if not is_person and not self.company_name:
            raise ValueError("an organisation needs its name")
        if not is_person and self.kind is not ApplicantKind.OTHER and not self.uscc:
            raise ValueError("an organisation of this kind needs its unified social credit code")
        return self


class CaseSubmission(Input):
    """An application for an item."""

    item_code: ItemCode = Field(description="What is applied for.", examples=["000117001000"])
    channel: Channel = Field(description="How it comes in.", examples=["web"])
    applicant: ApplicantEntry = Field(description="Who applies.")
    agent: PersonEntry | None = Field(default=None, description="Who does so for the applicant 代理人.")
    subject: Prose | None = Field(default=None, description="What for, in a few words.", examples=["光明小区二期工程"])
    territory_code: Territory | None = Field(default=None, description="The place it concerns.", examples=["659007/84"])
    window_code: Code | None = Field(default=None, description="The window that takes it in.", examples=["B03"])
    centre_code: Code | None = Field(
        default=None, description="The town centre that takes it in; absent: the clerk's own.", examples=["c-84"]
    )
    external_no: Line | None = Field(default=None, description="The centre's own number of it.", examples=["2025-000123"])


class Note(Input):
    """A step that needs no more than a remark."""

    note: Prose | None = _NOTE


class LackingThing(Input):
    """Something that is lacking or wrong."""

    material_code: Code | None = Field(default=None, description="Which material, by its code.", examples=["m1"])
    what: Line = Field(description="What is lacking or wrong with it.", examples=["缺少盖章"])


class SupplementRequest(Input):
    """All that is lacking, told at once 一次性告知."""

    lacking: Annotated[list[LackingThing], Field(min_length=1, max_length=200)] = Field(description="Everything, at once.")
    note: Prose | None = _NOTE


class ApplicantsStep(Input):
    """What the applicant does with the case, or the counter on the applicant's behalf."""

    query_code: QueryCode | None = _CODE


class Refusal(Input):
    """Why it is not accepted; the applicant is told."""

    reason: RefusalReason = Field(description="The reason.", examples=["not_competent"])
    text: Prose = Field(description="In words.", examples=["该事项由自然资源和规划局办理"])


class Review(Input):
    """What a department says of its step."""

    step_code: Code | None = Field(default=None, description="Which step; absent: the only one open with you.", examples=["s1"])
    opinion: Opinion = Field(description="Whether it agrees.", examples=["agreed"])
    text: Prose | None = Field(default=None, description="In words.", examples=["现场核查符合要求"])

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.opinion is Opinion.OBJECTED and self.text is None:
            raise ValueError("an objection needs its reason in words")
        return self


class SpecialBeginning(Input):
    """A special procedure to begin, or the extension of a review, as the item names it."""

    code: Code = Field(description="Which of the item's special procedures.", examples=["expert-review"])
    reason: Prose = Field(description="Why.", examples=["需组织专家评审"])
    days: int | None = Field(
        default=None, ge=1, le=365, description="Working days, at most the item's; absent: the item's.", examples=[20]
    )


class CaseDecision(Input):
    """The decision 准予/不予."""

    is_approved: bool = Field(description="Whether it is approved.", examples=[True])
    reason: DenialReason | None = Field(default=None, description="Why it is denied.", examples=[None])
    text: Prose | None = Field(default=None, description="In words.", examples=["符合法定条件，准予许可"])
    appeal_text: Prose | None = Field(
        default=None, description="How a denial is appealed against; absent: the usual words.", examples=[None]
    )

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if not self.is_approved and (self.reason is None or self.text is None):
            raise ValueError("a denial needs its reason, from the list and in words")
        if self.is_approved and (self.reason is not None or self.appeal_text is not None):
            raise ValueError("an approval has no reason for denial and nothing to appeal against")
        return self


class Delivery(Input):
    """How the result reached the applicant."""

    way: DeliveryWay = Field(description="How.", examples=["window"])
    tracking_no: Code | None = Field(default=None, description="The parcel's number, by post.", examples=["EMS123456789CN"])
    note: Prose | None = _NOTE

    @model_validator(mode="after")
    def _tracked(self) -> Self:
        if (self.way is DeliveryWay.POST) != (self.tracking_no is not None):
            raise ValueError("by post, and only then, there is a tracking number")
        return self


class ContactPart(Input):
    """Whose contact is wanted, and what for; the purpose goes into the audit log."""

    is_agent: bool = Field(default=False, description="The agent's instead of the applicant's.", examples=[False])
    purpose: Annotated[str, StringConstraints(min_length=2, max_length=200)] = Field(
        description="What it is needed for.", examples=["通知领取证照"]
    )


class CaseLookup(Input):
    """The number and the code of a receipt."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=32)] = Field(
        description="The case's number.", examples=["BJ-20250106-000017"]
    )
    query_code: QueryCode = Field(description="The code of the receipt.", examples=["7K2M-Q9TX-04FD"])
