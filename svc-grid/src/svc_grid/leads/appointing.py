"""Use cases of posts changing hands: appoint, dismiss, hand over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.routing import check_version
from svc_grid.cases import moving
from svc_grid.leads import events, lifecycle, places, repository, rules
from svc_grid.leads.errors import LeadActionNotPossible, PlaceNotFound, PostHeld, PostNotHere, TimesWrong
from svc_grid.leads.models import Lead
from svc_grid.leads.rules import Places, Wanted
from svc_grid.leads.schemas import Appointment, Dismissal, HandOver
from svc_grid.leads.terms import LEADS, Action, Ending


async def appoint(db: AsyncSession, actor: Principal, body: Appointment) -> Lead:
    """Give somebody a post; raises PlaceNotFound, PostNotHere, TimesWrong, PostHeld."""
    await repository.lock(db)
    wanted = settled(body, clock.now())
    await _check_place(db, actor, wanted)
    if (fault := rules.mistimed(wanted, clock.now())) is not None:
        raise TimesWrong(fault)
    await _check_free(db, wanted)
    lead = begin(wanted)
    db.add(lead)
    await db.flush()
    await outbox.publish(db, events.appointed(lead), subject=str(lead.id), sequence=lead.version)
    await audit.record(db, actor, "lead-appointed", str(lead.id), **_told(lead))
    return lead


async def dismiss(db: AsyncSession, actor: Principal, lead_id: UUID, if_match: int | None, body: Dismissal) -> Lead:
    """End a tenure; one still to come never begins. Raises LeadUnknown, StaleVersion, LeadActionNotPossible, TimesWrong."""
    lead = await hold(db, actor, lead_id, if_match, Action.DISMISS)
    at = body.to_at or max(clock.now(), lead.from_at)
    if at < lead.from_at:
        raise TimesWrong(f"it began at {lead.from_at.isoformat()}")
    # Later than it would have ended it might meet its successor: that is another appointment.
    if lead.to_at is not None and at > lead.to_at:
        raise TimesWrong(f"it ends at {lead.to_at.isoformat()} already")
    lead.to_at, lead.ending = at, Ending.DISMISSED
    lead.version += 1
    await db.flush()
    absences = await repository.absences_of(db, [lead.id])
    await outbox.publish(db, events.dismissed(lead, absences), subject=str(lead.id), sequence=lead.version)
    await audit.record(db, actor, "lead-dismissed", str(lead.id), **_told(lead))
    return lead


async def hand_over(
    db: AsyncSession, actor: Principal, lead_id: UUID, if_match: int | None, body: HandOver
) -> tuple[Lead, Lead, int]:
    """End a lead's tenure now and begin another's with the open cases, all or nothing: old, new, and how many cases.

    Raises LeadUnknown, StaleVersion, LeadActionNotPossible, PostHeld.
    """
    lead = await hold(db, actor, lead_id, if_match, Action.HAND_OVER)
    if body.account == lead.account:
        raise PostHeld(f"{lead.account} holds it already", account=lead.account)
    now, until = clock.now(), lead.to_at
    new = begin(Wanted(lead.territory_code, lead.kind, body.account, body.display_name, now, until))
    lead.to_at, lead.ending, lead.successor_id = now, Ending.HANDED_OVER, new.id
    lead.version += 1
    await db.flush()
    db.add(new)
    await db.flush()
    within = {"territory_code": lead.territory_code, "reason": "lead_handed_over"}
    moved = await moving.hand_over(db, actor, from_assignee=lead.account, to_assignee=new.account, **within)
    absences = await repository.absences_of(db, [lead.id])
    await outbox.publish(db, events.handed_over(lead, absences, new, moved), subject=str(lead.id), sequence=lead.version)
    await outbox.publish(db, events.appointed(new), subject=str(new.id), sequence=new.version)
    await audit.record(db, actor, "lead-handed-over", str(lead.id), **_told(lead), successor=new.account, moved_cases=moved)
    return lead, new, moved


async def hold(db: AsyncSession, actor: Principal, lead_id: UUID, if_match: int | None, action: Action) -> Lead:
    """Lock the tenure for an action; raises LeadUnknown, StaleVersion, LeadActionNotPossible."""
    await repository.lock(db)
    lead = await repository.get(db, actor, lead_id, for_update=True)
    check_version(if_match, lead.version)
    possible = lifecycle.possible(lead.status, lead.kind)
    if action not in possible:
        named = sorted(str(each) for each in possible)
        detail = f"a {lead.kind}, {lead.status}: cannot {action}; possible now: {', '.join(named) or 'nothing'}"
        raise LeadActionNotPossible(detail, state=str(lead.status), action=str(action), possible=[*named])
    return lead


def settled(body: Appointment, now: datetime) -> Wanted:
    """The appointment with its first instant settled."""
    return Wanted(body.territory_code, body.kind, body.account, body.display_name, body.from_at or now, body.to_at)


def begin(wanted: Wanted) -> Lead:
    return Lead(id=uuid7(), version=1, ending=None, successor_id=None, **vars(wanted))


async def _check_place(db: AsyncSession, actor: Principal, wanted: Wanted) -> None:
    code = wanted.territory_code
    levels = await places.levels_of(db, [code])
    if not actor.sees(code) or code not in levels:
        raise PlaceNotFound(territory_code=code)
    if (fault := rules.misplaced(wanted, Places(levels, await places.divided(db, [code])))) is not None:
        raise PostNotHere(fault, territory_code=code, lead_kind=str(wanted.kind))


async def _check_free(db: AsyncSession, wanted: Wanted) -> None:
    for other in await repository.holders_of(db, [(wanted.territory_code, wanted.kind)]):
        if rules.clash(wanted, (wanted.from_at, wanted.to_at), other, (other.from_at, other.to_at)):
            hint = "; hand over in place of it" if wanted.kind in LEADS else ""
            raise PostHeld(f"{other.account} holds it{hint}", account=other.account, lead_id=str(other.id))


def _told(lead: Lead) -> dict[str, str | None]:
    until = None if lead.to_at is None else lead.to_at.isoformat()
    facts = {"territory_code": lead.territory_code, "kind": str(lead.kind), "account": lead.account}
    return facts | {"from_at": lead.from_at.isoformat(), "to_at": until}
