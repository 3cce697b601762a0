"""Use cases of the desk: accept or refuse an application, give it to a mediator, extend it, take its withdrawal."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.worktime import Limit
from svc_grid.disputes import repository
from svc_grid.disputes.errors import (
    ExtensionNotPossible,
    InterestsNotDeclared,
    MediatorAssigned,
    MediatorMissing,
    MediatorUnfit,
    NotTheApplicant,
    NotTheMediator,
    PartyUnknown,
)
from svc_grid.disputes.models import Dispute, DisputeAssignment, Party
from svc_grid.disputes.policy import POLICY
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.schemas import Extension, InterestDeclaration, MediatorChoice, Note, Refusal, Replacement, Withdrawal
from svc_grid.disputes.steps import hold, next_status, open_record, take
from svc_grid.disputes.terms import Action, ReplacementReason, Side
from svc_grid.mediators import service as mediators
from svc_grid.working_time import until


async def accept(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Note, boxes: Boxes) -> Dispute:
    """The application is taken up; from now on the time to mediate runs."""
    dispute, now = await hold(db, actor, dispute_id, if_match), clock.now()
    due_at = await until(db, now, POLICY.mediate_limit)
    await take(
        db, actor, dispute, Action.ACCEPT, record=open_record(boxes, dispute), note=body.note, accepted_at=now, due_at=due_at
    )
    return dispute


async def refuse(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Refusal, boxes: Boxes
) -> Dispute:
    """It is not accepted, for a reason from the fixed list; its record is sealed."""
    dispute = await hold(db, actor, dispute_id, if_match)
    await take(
        db, actor, dispute, Action.REFUSE, record=open_record(boxes, dispute), note=body.note, why=body.reason_code,
        **ending(clock.now(), reason_code=body.reason_code),
    )  # fmt: skip
    return dispute


async def assign(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: MediatorChoice, boxes: Boxes
) -> Dispute:
    """Give it to a mediator where it has none; raises MediatorUnfit, MediatorAssigned."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.ASSIGN)
    if dispute.mediator is not None:
        raise MediatorAssigned(mediator=dispute.mediator)
    await _give_to(db, actor, dispute, body.mediator)
    await take(
        db, actor, dispute, Action.ASSIGN, record=open_record(boxes, dispute), note=body.note, mediator=body.mediator,
        is_mediator_free=False,
    )  # fmt: skip
    return dispute


async def declare(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: InterestDeclaration, boxes: Boxes
) -> Dispute:
    """The mediator says whether interests of his own stand in the way; where they do, the dispute is nobody's again.

    Raises NotTheMediator, MediatorMissing.
    """
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.DECLARE)
    if dispute.mediator is None:
        raise MediatorMissing()
    if dispute.mediator != actor.subject:
        raise NotTheMediator()
    assignment, now = await _present_assignment(db, dispute), clock.now()
    assignment.has_conflict, assignment.declared_at = body.has_conflict, now
    changes: dict[str, Any] = {"is_mediator_free": not body.has_conflict}
    if body.has_conflict:
        assignment.ended_at, assignment.end_reason = now, ReplacementReason.CONFLICT
        changes["mediator"] = None
    await take(db, actor, dispute, Action.DECLARE, record=open_record(boxes, dispute), note=body.note, **changes)
    return dispute


async def replace(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Replacement, boxes: Boxes
) -> Dispute:
    """Another mediator takes over, for a reason; raises MediatorMissing, MediatorUnfit."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.REPLACE)
    if dispute.mediator is None:
        raise MediatorMissing()
    if dispute.mediator == body.mediator:
        raise MediatorUnfit("that is the present mediator", mediator=body.mediator)
    former = await _present_assignment(db, dispute)
    former.ended_at, former.end_reason = clock.now(), body.reason_code
    await _give_to(db, actor, dispute, body.mediator)
    await take(
        db, actor, dispute, Action.REPLACE, record=open_record(boxes, dispute), note=body.note, why=body.reason_code,
        mediator=body.mediator, is_mediator_free=False,
    )  # fmt: skip
    return dispute


async def extend(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Extension, boxes: Boxes
) -> Dispute:
    """More time to mediate, as the policy has it, asked for before the time runs out; raises ExtensionNotPossible."""
    dispute, now = await hold(db, actor, dispute_id, if_match), clock.now()
    next_status(dispute, Action.EXTEND)
    if dispute.extensions >= POLICY.extensions_most or dispute.is_late or (dispute.due_at is not None and now > dispute.due_at):
        raise ExtensionNotPossible()
    days = POLICY.mediate_limit.amount + POLICY.extension_days * (dispute.extensions + 1)
    due_at = await until(db, dispute.accepted_at or now, Limit(days))
    await take(
        db, actor, dispute, Action.EXTEND, record=open_record(boxes, dispute), note=body.reason, due_at=due_at,
        extensions=dispute.extensions + 1,
    )  # fmt: skip
    return dispute


async def withdraw(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Withdrawal, boxes: Boxes
) -> Dispute:
    """An applicant takes the application back; raises PartyUnknown, NotTheApplicant."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.WITHDRAW)
    party = await db.get(Party, (dispute.id, body.party_no))
    if party is None:
        raise PartyUnknown(party_no=body.party_no)
    if party.side is not Side.APPLICANT:
        raise NotTheApplicant(party_no=body.party_no)
    await take(
        db, actor, dispute, Action.WITHDRAW, record=open_record(boxes, dispute), note=body.note, **ending(clock.now())
    )  # fmt: skip
    return dispute


def ending(now: datetime, **changes: Any) -> dict[str, Any]:
    """What is written where a dispute comes to its end: no deadline runs any more, its record is sealed and will be erased."""
    kept = timedelta(days=POLICY.kept_days)
    return {"ended_at": now, "sealed_at": now, "due_at": None, "erase_at": now + kept, **changes}


def check_mediator(dispute: Dispute) -> None:
    """Raises MediatorMissing, InterestsNotDeclared."""
    if dispute.mediator is None:
        raise MediatorMissing()
    if not dispute.is_mediator_free:
        raise InterestsNotDeclared(mediator=dispute.mediator)


async def _give_to(db: AsyncSession, actor: Principal, dispute: Dispute, account: str) -> None:
    """Raises MediatorUnfit; who declared a conflict of interest in this dispute does not get it again."""
    former = await repository.list_parts(db, DisputeAssignment, dispute.id)
    if not await mediators.is_active(db, account):
        raise MediatorUnfit(mediator=account)
    if any(each.mediator == account and each.has_conflict for each in former):
        raise MediatorUnfit("this mediator declared a conflict of interest", mediator=account)
    db.add(
        DisputeAssignment(
            dispute_id=dispute.id, assignment_no=len(former) + 1, mediator=account, assigned_by=actor.subject,
            assigned_at=clock.now(),
        )
    )  # fmt: skip


async def _present_assignment(db: AsyncSession, dispute: Dispute) -> DisputeAssignment:
    return (await repository.list_parts(db, DisputeAssignment, dispute.id))[-1]
