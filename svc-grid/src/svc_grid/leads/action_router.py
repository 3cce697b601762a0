"""Paths of posts changing hands, and of leads being away."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.leads import absences, appointing, importing, repository
from svc_grid.leads import errors as wrong
from svc_grid.leads.models import Lead
from svc_grid.leads.schemas import Absence, AbsenceEnding, Appointment, AppointmentImport, Dismissal, HandOver
from svc_grid.leads.views import AppointmentReport, HandOverView, LeadView, LeadWithAbsences, with_absences

router = domain_router("/v1/leads", "leads")
imports_router = domain_router("/v1/lead-imports", "leads")

Keeper = Annotated[Principal, require(Role.GRID_DESK)]

_STEP = (wrong.LeadUnknown, StaleVersion, wrong.LeadActionNotPossible)


@router.post(
    "", status_code=201, summary="Appoint 任命",
    responses=problems(wrong.PlaceNotFound, wrong.PostNotHere, wrong.TimesWrong, wrong.PostHeld),
)  # fmt: skip
async def appoint(body: Appointment, actor: Keeper, db: Db, response: Response) -> LeadView:
    """Give a staff account or a volunteer a post; of each of the three leads there is one at a time in a territory."""
    lead = await appointing.appoint(db, actor, body)
    response.headers["Location"] = f"/v1/leads/{lead.id}"
    return _shown(lead, response)


@router.post("/{lead_id}/dismissals", status_code=201, summary="Dismiss 免任", responses=problems(*_STEP, wrong.TimesWrong))
async def dismiss(lead_id: UUID, body: Dismissal, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> LeadView:
    """End a tenure without a successor; what its holder has open stays with that account until it is handed over."""
    return _shown(await appointing.dismiss(db, actor, lead_id, if_match, body), response)


@router.post("/{lead_id}/hand-overs", status_code=201, summary="Hand over 移交", responses=problems(*_STEP, wrong.PostHeld))
async def hand_over(lead_id: UUID, body: HandOver, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> HandOverView:
    """End a lead's tenure now, begin another's, and move the open cases that the old one holds there; all or nothing."""
    lead, successor, moved = await appointing.hand_over(db, actor, lead_id, if_match, body)
    shown = _shown(lead, response)
    return HandOverView(lead=shown, successor=LeadView.model_validate(successor), moved_cases=moved)


@router.post(
    "/{lead_id}/absences", status_code=201, summary="Record an absence 请假",
    responses=problems(*_STEP, wrong.TimesWrong, wrong.AbsenceOverlaps, wrong.StandInUnfit, wrong.StandsInElsewhere),
)  # fmt: skip
async def record_absence(
    lead_id: UUID, body: Absence, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> LeadWithAbsences:
    """Have another act as lead for a time."""
    lead, _ = await absences.record_absence(db, actor, lead_id, if_match, body)
    return await _with_absences(lead, db, response)


@router.post(
    "/{lead_id}/absences/{absence_id}/endings", status_code=201, summary="End an absence 销假",
    responses=problems(*_STEP, wrong.AbsenceUnknown, wrong.TimesWrong),
)  # fmt: skip
async def end_absence(
    lead_id: UUID, absence_id: UUID, body: AbsenceEnding, actor: Keeper, db: Db, if_match: IfMatch, response: Response
) -> LeadWithAbsences:
    """The lead is back before the time, or does not go at all."""
    lead, _ = await absences.end_absence(db, actor, lead_id, absence_id, if_match, body)
    return await _with_absences(lead, db, response)


@imports_router.post("", status_code=201, summary="Appoint many 批量任命", responses=problems(wrong.LeadImportUnsound))
async def import_appointments(body: AppointmentImport, actor: Keeper, db: Db) -> AppointmentReport:
    """All of the document or, where it has a fault, nothing; the same document again changes nothing."""
    return await importing.import_appointments(db, actor, body)


def _shown(lead: Lead, response: Response) -> LeadView:
    tag_version(response, lead.version)
    return LeadView.model_validate(lead)


async def _with_absences(lead: Lead, db: Db, response: Response) -> LeadWithAbsences:
    tag_version(response, lead.version)
    return with_absences(lead, await repository.absences_of(db, [lead.id]))
