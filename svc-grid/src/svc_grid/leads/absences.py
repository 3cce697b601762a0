"""Use cases of a lead being away: another stands in, from when to when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from svc_grid.leads import events, repository, rules
from svc_grid.leads.appointing import hold
from svc_grid.leads.errors import AbsenceOverlaps, LeadActionNotPossible, StandInUnfit, StandsInElsewhere, TimesWrong
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.leads.policy import POLICY
from svc_grid.leads.schemas import Absence, AbsenceEnding
from svc_grid.leads.terms import Action


async def record_absence(
    db: AsyncSession, actor: Principal, lead_id: UUID, if_match: int | None, body: Absence
) -> tuple[Lead, LeadAbsence]:
    """Have another stand in for a lead.

    Raises LeadUnknown, StaleVersion, LeadActionNotPossible, TimesWrong, AbsenceOverlaps, StandInUnfit, StandsInElsewhere.
    """
    lead = await hold(db, actor, lead_id, if_match, Action.RECORD_ABSENCE)
    from_at = body.from_at or max(clock.now(), lead.from_at)
    _check_times(lead, from_at, body.to_at)
    for other in await repository.absences_of(db, [lead.id]):
        if rules.intersect((from_at, body.to_at), (other.from_at, other.to_at)):
            raise AbsenceOverlaps(absence_id=str(other.id))
    await _check_people(db, lead, body.stand_in, from_at, body.to_at)
    absence = LeadAbsence(id=uuid7(), lead_id=lead.id, from_at=from_at, to_at=body.to_at, stand_in=body.stand_in)
    db.add(absence)
    lead.version += 1
    await db.flush()
    absences = await repository.absences_of(db, [lead.id])
    await outbox.publish(db, events.absence_recorded(lead, absences, absence.id), subject=str(lead.id), sequence=lead.version)
    await audit.record(db, actor, "lead-absence-recorded", str(lead.id), stand_in=absence.stand_in)
    return lead, absence


async def end_absence(
    db: AsyncSession, actor: Principal, lead_id: UUID, absence_id: UUID, if_match: int | None, body: AbsenceEnding
) -> tuple[Lead, LeadAbsence]:
    """Have the lead back before the time; an absence still to come falls away. It never gets longer by this.

    Raises LeadUnknown, AbsenceUnknown, StaleVersion, LeadActionNotPossible, TimesWrong.
    """
    lead = await hold(db, actor, lead_id, if_match, Action.END_ABSENCE)
    absence = await repository.get_absence(db, lead.id, absence_id)
    now = clock.now()
    at = body.to_at or max(now, absence.from_at)
    if absence.to_at <= now:
        raise LeadActionNotPossible("the absence is over", state="over", action=str(Action.END_ABSENCE), possible=[])
    if not max(absence.from_at, min(now, absence.to_at)) <= at < absence.to_at:
        raise TimesWrong(f"not before now, and before {absence.to_at.isoformat()}")
    absence.to_at = at
    lead.version += 1
    await db.flush()
    absences = await repository.absences_of(db, [lead.id])
    await outbox.publish(db, events.absence_ended(lead, absences, absence.id), subject=str(lead.id), sequence=lead.version)
    await audit.record(db, actor, "lead-absence-ended", str(lead.id), absence_id=str(absence.id))
    return lead, absence


def _check_times(lead: Lead, from_at: datetime, to_at: datetime) -> None:
    if to_at <= from_at:
        raise TimesWrong("it must end after it begins")
    if from_at < lead.from_at or (lead.to_at is not None and to_at > lead.to_at):
        raise TimesWrong("it must lie within the tenure")
    if to_at <= clock.now():
        raise TimesWrong("it is over already")
    if to_at - from_at > POLICY.longest_absence:
        raise TimesWrong(f"at most {POLICY.longest_absence.days} days; who is away for longer hands over")


async def _check_people(db: AsyncSession, lead: Lead, stand_in: str, from_at: datetime, to_at: datetime) -> None:
    """Nobody stands in who is away then, nor goes away who stands in then: in the end somebody must be there."""
    if stand_in == lead.account:
        raise StandInUnfit("nobody stands in for oneself", account=stand_in)
    if (place := await repository.find_away(db, stand_in, from_at, to_at)) is not None:
        raise StandInUnfit(f"{stand_in} is away from {place} then", account=stand_in, territory_code=place)
    if (place := await repository.find_standing_in(db, lead.account, from_at, to_at)) is not None:
        raise StandsInElsewhere(f"{lead.account} stands in at {place} then", account=lead.account, territory_code=place)
