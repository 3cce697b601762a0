"""Paths of who holds which post in a grid team."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from chassis import clock
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.accounts import Instant
from svc_grid.codes import TerritoryCode
from svc_grid.leads import service
from svc_grid.leads.errors import LeadUnknown, PlaceNotFound
from svc_grid.leads.repository import Filter
from svc_grid.leads.terms import LeadKind
from svc_grid.leads.views import EffectiveLeadView, LeadView, LeadWithAbsences, VacancyView, with_absences

router = domain_router("/v1/leads", "leads")
effective_router = domain_router("/v1/effective-leads", "leads")
vacancies_router = domain_router("/v1/lead-vacancies", "leads")

STAFF = (
    Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.DESK, Role.ANALYST,
)  # fmt: skip
Reader = Annotated[Principal, require(*STAFF)]
_Within = Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.", examples=["659007/84"])]


@router.get("", summary="List leads and team members 三长与网格力量", responses=problems(CursorBroken))
async def list_leads(
    actor: Reader, db: Db, params: PageParams, request: Request, response: Response,
    territory_code: _Within = None,
    kind: Annotated[LeadKind | None, Query(description="Only this post.")] = None,
    account: Annotated[str | None, Query(max_length=64, description="Only those of this staff account.")] = None,
    holding_at: Annotated[Instant | None, Query(description="Only those in post at this instant.")] = None,
) -> Page[LeadView]:  # fmt: skip
    """Tenures by territory, past and to come ones too."""
    wanted = Filter(territory_code, kind, account, holding_at)
    found, following = await service.list_leads(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[LeadView.model_validate(each) for each in found], next=following)


@router.get("/{lead_id}", summary="Show a tenure 任职详情", responses=problems(LeadUnknown))
async def get_lead(lead_id: UUID, actor: Reader, db: Db, response: Response) -> LeadWithAbsences:
    """One tenure with its absences."""
    lead, absences = await service.get_lead(db, actor, lead_id)
    tag_version(response, lead.version)
    return with_absences(lead, absences)


@effective_router.get("", summary="Show who acts as grid lead 现任网格长", responses=problems(PlaceNotFound))
async def show_effective_lead(
    actor: Reader, db: Db,
    territory_code: Annotated[TerritoryCode, Query(description="The place.", examples=["659007/84/03/g02"])],
    at: Annotated[Instant | None, Query(description="The instant; none: now.")] = None,
) -> EffectiveLeadView:  # fmt: skip
    """The lead of the place itself, else of its community; who stands in where the lead is away."""
    asked: datetime = at or clock.now()
    found = await service.find_effective(db, actor, territory_code, asked)
    return EffectiveLeadView(
        territory_code=territory_code,
        at=asked,
        is_vacant=found is None,
        account=found and found.account,
        is_stand_in=found is not None and found.is_stand_in,
        lead=found and found.lead,
        lead_id=found and found.lead_id,
        held_at=found and found.territory_code,
    )


@vacancies_router.get("", summary="List cells without a grid lead 网格长空缺", responses=problems(CursorBroken, PlaceNotFound))
async def list_vacancies(
    actor: Reader, db: Db, params: PageParams, request: Request, response: Response,
    territory_code: _Within = None,
    at: Annotated[Instant | None, Query(description="At this instant; none: now.")] = None,
) -> Page[VacancyView]:  # fmt: skip
    """Cells, and communities that have no cells, in which nobody is grid lead."""
    found, following = await service.list_vacancies(db, actor, territory_code, at or clock.now(), params)
    link_next(response, request, following)
    return Page(items=[VacancyView.model_validate(each) for each in found], next=following)
