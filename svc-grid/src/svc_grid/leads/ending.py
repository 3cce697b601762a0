"""Use case of a territory that is no more: the posts there end with it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from svc_grid.leads import events, repository
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.leads.terms import Ending


async def end_posts(db: AsyncSession, actor: Principal, territory_code: str) -> int:
    """Dismiss everybody who holds a post, or would come to hold one, at exactly this territory; how many they were.

    For whoever ends a territory, in the transaction that does so; its open cases are moved by `cases.moving.relocate`.
    """
    await repository.lock(db)
    now = clock.now()
    chosen = select(Lead).where(Lead.territory_code == territory_code, repository.overlaps(Lead, now, None))
    found = (await db.execute(chosen.with_for_update())).scalars().all()
    absences: dict[object, list[LeadAbsence]] = {lead.id: [] for lead in found}
    for absence in await repository.absences_of(db, (lead.id for lead in found)):
        absences[absence.lead_id].append(absence)
    for lead in found:
        lead.to_at, lead.ending = max(now, lead.from_at), Ending.DISMISSED
        lead.version += 1
    await db.flush()
    await outbox.publish_many(
        db, [(events.dismissed(lead, absences[lead.id]), str(lead.id), lead.version) for lead in found]
    )  # fmt: skip
    if found:
        await audit.record(db, actor, "leads-dismissed", territory_code, dismissed=len(found))
    return len(found)
