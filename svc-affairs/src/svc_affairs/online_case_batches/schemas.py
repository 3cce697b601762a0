"""What goes in and out about batches."""

from typing import Annotated, Any, NamedTuple, Self
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from chassis.error_handlers import pointer
from chassis.errors import Invalid, Problem
from chassis.schema import Input, View
from svc_affairs.items.fields import PartCode
from svc_affairs.online_case_batches.policy import POLICY
from svc_affairs.online_cases.schemas import CaseDecision, CaseSubmission, Prose
from svc_affairs.online_cases.terms import Status

_ID = ["01959c2e-8a00-7000-8000-000000000007"]
_PROBLEM = {"type": "urn:gov171:problem:materials-lacking", "title": "申请材料不齐全", "title_en": "Materials are lacking"}
Number = Annotated[str, StringConstraints(min_length=1, max_length=32)]


class BatchEntry(Input):
    """One case: a new one by its `application`, or one that is there by `case_id` or `number`, to be accepted."""

    application: CaseSubmission | None = Field(default=None, description="A new case, as a single one is submitted.")
    brought: list[PartCode] = Field(
        default=[], max_length=200, description="Of a new case: the materials that came on paper with it.", examples=[["m1"]]
    )
    is_accepted: bool = Field(
        default=False, description="Of a new case: whether it is accepted at once; if it cannot be, it is not taken in.",
        examples=[True],
    )  # fmt: skip
    case_id: UUID | None = Field(default=None, description="A case to accept.", examples=_ID)
    number: Number | None = Field(default=None, description="The same by its number.", examples=["BJ-20250106-000017"])
    version: int | None = Field(
        default=None,
        ge=1,
        le=2**31 - 1,
        description="The version of it that was looked at; another is not accepted.",
        examples=[1],
    )
    decision: CaseDecision | None = Field(
        default=None,
        description="Of an instant case 即办件: decided in the same visit, by who is an approver of its department besides.",
    )
    note: Prose | None = Field(
        default=None, description="A remark on the acceptance; not about the applicant.", examples=["材料齐全"]
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        named = [self.application is not None, self.case_id is not None, self.number is not None]
        if sum(named) != 1:
            raise ValueError("name one of: an application, a case's id, a case's number")
        if self.application is not None and self.version is not None:
            raise ValueError("a new case has no version yet")
        if self.application is None and (self.brought or self.is_accepted):
            raise ValueError("brought and is_accepted are said of a new case")
        if self.application is not None and not self.is_accepted and (self.note is not None or self.decision is not None):
            raise ValueError("a note is on an acceptance, and a decision follows one")
        return self


class Unreadable(NamedTuple):
    """An entry with faults; the others are dealt with all the same."""

    problem: Problem


def _or_its_faults(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)[:50]
        return Unreadable(
            Invalid(errors=[{"pointer": pointer(["body", *each["loc"]]), "detail": each["msg"]} for each in faults])
        )


Entry = Annotated[BatchEntry, WrapValidator(_or_its_faults)]


class CaseBatch(Input):
    """What a clerk has taken in, or looked through, one after the other."""

    entries: list[Entry] = Field(min_length=1, max_length=POLICY.most_entries, description="In the order of the results.")


class BatchResult(View):
    """What became of one entry: its case, or a problem, and then nothing of it is kept."""

    index: int = Field(description="Which entry, from 0.", examples=[0])
    case_id: UUID | None = Field(description="The case.", examples=_ID)
    number: str | None = Field(description="The number a person quotes.", examples=["BJ-20250106-000017"])
    version: int | None = Field(description="Its version now.", examples=[2])
    status: Status | None = Field(description="Where it stands now.", examples=["accepted"])
    query_code: str | None = Field(
        default=None, description="Of a new case, for its applicant alone.", examples=["7K2M-Q9TX-04FD"]
    )
    is_likely_duplicate: bool | None = Field(default=None, description="The same was being applied for.", examples=[False])
    likely_duplicates: list[str] = Field(
        default=[], description="Numbers of the cases it may repeat, as far as the caller may see them.", examples=[[]]
    )
    problem: dict[str, Any] | None = Field(
        default=None, description="Why not: a problem document, in both languages.", examples=[_PROBLEM]
    )


class BatchReport(View):
    """What became of all of them."""

    done: int = Field(description="How many were taken in or accepted.", examples=[1])
    refused: int = Field(description="How many were not.", examples=[0])
    items: list[BatchResult] = Field(description="One for each entry, in order.")
