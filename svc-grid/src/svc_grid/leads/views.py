"""What goes out about the posts of a grid team."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_grid.leads.terms import Ending, LeadKind, Status

_ID = ["01959c2e-8a00-7000-8000-000000000005"]
_PLACE = ["659007/84/03/g02"]
_FROM = ["2026-01-05T00:00:00Z"]


class LeadView(View):
    """Somebody's tenure of a post."""

    id: UUID = Field(description="The tenure.", examples=_ID)
    version: int = Field(description="Rises with each change.", examples=[1])
    territory_code: str = Field(description="Where the post is held.", examples=_PLACE)
    kind: LeadKind = Field(description="The post.", examples=["grid_lead"])
    kind_label_zh: str = Field(description="The post in Chinese.", examples=["网格长"])
    kind_label_en: str = Field(description="The post in English.", examples=["Grid lead"])
    account: str = Field(description="The staff account that holds it.", examples=["lead-84-03"])
    display_name: str = Field(description="How the post-holder is shown.", examples=["张明"])
    from_at: datetime = Field(description="Its first instant.", examples=_FROM)
    to_at: datetime | None = Field(description="The instant it ends before; none: until further notice.", examples=[None])
    status: Status = Field(description="Where it stands now.", examples=["holding"])
    ending: Ending | None = Field(description="How it came to its end, if it has one.", examples=[None])
    successor_id: UUID | None = Field(description="The tenure that took it over.", examples=[None])


class AbsenceView(View):
    """A time in which another stands in."""

    id: UUID = Field(description="The absence.", examples=_ID)
    from_at: datetime = Field(description="Its first instant.", examples=_FROM)
    to_at: datetime = Field(description="The instant it ends before.", examples=["2026-01-12T00:00:00Z"])
    stand_in: str = Field(description="The staff account that acts meanwhile.", examples=["lead-84-07"])


class LeadWithAbsences(LeadView):
    """A tenure with its absences, past and to come."""

    absences: list[AbsenceView] = Field([], description="Its absences, the earliest first.")


class HandOverView(View):
    """What a hand-over came to."""

    lead: LeadView = Field(description="The tenure that ended.")
    successor: LeadView = Field(description="The tenure that began.")
    moved_cases: int = Field(description="How many open cases went along.", examples=[3])


class EffectiveLeadView(View):
    """Who acts as grid lead of a place at an instant."""

    territory_code: str = Field(description="The place that was asked about.", examples=_PLACE)
    at: datetime = Field(description="The instant that was asked about.", examples=_FROM)
    is_vacant: bool = Field(description="Whether nobody acts there.", examples=[False])
    account: str | None = Field(description="The staff account that acts.", examples=["lead-84-07"])
    is_stand_in: bool = Field(description="Whether it stands in for the lead.", examples=[True])
    lead: str | None = Field(description="The lead's own account.", examples=["lead-84-03"])
    lead_id: UUID | None = Field(description="The lead's tenure.", examples=_ID)
    held_at: str | None = Field(description="Where the post is held: there, or the community above.", examples=["659007/84/03"])


class VacancyView(View):
    """A territory that wants a grid lead of its own and has none."""

    code: str = Field(description="The territory.", examples=_PLACE)
    level: str = Field(description="Its level: a cell, or a community without cells.", examples=["cell"])
    name: str = Field(description="Its name.", examples=["三连第二网格"])


class AppointmentReport(View):
    """What an import of appointments came to."""

    appointed: int = Field(description="New tenures.", examples=[140])
    unchanged: int = Field(description="Held already as given.", examples=[0])
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])


def with_absences(lead: Any, absences: Any) -> LeadWithAbsences:
    shown = LeadView.model_validate(lead).model_dump()
    return LeadWithAbsences(**shown, absences=[AbsenceView.model_validate(each) for each in absences])
