"""Use case of territories that are no more: the posts there end with them, and go on where one territory follows another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from svc_grid.leads import events, repository
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.leads.terms import LEADS, Ending
from svc_grid.within import is_among


async def end_posts(db: AsyncSession, actor: Principal, territory_code: str) -> int:
    """Dismiss everybody who holds a post, or would come to hold one, at exactly this territory; how many they were."""
    await repository.lock(db)
    return len(await _end(db, actor, await _held_at(db, [territory_code], clock.now())))


async def follow_territories(db: AsyncSession, actor: Principal, moves: Mapping[str, str], reason: str) -> int:
    """Posts end with the territories that go, and go on at the one that alone follows, unless somebody leads there already.

    For whoever changes the tree, in the transaction that does so. `moves` says what follows each; returns how many went on.
    """
    await repository.lock(db)
    now = clock.now()
    ended = await _end(db, actor, await _held_at(db, list(moves), now))
    if not ended:
        return 0
    followers = Counter(moves.values())
    there = await _held_at(db, list(followers), now)
    taken = {(lead.territory_code, lead.kind) for lead in there if lead.kind in LEADS}
    going_on = [
        _begun(lead, moves[lead.territory_code], now)
        for lead, to_at in ended
        if followers[moves[lead.territory_code]] == 1
        and lead.from_at <= now
        and to_at is None
        and (moves[lead.territory_code], lead.kind) not in taken
    ]
    db.add_all(going_on)
    await db.flush()
    await outbox.publish_many(db, [(events.appointed(lead), str(lead.id), lead.version) for lead in going_on])
    return len(going_on)


async def _held_at(db: AsyncSession, codes: Sequence[str], now: datetime) -> Sequence[Lead]:
    chosen = select(Lead).where(is_among(Lead.territory_code, codes), repository.overlaps(Lead, now, None))
    return (await db.execute(chosen.order_by(Lead.id).with_for_update())).scalars().all()


async def _end(db: AsyncSession, actor: Principal, found: Sequence[Lead]) -> list[tuple[Lead, datetime | None]]:
    """End the tenures now; each with when it would have ended."""
    now = clock.now()
    absences: dict[object, list[LeadAbsence]] = {lead.id: [] for lead in found}
    for absence in await repository.absences_of(db, (lead.id for lead in found)):
        absences[absence.lead_id].append(absence)
    ended = [(lead, lead.to_at) for lead in found]
    for lead in found:
        lead.to_at, lead.ending = max(now, lead.from_at), Ending.DISMISSED
        lead.version += 1
    await db.flush()
    await outbox.publish_many(
        db, [(events.dismissed(lead, absences[lead.id]), str(lead.id), lead.version) for lead in found]
    )  # fmt: skip
    if found:
        places = sorted({lead.territory_code for lead in found})
        await audit.record(db, actor, "leads-dismissed", places[0], dismissed=len(found), territories=len(places))
    return ended


def _begun(lead: Lead, territory_code: str, now: datetime) -> Lead:
    return Lead(
        id=uuid7(), version=1, territory_code=territory_code, kind=lead.kind, account=lead.account,
        display_name=lead.display_name, from_at=now, to_at=None, ending=None, successor_id=None,
    )  # fmt: skip
