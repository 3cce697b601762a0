"""What comes in about service activities."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chassis.redaction import hide_numbers
from chassis.schema import Input
from svc_grid.activities.policy import POLICY
from svc_grid.activities.terms import ActivityKind
from svc_grid.codes import Code, TerritoryCode


def _names_nobody(text: str) -> str:
    """Telephone and identity card numbers have no place here: what is kept are numbers of things done."""
    if hide_numbers(text) != text:
        raise ValueError("holds what looks like a telephone's or an identity card's number; nobody is recorded here")
    return text


Title = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_names_nobody)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_names_nobody)]
ExternalNo = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$")]
SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Count = Annotated[int, Field(ge=1, le=POLICY.most_count)]
People = Annotated[int, Field(ge=0, le=POLICY.most_count)]
Day = Annotated[date, Field(ge=POLICY.earliest_on, lt=date(2200, 1, 1))]
_ID = ["01959c2e-8a00-7000-8000-000000000021"]
NULLABLE = frozenset({"description", "outcome", "solves_id"})


class ActivityFacts(Input):
    """What was done: by which unit, where, on which day, how many; nobody is named."""

    kind: ActivityKind = Field(description="What it was.", examples=["good_deed"])
    unit_code: Code = Field(description="The unit that did it.", examples=["84-03"])
    territory_code: TerritoryCode | None = Field(
        None, description="Where; left out: the unit's own territory.", examples=["659007/84/03"]
    )
    held_on: Day = Field(description="The city's day on which it was done.", examples=["2025-03-14"])
    count: Count = Field(1, description="How many; of outreach the number of households reached.", examples=[1])
    title: Title = Field(description="The subject in a line.", examples=["为独居职工检修取暖设施"])
    description: Words | None = Field(None, description="More of it in words.", examples=["连队党支部组织检修队上门服务"])
    outcome: Words | None = Field(None, description="What came of it.", examples=["当天完成检修"])
    asked_count: People = Field(0, description="How many were asked whether they are satisfied.", examples=[4])
    satisfied_count: People = Field(0, description="How many of them said yes.", examples=[4])
    solves_id: UUID | None = Field(
        None, description="Of a solved problem: the record that it was collected with; none: an older one.", examples=_ID
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.satisfied_count > self.asked_count:
            raise ValueError("satisfied_count is larger than asked_count")
        if self.solves_id is not None and self.kind is not ActivityKind.PROBLEM_SOLVED:
            raise ValueError("only a solved problem has solves_id")
        return self


class ActivityEntry(ActivityFacts):
    """One activity, with the number it has in another system, if any."""

    source: SourceName | None = Field(None, description="The other system.", examples=["party_affairs"])
    external_no: ExternalNo | None = Field(None, description="Its number there.", examples=["HS-2025-00017"])

    @model_validator(mode="after")
    def _numbered_by_somebody(self) -> Self:
        if (self.source is None) is not (self.external_no is None):
            raise ValueError("source and external_no go together")
        return self


class ActivityRow(ActivityFacts):
    """One activity of an import."""

    external_no: ExternalNo | None = Field(None, description="Its number at the source.", examples=["HS-2025-00017"])
    solves_no: ExternalNo | None = Field(
        None, description="Of a solved problem: the number of the collected one at the source.", examples=["ZJ-2025-00004"]
    )

    @model_validator(mode="after")
    def _solves_one_problem(self) -> Self:
        if self.solves_no is not None and (self.solves_id is not None or self.kind is not ActivityKind.PROBLEM_SOLVED):
            raise ValueError("solves_no stands on a solved problem without solves_id")
        return self


class ActivityImport(Input):
    """Activities of one source: all of them are stored or, where one has a fault, none."""

    source: SourceName = Field(description="Where they come from.", examples=["party_affairs"])
    rows: list[ActivityRow] = Field(min_length=1, max_length=POLICY.most_rows, description="The activities, in any order.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])


class ActivityCorrection(Input):
    """What of a record reads otherwise from now on, and why; what is not named stays. Its kind stays for good."""

    reason: Words = Field(description="Why.", examples=["日期录入有误"])
    unit_code: Code | None = Field(None, description="The unit that did it.", examples=["84-03"])
    territory_code: TerritoryCode | None = Field(None, description="Where.", examples=["659007/84/03"])
    held_on: Day | None = Field(None, description="On which day.", examples=["2025-03-15"])
    count: Count | None = Field(None, description="How many.", examples=[2])
    title: Title | None = Field(None, description="The subject in a line.", examples=["检修取暖设施"])
    description: Words | None = Field(None, description="More of it; null: nothing.", examples=[None])
    outcome: Words | None = Field(None, description="What came of it; null: nothing told.", examples=["已完成"])
    asked_count: People | None = Field(None, description="How many were asked.", examples=[4])
    satisfied_count: People | None = Field(None, description="How many of them are satisfied.", examples=[4])
    solves_id: UUID | None = Field(None, description="The collected problem that it solved; null: an older one.", examples=_ID)

    @property
    def changes(self) -> dict[str, object]:
        """The facts that are named, and how they are to read."""
        return self.model_dump(exclude_unset=True, exclude={"reason"})

    @model_validator(mode="after")
    def _nothing_is_emptied_that_must_stand(self) -> Self:
        emptied = sorted(name for name, value in self.changes.items() if value is None and name not in NULLABLE)
        if emptied:
            raise ValueError(f"cannot be null: {', '.join(emptied)}")
        return self


class ActivityWithdrawal(Input):
    """Takes a record back, and says why."""

    reason: Words = Field(description="Why.", examples=["重复登记"])


class ActivityRecount(Input):
    """Of which days the counters are to be proved."""

    start_on: Day = Field(description="The first day.", examples=["2025-01-01"])
    end_on: Day = Field(description="The day after the last.", examples=["2026-01-01"])
    is_repair: bool = Field(False, description="Make the counters anew where they differ.", examples=[False])
