"""What goes out about duty."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_grid.duties.terms import ShiftKind

_ID = ["01959c2e-8a00-7000-8000-000000000008"]
_POST = ["值班室"]
_FROM = ["2026-01-05T10:00:00Z"]
_TO = ["2026-01-06T00:00:00Z"]


class DutyPostView(View):
    """A duty post as it stands."""

    id: UUID = Field(description="The duty post.", examples=_ID)
    version: int = Field(description="Rises with each change.", examples=[1])
    unit_code: str = Field(description="Its unit.", examples=["84-03"])
    name: str = Field(description="What it is called.", examples=_POST)
    office_line: str = Field(description="Its office telephone.", examples=["0992-3365100"])
    closed_at: datetime | None = Field(description="When it was closed; none: it is open.", examples=[None])


class ShiftView(View):
    """Who is on duty at a post."""

    post_id: UUID = Field(description="The duty post.", examples=_ID)
    post: str = Field(description="What it is called.", examples=_POST)
    office_line: str = Field(description="Its office telephone.", examples=["0992-3365100"])
    account: str = Field(description="The staff account on duty.", examples=["clerk-84-03"])
    kind: ShiftKind = Field(description="What the shift is.", examples=["night"])
    from_at: datetime = Field(description="Its first instant.", examples=_FROM)
    to_at: datetime = Field(description="The instant it ends before.", examples=_TO)


class GapView(View):
    """A time in which nobody is on duty at a post."""

    post: str = Field(description="The duty post.", examples=_POST)
    from_at: datetime = Field(description="Its first instant.", examples=_FROM)
    to_at: datetime = Field(description="The instant it ends before.", examples=_TO)


class RosterView(View):
    """A unit's month."""

    unit_code: str = Field(description="The unit.", examples=["84-03"])
    month: str = Field(description="The month, of the city's days.", examples=["2026-01"])
    version: int = Field(description="How often it was laid down; 0: never.", examples=[1])
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])
    shifts: list[ShiftView] = Field(description="Those that begin in the month, by post and time.")
    gaps: list[GapView] = Field(description="Where nobody is on duty at an open post in the month.")


class DutyView(View):
    """Who is on duty for a unit at an instant."""

    unit_code: str = Field(description="The unit that was asked about.", examples=["84-03"])
    at: datetime = Field(description="The instant that was asked about.", examples=_FROM)
    answered_by: str | None = Field(description="The unit whose duty this is; none: nobody is on duty.", examples=["84"])
    is_fallback: bool = Field(description="Whether it is a unit above, since nobody is on duty in the unit.", examples=[True])
    on_duty: list[ShiftView] = Field(description="Who is on duty there, by post.")
