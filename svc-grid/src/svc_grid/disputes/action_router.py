"""Paths of what is done with a dispute: one sub-resource for each action."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.disputes import accepting, aftercare, mediating
from svc_grid.disputes.errors import (
    DisputeActionNotPossible,
    DisputeUnknown,
    ExtensionNotPossible,
    InterestsNotDeclared,
    MediatorAssigned,
    MediatorMissing,
    MediatorUnfit,
    NotTheApplicant,
    NotTheMediator,
    NotYourDispute,
    ObligationInPast,
    ObligationsOpen,
    ObligationUnknown,
    PartyUnknown,
    RecordErased,
    SessionInPast,
    SessionNotYet,
    SessionRecorded,
    SessionUnknown,
)
from svc_grid.disputes.records import Keys
from svc_grid.disputes.router import facts
from svc_grid.disputes.schemas import (
    AgreementTerms,
    Extension,
    Failure,
    FollowUp,
    InterestDeclaration,
    MediatorChoice,
    Note,
    PerformanceResult,
    Refusal,
    Replacement,
    SessionPlan,
    SessionResult,
    Unsealing,
    Withdrawal,
)
from svc_grid.disputes.views import DisputeFacts

router = domain_router("/v1/disputes/{dispute_id}", "dispute actions")

Desk = Annotated[Principal, require(Role.GRID_DESK)]
Worker = Annotated[Principal, require(Role.GRID_DESK, Role.MEDIATOR)]
Mediator = Annotated[Principal, require(Role.MEDIATOR)]
Keeper = Annotated[Principal, require(Role.MEDIATION_KEEPER, Role.SUPERVISOR)]
No = Annotated[int, Path(ge=1, le=10_000, description="Its number within the dispute.", examples=[1])]

_ANY = (DisputeUnknown, NotYourDispute, DisputeActionNotPossible, StaleVersion)
_MEDIATED = (*_ANY, MediatorMissing, InterestsNotDeclared)


@router.post("/acceptances", status_code=201, summary="Accept 受理", responses=problems(*_ANY))
async def accept(
    dispute_id: UUID, body: Note, actor: Desk, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """The application is taken up."""
    return facts(await accepting.accept(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/refusals", status_code=201, summary="Do not accept 不予受理", responses=problems(*_ANY))
async def refuse(
    dispute_id: UUID, body: Refusal, actor: Desk, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """The application is not taken up, for a reason from the fixed list."""
    return facts(await accepting.refuse(db, actor, dispute_id, if_match, body, keys), response)


@router.post(
    "/assignments", status_code=201, summary="Assign a mediator 指派调解员",
    responses=problems(*_ANY, MediatorUnfit, MediatorAssigned),
)  # fmt: skip
async def assign(
    dispute_id: UUID, body: MediatorChoice, actor: Desk, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """Give it to a mediator."""
    return facts(await accepting.assign(db, actor, dispute_id, if_match, body, keys), response)


@router.post(
    "/interest-declarations", status_code=201, summary="Declare interests 利益冲突声明",
    responses=problems(*_ANY, MediatorMissing, NotTheMediator),
)  # fmt: skip
async def declare(
    dispute_id: UUID, body: InterestDeclaration, actor: Mediator, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """The mediator says whether interests of his own stand in the way; if so, somebody else is assigned."""
    return facts(await accepting.declare(db, actor, dispute_id, if_match, body, keys), response)


@router.post(
    "/replacements", status_code=201, summary="Replace the mediator 更换调解员",
    responses=problems(*_ANY, MediatorMissing, MediatorUnfit),
)  # fmt: skip
async def replace(
    dispute_id: UUID, body: Replacement, actor: Desk, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """Another mediator takes over, for a reason."""
    return facts(await accepting.replace(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/extensions", status_code=201, summary="Extend 延期", responses=problems(*_ANY, ExtensionNotPossible))
async def extend(
    dispute_id: UUID, body: Extension, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """More time to mediate, once, asked for before the time runs out."""
    return facts(await accepting.extend(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/withdrawals", status_code=201, summary="Withdraw 撤回", responses=problems(*_ANY, PartyUnknown, NotTheApplicant))
async def withdraw(
    dispute_id: UUID, body: Withdrawal, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """An applicant takes the application back."""
    return facts(await accepting.withdraw(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/mediations", status_code=201, summary="Start mediation 开始调解", responses=problems(*_MEDIATED))
async def start(
    dispute_id: UUID, body: Note, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """By a mediator who has declared to be free of interests."""
    return facts(await mediating.start(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/sessions", status_code=201, summary="Plan a session 安排调解会", responses=problems(*_MEDIATED, SessionInPast))
async def plan_session(
    dispute_id: UUID, body: SessionPlan, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """When and where; sessions are numbered in their order."""
    return facts(await mediating.plan_session(db, actor, dispute_id, if_match, body, keys), response)


@router.post(
    "/sessions/{number}/results", status_code=201, summary="Record a session 记录调解会",
    responses=problems(*_MEDIATED, SessionUnknown, SessionRecorded, SessionNotYet, PartyUnknown),
)  # fmt: skip
async def record_session(
    dispute_id: UUID, number: No, body: SessionResult, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """Held, adjourned, or a party did not come; with its minutes, and who came by number."""
    return facts(await mediating.record_session(db, actor, dispute_id, number, if_match, body, keys), response)


@router.post(
    "/agreements", status_code=201, summary="Agree 达成协议", responses=problems(*_MEDIATED, PartyUnknown, ObligationInPast)
)
async def agree(
    dispute_id: UUID, body: AgreementTerms, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """What the parties agreed on, and who is to do what by when."""
    return facts(await mediating.agree(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/failures", status_code=201, summary="Fail 调解不成", responses=problems(*_ANY))
async def fail(
    dispute_id: UUID, body: Failure, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """It came to nothing; where it goes is named."""
    return facts(await mediating.fail(db, actor, dispute_id, if_match, body, keys), response)


@router.post(
    "/obligations/{number}/outcomes", status_code=201, summary="Record performance 记录履行",
    responses=problems(*_ANY, ObligationUnknown),
)  # fmt: skip
async def record_performance(
    dispute_id: UUID, number: No, body: PerformanceResult, actor: Worker, db: Db, keys: Keys, if_match: IfMatch,
    response: Response,
) -> DisputeFacts:  # fmt: skip
    """How an obligation was met; recorded again when that changes."""
    return facts(await aftercare.record_performance(db, actor, dispute_id, number, if_match, body, keys), response)


@router.post("/follow-ups", status_code=201, summary="Follow up 回访", responses=problems(*_ANY, ObligationsOpen))
async def follow_up(
    dispute_id: UUID, body: FollowUp, actor: Worker, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """What the parties say, once every obligation has its outcome."""
    return facts(await aftercare.follow_up(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/closures", status_code=201, summary="Close 结案", responses=problems(*_ANY))
async def close(
    dispute_id: UUID, body: Note, actor: Desk, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """It comes to its end, and its record is sealed 封存."""
    return facts(await aftercare.close(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/unsealings", status_code=201, summary="Unseal a record 启封", responses=problems(*_ANY, RecordErased))
async def unseal(
    dispute_id: UUID, body: Unsealing, actor: Keeper, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """Open it for some days to those who worked on it, for a reason that is written into the audit log."""
    return facts(await aftercare.unseal(db, actor, dispute_id, if_match, body, keys), response)


@router.post("/sealings", status_code=201, summary="Seal a record 重新封存", responses=problems(*_ANY, RecordErased))
async def seal(
    dispute_id: UUID, body: Note, actor: Keeper, db: Db, keys: Keys, if_match: IfMatch, response: Response
) -> DisputeFacts:
    """Shut it before its days are over."""
    return facts(await aftercare.seal(db, actor, dispute_id, if_match, body, keys), response)
