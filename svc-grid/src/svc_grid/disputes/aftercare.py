"""Use cases after the conclusion: performance, follow-up, the end, and the seal on the record."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.disputes import access, repository
from svc_grid.disputes.accepting import ending
from svc_grid.disputes.errors import NotYourDispute, ObligationsOpen, ObligationUnknown
from svc_grid.disputes.models import Dispute, DisputeObligation
from svc_grid.disputes.policy import POLICY
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.schemas import FollowUp, Note, PerformanceResult, Unsealing
from svc_grid.disputes.steps import hold, next_status, open_record, take
from svc_grid.disputes.terms import Action, Performance


async def record_performance(
    db: AsyncSession, actor: Principal, dispute_id: UUID, number: int, if_match: int | None, body: PerformanceResult,
    boxes: Boxes,
) -> Dispute:  # fmt: skip
    """How an obligation was met; it may be recorded again, as when the rest is performed. Raises ObligationUnknown."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.RECORD_PERFORMANCE)
    obligations = await repository.list_parts(db, DisputeObligation, dispute.id)
    found = next((each for each in obligations if each.obligation_no == number), None)
    if found is None:
        raise ObligationUnknown(obligation_no=number)
    found.outcome, found.outcome_at = body.outcome, clock.now()
    counts = {str(term): sum(each.outcome is term for each in obligations) for term in Performance}
    note = f"{number}: {body.note}" if body.note else None
    await take(
        db, actor, dispute, Action.RECORD_PERFORMANCE, record=open_record(boxes, dispute), note=note,
        why=body.outcome, **counts,
    )  # fmt: skip
    return dispute


async def follow_up(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: FollowUp, boxes: Boxes
) -> Dispute:
    """Ask the parties how it stands, once every obligation has its outcome; raises ObligationsOpen."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.FOLLOW_UP)
    obligations = await repository.list_parts(db, DisputeObligation, dispute.id)
    waiting = [each.obligation_no for each in obligations if each.outcome is None]
    if waiting:
        raise ObligationsOpen(obligations=[*waiting])
    await take(
        db, actor, dispute, Action.FOLLOW_UP, record=open_record(boxes, dispute), note=body.note,
        follow_up=str(body.outcome), followed_up_at=clock.now(),
    )  # fmt: skip
    return dispute


async def close(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Note, boxes: Boxes) -> Dispute:
    """It comes to its end and its record is sealed."""
    dispute = await hold(db, actor, dispute_id, if_match)
    await take(
        db, actor, dispute, Action.CLOSE, record=open_record(boxes, dispute), note=body.note, **ending(clock.now())
    )  # fmt: skip
    return dispute


async def unseal(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Unsealing, boxes: Boxes
) -> Dispute:
    """Open a sealed record to those who worked on it, for a reason and some days; raises NotYourDispute, RecordErased."""
    dispute = await _hold_as_keeper(db, actor, dispute_id, if_match)
    next_status(dispute, Action.UNSEAL)
    record = open_record(boxes, dispute)
    open_until = clock.now() + timedelta(days=POLICY.unsealed_days)
    await take(db, actor, dispute, Action.UNSEAL, record=record, note=body.reason, unsealed_until=open_until)
    await audit.record(db, actor, "dispute-record-unsealed", str(dispute.id), reason=body.reason)
    return dispute


async def seal(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Note, boxes: Boxes) -> Dispute:
    """Shut a record before its days are over; raises NotYourDispute, RecordErased."""
    dispute = await _hold_as_keeper(db, actor, dispute_id, if_match)
    next_status(dispute, Action.SEAL)
    record = open_record(boxes, dispute)
    await take(db, actor, dispute, Action.SEAL, record=record, note=body.note, unsealed_until=None)
    await audit.record(db, actor, "dispute-record-sealed", str(dispute.id))
    return dispute


async def _hold_as_keeper(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None) -> Dispute:
    dispute = await repository.get(db, actor, dispute_id, for_update=True)
    if not access.keeps(actor, dispute):
        raise NotYourDispute()
    check_version(if_match, dispute.version)
    return dispute
