"""Use cases of mediation itself: its sessions, and what they come to."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_grid.disputes import repository
from svc_grid.disputes.accepting import check_mediator
from svc_grid.disputes.errors import ObligationInPast, PartyUnknown, SessionInPast, SessionNotYet, SessionRecorded, SessionUnknown
from svc_grid.disputes.models import Dispute, DisputeAgreement, DisputeObligation, DisputeSession, Party
from svc_grid.disputes.records import Boxes
from svc_grid.disputes.schemas import AgreementTerms, Failure, Note, SessionPlan, SessionResult
from svc_grid.disputes.service import remark_on_case
from svc_grid.disputes.steps import hold, next_status, open_record, take
from svc_grid.disputes.terms import Action, SessionStatus, Status


async def start(db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Note, boxes: Boxes) -> Dispute:
    """Mediation begins, by a mediator who is free of interests; raises MediatorMissing, InterestsNotDeclared."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.START)
    check_mediator(dispute)
    await take(
        db, actor, dispute, Action.START, record=open_record(boxes, dispute), note=body.note, mediating_at=clock.now()
    )  # fmt: skip
    return dispute


async def plan_session(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: SessionPlan, boxes: Boxes
) -> Dispute:
    """Raises MediatorMissing, InterestsNotDeclared, SessionInPast."""
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.PLAN_SESSION)
    check_mediator(dispute)
    if body.planned_at <= clock.now():
        raise SessionInPast(planned_at=body.planned_at.isoformat())
    number = len(await repository.list_parts(db, DisputeSession, dispute.id)) + 1
    record = open_record(boxes, dispute)
    db.add(
        DisputeSession(
            dispute_id=dispute.id, session_no=number, status=SessionStatus.PLANNED, planned_at=body.planned_at,
            place_sealed=record.seal(f"session|{number}|place", body.place), attended=[],
        )
    )  # fmt: skip
    await take(db, actor, dispute, Action.PLAN_SESSION)
    return dispute


async def record_session(
    db: AsyncSession, actor: Principal, dispute_id: UUID, number: int, if_match: int | None, body: SessionResult, boxes: Boxes
) -> Dispute:
    """Write down what became of a session, once.

    Raises MediatorMissing, InterestsNotDeclared, SessionUnknown, SessionRecorded, SessionNotYet, PartyUnknown.
    """
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.RECORD_SESSION)
    check_mediator(dispute)
    session = await db.get(DisputeSession, (dispute.id, number))
    if session is None:
        raise SessionUnknown(session_no=number)
    if session.status is not SessionStatus.PLANNED:
        raise SessionRecorded(session_no=number)
    if body.status is not SessionStatus.ADJOURNED and session.planned_at > clock.now():
        raise SessionNotYet(session_no=number, planned_at=session.planned_at.isoformat())
    await _check_parties(db, dispute, body.attended)
    session.status, session.attended = body.status, sorted(body.attended)
    session.recorded_at, session.recorded_by = clock.now(), actor.subject
    if body.minutes is not None:
        session.minutes_sealed = open_record(boxes, dispute).seal(f"session|{number}|minutes", body.minutes)
    await take(db, actor, dispute, Action.RECORD_SESSION, why=body.status)
    return dispute


async def agree(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: AgreementTerms, boxes: Boxes
) -> Dispute:
    """The parties agree: what on, and who is to do what by when.

    Raises MediatorMissing, InterestsNotDeclared, PartyUnknown, ObligationInPast.
    """
    dispute = await hold(db, actor, dispute_id, if_match)
    next_status(dispute, Action.AGREE)
    check_mediator(dispute)
    await _check_parties(db, dispute, [each.party_no for each in body.obligations])
    record, now = open_record(boxes, dispute), clock.now()
    past = [number for number, each in enumerate(body.obligations, 1) if each.due_on < clock.local_day(now)]
    if past:
        raise ObligationInPast(obligations=[*past])
    terms = json.dumps({"facts": body.facts, "clauses": body.clauses}, ensure_ascii=False)
    db.add(
        DisputeAgreement(dispute_id=dispute.id, agreed_on=clock.local_day(now), terms_sealed=record.seal("agreement", terms))
    )  # fmt: skip
    db.add_all(
        DisputeObligation(
            dispute_id=dispute.id, obligation_no=number, party_no=each.party_no, due_on=each.due_on,
            what_sealed=record.seal(f"obligation|{number}", each.what),
        )
        for number, each in enumerate(body.obligations, 1)
    )  # fmt: skip
    await take(db, actor, dispute, Action.AGREE, obligations=len(body.obligations), **_concluded(Status.AGREED))
    await remark_on_case(db, actor, dispute)
    return dispute


async def fail(
    db: AsyncSession, actor: Principal, dispute_id: UUID, if_match: int | None, body: Failure, boxes: Boxes
) -> Dispute:
    """It came to nothing, and goes elsewhere."""
    dispute = await hold(db, actor, dispute_id, if_match)
    await take(
        db, actor, dispute, Action.FAIL, record=open_record(boxes, dispute), note=body.note, why=body.reason_code,
        referral=body.referral, reason_code=body.reason_code, **_concluded(Status.FAILED),
    )  # fmt: skip
    await remark_on_case(db, actor, dispute)
    return dispute


def _concluded(outcome: Status) -> dict[str, Any]:
    return {"outcome": str(outcome), "concluded_at": clock.now(), "due_at": None}


async def _check_parties(db: AsyncSession, dispute: Dispute, numbers: list[int]) -> None:
    known = {party.party_no for party in await repository.list_parts(db, Party, dispute.id)}
    unknown = sorted(set(numbers) - known)
    if unknown:
        raise PartyUnknown(party_no=unknown[0])
