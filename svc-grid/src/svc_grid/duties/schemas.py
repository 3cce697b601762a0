"""What comes in about duty."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_grid.accounts import Account, Instant
from svc_grid.duties.policy import POLICY
from svc_grid.duties.terms import ShiftKind

# Fixed lines with their area code, 400 numbers, and short numbers of public services. No mobile fits: a person's is not kept.
_OFFICE_LINE = r"^(0(10|2\d|[3-9]\d{2})-?[2-9]\d{6,7}(-\d{1,5})?|400-?\d{3}-?\d{4}|1[12]\d{1,3}|96\d{3,4})$"
Month = Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]
OfficeLine = Annotated[str, StringConstraints(pattern=_OFFICE_LINE)]
PostName = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^\D*$")]
_LINE = ["0992-3365100"]
_POST = ["值班室"]


class DutyPostEntry(Input):
    """A duty post."""

    name: PostName = Field(description="What it is called; no digits, a number belongs into the office line.", examples=_POST)
    office_line: OfficeLine = Field(description="Its public office telephone; no mobile.", examples=_LINE)


class DutyPostPatch(Input):
    """What of a duty post changes."""

    name: PostName | None = Field(None, description="What it is called.", examples=_POST)
    office_line: OfficeLine | None = Field(None, description="Its public office telephone.", examples=_LINE)


class Shift(Input):
    """Who is on duty, from when to when."""

    post: PostName = Field(description="The duty post, by its name.", examples=_POST)
    account: Account = Field(description="The staff account on duty.", examples=["clerk-84-03"])
    kind: ShiftKind = Field(description="What the shift is.", examples=["night"])
    from_at: Instant = Field(description="Its first instant, in the roster's month.", examples=["2026-01-05T18:00:00+08:00"])
    to_at: Instant = Field(description="The instant it ends before.", examples=["2026-01-06T08:00:00+08:00"])


class Roster(Input):
    """All shifts of a unit that begin in a month; they take the place of those there were."""

    shifts: list[Shift] = Field(max_length=POLICY.most_shifts, description="The shifts, in any order.")
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])
