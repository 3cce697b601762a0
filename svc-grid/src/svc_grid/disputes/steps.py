"""How a dispute is held and moved on: each step with one version, one history row, its figures, and its event if it has one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid import tallies
from svc_grid.disputes import access, events, repository
from svc_grid.disputes.errors import DisputeActionNotPossible, NotYourDispute
from svc_grid.disputes.figures import counted, dispute_figures
from svc_grid.disputes.lifecycle import IllegalMove, move
from svc_grid.disputes.models import Dispute, DisputeStep
from svc_grid.disputes.records import Boxes, Record
from svc_grid.disputes.terms import Action, Status


async def hold(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None) -> Dispute:
    """Lock the dispute for who works on it; raises DisputeUnknown, NotYourDispute, StaleVersion."""
    dispute = await repository.get(db, actor, dispute_id, for_update=True)
    if not access.works_on(actor, dispute):
        raise NotYourDispute()
    check_version(if_match, dispute.version)
    return dispute


def open_record(boxes: Boxes, dispute: Dispute) -> Record:
    """Raises RecordErased."""
    return boxes.records.open(dispute.id, dispute.record_key)


def next_status(dispute: Dispute, action: Action) -> Status:
    """The status after `action`; raises DisputeActionNotPossible."""
    try:
        return move(dispute.status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{illegal.status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise DisputeActionNotPossible(detail, state=str(illegal.status), action=str(action), possible=[*possible]) from None


async def take(
    db: AsyncSession, actor: Principal, dispute: Dispute, action: Action, *, record: Record | None = None,
    note: str | None = None, why: str | None = None, **changes: object,
) -> None:  # fmt: skip
    """Move the held dispute by one step and write `changes` to it; raises DisputeActionNotPossible, and nothing has changed.

    `note` is kept sealed in `record`. A limit that has run out by now stays a fact, whether a worker noticed it or not.
    """
    before, after = dispute.status, next_status(dispute, action)
    counted_before = counted(dispute)
    if dispute.due_at is not None and clock.now() > dispute.due_at:
        dispute.is_late = True
    dispute.status = after
    for name, value in changes.items():
        setattr(dispute, name, value)
    dispute.version += 1
    await write(db, actor, dispute, action, before, record=record, note=note, why=why)
    await tallies.note_change(db, dispute_figures, counted_before, counted(dispute))


async def write(
    db: AsyncSession, actor: Principal, dispute: Dispute, action: Action, before: Status | None = None, *,
    record: Record | None = None, note: str | None = None, why: str | None = None,
) -> None:  # fmt: skip
    """Write the present version into the history and tell what others may hear of it."""
    at = clock.now()
    event = events.of_step(action, dispute, at)
    dispute.told += event is not None
    await db.flush()
    sealed = record.seal(f"step|{dispute.version}", note) if record is not None and note else None
    db.add(
        DisputeStep(
            dispute_id=dispute.id, version=dispute.version, at=at, action=action, from_status=before,
            to_status=dispute.status, actor=actor.subject, actor_kind=actor.kind, reason_code=why, note_sealed=sealed,
        )
    )  # fmt: skip
    await db.flush()
    if event is not None:
        await outbox.publish(db, event, subject=str(dispute.id), sequence=dispute.told)
