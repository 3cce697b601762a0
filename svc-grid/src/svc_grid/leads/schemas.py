"""What comes in about the posts of a grid team."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_grid.accounts import Account, Instant
from svc_grid.codes import TerritoryCode
from svc_grid.leads.terms import LeadKind

MOST_APPOINTMENTS = 2_000


DisplayName = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\d\x00-\x1f]*$")]
_ACCOUNT = ["lead-84-03"]
_NAME = ["张明"]
_FROM = ["2026-01-05T00:00:00+08:00"]


class Appointment(Input):
    """Who gets which post."""

    territory_code: TerritoryCode = Field(description="Where the post is held.", examples=["659007/84/03/g02"])
    kind: LeadKind = Field(description="The post.", examples=["grid_lead"])
    account: Account = Field(description="The staff account that gets it.", examples=_ACCOUNT)
    display_name: DisplayName = Field(description="How the post-holder is shown to colleagues; no digits.", examples=_NAME)
    from_at: Instant | None = Field(None, description="Its first instant; none: now.", examples=_FROM)
    to_at: Instant | None = Field(None, description="The instant it ends before; none: until further notice.", examples=[None])


class AppointmentImport(Input):
    """Many appointments at once; all of them or none."""

    appointments: list[Appointment] = Field(
        min_length=1, max_length=MOST_APPOINTMENTS, description="The appointments, in any order."
    )
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])


class Dismissal(Input):
    """When a tenure ends."""

    to_at: Instant | None = Field(
        None, description="The instant it ends before; none: now.", examples=["2026-06-30T18:00:00+08:00"]
    )


class HandOver(Input):
    """Who takes a post over, now, with the open work."""

    account: Account = Field(description="The staff account that takes it over.", examples=["lead-84-07"])
    display_name: DisplayName = Field(description="How the new post-holder is shown to colleagues; no digits.", examples=["李红"])


class Absence(Input):
    """When a lead is away, and who stands in. Why is not asked."""

    from_at: Instant | None = Field(None, description="Its first instant; none: now.", examples=_FROM)
    to_at: Instant = Field(description="The instant it ends before.", examples=["2026-01-12T00:00:00+08:00"])
    stand_in: Account = Field(description="The staff account that acts meanwhile.", examples=["lead-84-07"])


class AbsenceEnding(Input):
    """When a lead is back before the time."""

    to_at: Instant | None = Field(None, description="The instant the absence ends before; none: now.", examples=[None])
