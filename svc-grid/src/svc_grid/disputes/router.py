"""Paths of disputes: apply, the bare facts, figures, reminders, and remarks on cases."""

from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis import clock
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.cases.errors import CaseUnknown
from svc_grid.codes import TerritoryCode
from svc_grid.disputes import figures, repository, service
from svc_grid.disputes.errors import CaseUnfit, DisputePlaceUnknown, DisputeUnknown
from svc_grid.disputes.models import Dispute, DisputeObligation
from svc_grid.disputes.records import Keys
from svc_grid.disputes.repository import Filter
from svc_grid.disputes.schemas import Application
from svc_grid.disputes.terms import Kind, Status
from svc_grid.disputes.views import CaseRemarkView, DisputeCounts, DisputeFacts, DisputeFiguresView, OverdueObligation

router = domain_router("/v1/disputes", "disputes")
reminders_router = domain_router("/v1/dispute-reminders", "disputes")
figures_router = domain_router("/v1/dispute-figures", "disputes")
remarks_router = domain_router("/v1/cases/{case_id}/remarks", "disputes")

Everybody = Annotated[Principal, anyone()]
Applier = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.MEDIATOR)]
Carer = Annotated[Principal, require(Role.GRID_DESK, Role.MEDIATOR)]
CaseReader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR)]
FiguresReader = Annotated[Principal, require(Role.GRID_DESK, Role.SUPERVISOR, Role.ANALYST, Role.MEDIATION_KEEPER)]

_Place = Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.", examples=["659007/84"])]
_KindQuery = Annotated[Kind | None, Query(description="Only of this kind.", examples=["neighbour"])]


@router.post("", status_code=201, summary="Apply for mediation 申请调解", responses=problems(DisputePlaceUnknown, CaseUnfit))
async def apply(body: Application, actor: Applier, db: Db, keys: Keys, response: Response) -> DisputeFacts:
    """Take an application down, its parties sealed; the reply holds the bare facts."""
    dispute = await service.apply(db, actor, body, keys)
    response.headers["Location"] = f"/v1/disputes/{dispute.id}"
    return facts(dispute, response)


async def _filter(
    status: Annotated[Status | None, Query(description="Only in this state.")] = None,
    kind: _KindQuery = None,
    territory_code: _Place = None,
) -> Filter:
    return Filter(status, kind, territory_code)


@router.get("", summary="List disputes 纠纷列表", responses=problems(CursorBroken))
async def list_disputes(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request,
    response: Response,
) -> Page[DisputeFacts]:  # fmt: skip
    """The bare facts, the newest first; there is no list by party."""
    found, following = await service.list_disputes(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[DisputeFacts.model_validate(each) for each in found], next=following)


@router.get("/{dispute_id}", summary="Show a dispute 纠纷概况", responses=problems(DisputeUnknown))
async def get_dispute(dispute_id: UUID, actor: Everybody, db: Db, response: Response) -> DisputeFacts:
    """The bare facts; its ETag is what If-Match takes."""
    return facts(await service.get_dispute(db, actor, dispute_id), response)


@reminders_router.get("", summary="List overdue obligations 逾期履行提醒", responses=problems(CursorBroken))
async def list_overdue(
    actor: Carer, db: Db, params: PageParams, request: Request, response: Response
) -> Page[OverdueObligation]:  # fmt: skip
    """Promised for a day that has passed, and no outcome recorded; the oldest first, parties by number."""
    chosen = repository.list_overdue(actor, clock.local_day(clock.now()))
    if not actor.has(Role.GRID_DESK):
        chosen = chosen.where(Dispute.mediator == actor.subject)
    order = (DisputeObligation.due_on, Dispute.id, DisputeObligation.obligation_no)
    found, following = await fetch_page(db, chosen, order, params, descending=False)
    link_next(response, request, following)
    return Page(items=[OverdueObligation.model_validate(each) for each in found], next=following)


@figures_router.get("", summary="Show disputes in numbers 纠纷统计")
async def show_figures(
    actor: FiguresReader, db: Db,
    from_on: Annotated[date | None, Query(description="Applied for since this day.", examples=["2025-01-01"])] = None,
    to_on: Annotated[date | None, Query(description="And until this one.", examples=["2025-12-31"])] = None,
    by: Annotated[Literal["territory", "kind", "status"] | None, Query(description="Told apart by this.")] = None,
    territory_code: _Place = None,
    kind: _KindQuery = None,
) -> DisputeFiguresView:  # fmt: skip
    """By community, kind or status, within the caller's territory; kept up with each step, equal to a recount."""
    now = clock.now()
    place = actor.territory_code if territory_code is None else territory_code
    if place is not None and not actor.sees(place):
        return DisputeFiguresView(groups=[], as_of=now)
    start, last = from_on or date(2000, 1, 1), min(to_on or date(2199, 12, 31), date(2199, 12, 31))
    where = figures.Where(start, last + timedelta(days=1), place, kind)
    found = await figures.sums(db, where, by)
    groups = [DisputeCounts(group=name, **each, **figures.rates(each)) for name, each in found.items()]
    return DisputeFiguresView(groups=groups, as_of=now)


@remarks_router.get("", summary="List remarks on a case 案件备注", responses=problems(CaseUnknown))
async def list_remarks(case_id: UUID, actor: CaseReader, db: Db) -> Page[CaseRemarkView]:
    """What came of a dispute that was opened for the case; the oldest first, in one page."""
    return Page(items=[CaseRemarkView.model_validate(each) for each in await service.list_case_remarks(db, actor, case_id)])


def facts(dispute: Dispute, response: Response) -> DisputeFacts:
    """The bare facts, tagged with their version."""
    tag_version(response, dispute.version)
    return DisputeFacts.model_validate(dispute)
