"""What comes in from centres' systems."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, field_validator, model_validator

from chassis.schema import Input
from svc_affairs.centre_syncs.policy import POLICY
from svc_affairs.centre_syncs.terms import SyncAction
from svc_affairs.items.schemas import ItemCode
from svc_affairs.online_cases.schemas import ApplicantEntry, Code, Line, Note, PersonEntry, Prose, Territory

CASE = ["01959c2e-8a00-7000-8000-000000000007"]
KEY = ["3f1c9a52-7c1e-4f0e-9a55-0d7c2b1e8f10"]


class CentreSubmission(Input):
    """An application that a centre took in; its number is the entry's."""

    item_code: ItemCode = Field(description="What is applied for.", examples=["000117001000"])
    applicant: ApplicantEntry = Field(description="Who applies.")
    agent: PersonEntry | None = Field(default=None, description="Who does so for the applicant 代理人.")
    subject: Prose | None = Field(default=None, description="What for, in a few words.", examples=["光明小区二期工程"])
    territory_code: Territory | None = Field(default=None, description="The place it concerns.", examples=["659007/84"])
    window_code: Code | None = Field(default=None, description="The window that took it in.", examples=["B03"])


class Supplied(Input):
    """A supplement: what it consists of are files and papers."""


class SpecialEnd(Note):
    """The special procedure that ends."""

    procedure_no: int | None = Field(
        default=None, ge=1, le=1000, description="Its number within the case; absent: the one that runs.", examples=[1]
    )


class SyncEntry(Input):
    """One thing that was done at the centre."""

    key: UUID = Field(
        description="The sender's own id of it, drawn at random; sent again under it, it is still done once.", examples=KEY
    )
    action: SyncAction = Field(description="What was done.", examples=["accept"])
    case_id: UUID | None = Field(default=None, description="The case; or else `external_no`.", examples=CASE)
    external_no: Line | None = Field(
        default=None, description="The centre's own number of the case; a submission always has it.", examples=["2025-000123"]
    )
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        default=None,
        description="The case's version as it was pulled last, 0: not pulled yet; the sender's own entries since do not count. "
        "Absent: whatever it is.",
        examples=[3],
    )
    body: dict[str, Any] = Field(
        default={}, description="As the path of the same action takes it.", examples=[{"note": "材料齐全"}]
    )

    @field_validator("body")
    @classmethod
    def _is_not_too_deep(cls, body: dict[str, Any]) -> dict[str, Any]:
        level: list[Any] = [body]
        for _ in range(POLICY.deepest_body):
            level = [inner for each in level for inner in _inside(each)]
        if level:
            raise ValueError(f"nested deeper than {POLICY.deepest_body}")
        return body

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.case_id is None) == (self.external_no is None):
            raise ValueError("name the case by case_id or by external_no, and not by both")
        if self.action is SyncAction.SUBMIT and self.external_no is None:
            raise ValueError("a submission has the centre's own number")
        return self


class CentreSync(Input):
    """What a centre's system has to tell."""

    centre_code: Code | None = Field(default=None, description="The centre; absent: the account's own.", examples=["centre-84"])
    entries: Annotated[list[SyncEntry], Field(min_length=1, max_length=POLICY.most_entries)] = Field(
        description="In the order in which it was done."
    )


def _inside(value: Any) -> list[Any]:
    """The lists and mappings right inside one."""
    values = value.values() if isinstance(value, dict) else value
    return [each for each in values if isinstance(each, (dict, list))]
