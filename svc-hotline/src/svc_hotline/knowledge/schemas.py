"""What comes in about the knowledge base."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input
from svc_hotline.categories.schemas import CategoryCode

UnitCode = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Question = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Answer = Annotated[str, StringConstraints(min_length=2, max_length=8000)]
Keyword = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Source = Annotated[str, StringConstraints(min_length=2, max_length=400)]
Remark = Annotated[str, StringConstraints(min_length=1, max_length=1000)]

_QUESTION = ["社会保障卡遗失了怎么补办？"]
_ANSWER = ["持身份证到任一服务网点挂失后补办，当场制卡。"]
_SOURCE = ["市人社局《社会保障卡办事指南》2025年版"]
_NULLABLE = frozenset({"category_code", "valid_to_on"})


class EntryDraft(Input):
    """A new entry as its first draft."""

    question: Question = Field(description="The question as it is officially put.", examples=_QUESTION)
    answer: Answer = Field(description="What callers are told.", examples=_ANSWER)
    unit_code: UnitCode = Field(description="The unit that answers for it.", examples=["dept-07"])
    category_code: CategoryCode | None = Field(None, description="What it is about.", examples=["service"])
    keywords: list[Keyword] = Field(
        default=[],
        max_length=30,
        description="Further words it should be found by, also colloquial ones.",
        examples=[["社保卡", "丢了"]],
    )
    valid_from_on: date = Field(description="First day it holds.", examples=["2025-01-01"])
    valid_to_on: date | None = Field(None, description="Last day it holds; none: until further notice.", examples=["2026-12-31"])
    source: Source = Field(description="Where it is laid down.", examples=_SOURCE)


class EntryPatch(Input):
    """What of a draft changes; what is not named stays."""

    question: Question | None = Field(None, description="The question as it is officially put.", examples=_QUESTION)
    answer: Answer | None = Field(None, description="What callers are told.", examples=_ANSWER)
    unit_code: UnitCode | None = Field(None, description="The unit that answers for it.", examples=["dept-07"])
    category_code: CategoryCode | None = Field(None, description="What it is about; null: nothing named.", examples=["service"])
    keywords: list[Keyword] | None = Field(
        None, max_length=30, description="Further words it should be found by.", examples=[["社保卡"]]
    )
    valid_from_on: date | None = Field(None, description="First day it holds.", examples=["2025-01-01"])
    valid_to_on: date | None = Field(None, description="Last day it holds; null: until further notice.", examples=["2026-12-31"])
    source: Source | None = Field(None, description="Where it is laid down.", examples=_SOURCE)

    @model_validator(mode="after")
    def _nothing_is_emptied_that_must_stand(self) -> Self:
        emptied = sorted(name for name in self.model_fields_set - _NULLABLE if getattr(self, name) is None)
        if emptied:
            raise ValueError(f"cannot be null: {', '.join(emptied)}")
        return self


class Submission(Input):
    """Hands the draft to the approver."""


class Approval(Input):
    """Publishes what was submitted."""

    note: Remark | None = Field(None, description="A remark.", examples=["与最新政策一致"])


class SendBack(Input):
    """Hands what was submitted back to its author."""

    reason: Remark = Field(description="What has to change.", examples=["请补充办理时限"])


class Withdrawal(Input):
    """Takes an entry, or a version of it that is worked on, away."""

    reason: Remark = Field(description="Why.", examples=["政策已废止"])
    version_no: int | None = Field(
        None, ge=1, le=1_000_000, description="Which version; none: the published one, else the newest.", examples=[2]
    )


class Revision(Input):
    """Begins a new draft from what the entry shows."""


class Confirmation(Input):
    """Says that a published entry is still right."""

    note: Remark | None = Field(None, description="A remark for the audit log.", examples=["已与业务科室核对"])


class Use(Input):
    """In which ticket the entry was used."""

    ticket_id: UUID = Field(description="The ticket.", examples=["0195918c-7a00-7000-8000-000000000001"])
