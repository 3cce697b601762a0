"""Lets time pass for disputes: limits run out, promised days go by, retention ends; after any downtime too, each once."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.app import Chassis
from chassis.auth import Principal
from chassis.repeating import let_pass, repeat
from svc_grid.disputes import repository
from svc_grid.disputes.models import Dispute, DisputeObligation, Party
from svc_grid.disputes.steps import take
from svc_grid.disputes.terms import Action

TIME = Principal(subject="svc-grid", kind="service")
_EVERY_S = 2.0


async def sweep_disputes(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, (mark_late_once, remind_once, erase_once), _EVERY_S)


async def mark_late_once(db: AsyncSession) -> int:
    """Note of one dispute that its limit has run out."""
    dispute = await repository.hold_late(db, clock.now(), clock.system_now())
    if dispute is None:
        return 0
    return await let_pass(db, dispute, lambda: take(db, TIME, dispute, Action.MARK_LATE, is_late=True))


async def remind_once(db: AsyncSession) -> int:
    """Remind of one dispute's obligations whose day has passed without an outcome."""
    dispute = await repository.hold_unreminded(db, clock.local_day(clock.now()), clock.system_now())
    return 0 if dispute is None else await let_pass(db, dispute, lambda: _remind(db, dispute))


async def erase_once(db: AsyncSession) -> int:
    """Erase the contacts and the words of one dispute whose retention has ended; its bare facts stay."""
    dispute = await repository.hold_expired(db, clock.now(), clock.system_now())
    return 0 if dispute is None else await let_pass(db, dispute, lambda: _erase(db, dispute))


async def _remind(db: AsyncSession, dispute: Dispute) -> None:
    now = clock.now()
    numbers = []
    for each in await repository.list_parts(db, DisputeObligation, dispute.id):
        if each.outcome is None and each.reminded_at is None and each.due_on < clock.local_day(now):
            each.reminded_at = now
            numbers.append(str(each.obligation_no))
    if numbers:  # else another worker was here between our look and our lock
        await take(db, TIME, dispute, Action.REMIND, why=",".join(numbers))


async def _erase(db: AsyncSession, dispute: Dispute) -> None:
    for party in await repository.list_parts(db, Party, dispute.id):
        party.masked_name = party.masked_phone = None
        if party.sealed_contact is not None:
            party.sealed_contact = party.sealed_contact.erased()
    await take(db, TIME, dispute, Action.ERASE, record_key=None, erased_at=clock.now())
    await audit.record(db, TIME, "dispute-record-erased", str(dispute.id))
