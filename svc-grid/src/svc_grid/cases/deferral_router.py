"""Paths of more time for a case, and of the levels that it is referred to."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.cases import deferring, referring
from svc_grid.cases.action_router import shown
from svc_grid.cases.errors import (
    ActionNotPossible,
    AlreadyAsked,
    AskerMayNotDecide,
    CaseUnknown,
    ExtensionsUsedUp,
    ExtensionTooLong,
    NothingAbove,
    NothingAsked,
    NotYourCase,
    NotYourLevel,
    ReviewDateWrong,
    TooLateToAsk,
)
from svc_grid.cases.schemas import CaseView, Decision, ExtensionRequest, Reason, Remark, ShelvingDecision, ShelvingRequest

router = domain_router("/v1/cases/{case_id}", "case actions")

Decider = Annotated[Principal, require(Role.GRID_DESK, Role.SUPERVISOR)]
Desk = Annotated[Principal, require(Role.GRID_DESK)]
Handler = Annotated[Principal, require(Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK)]

_ANY = (CaseUnknown, ActionNotPossible, StaleVersion)
_ASKED = problems(*_ANY, NotYourCase, AlreadyAsked, TooLateToAsk, ExtensionsUsedUp, ExtensionTooLong)
_DECIDED = problems(*_ANY, NotYourLevel, NothingAsked, AskerMayNotDecide)


@router.post("/extensions", status_code=201, summary="Ask for more time 申请延时", responses=_ASKED)
async def ask_extension(
    case_id: UUID, body: ExtensionRequest, actor: Handler, db: Db, if_match: IfMatch, response: Response
) -> CaseView:
    """Before the deadline, by the handling side; the clock runs on until the desk grants it."""
    return shown(await deferring.ask_extension(db, actor, case_id, if_match, body), response)


@router.post("/extension-decisions", status_code=201, summary="Decide on more time 审批延时", responses=_DECIDED)
async def decide_extension(
    case_id: UUID, body: Decision, actor: Decider, db: Db, if_match: IfMatch, response: Response
) -> CaseView:
    """Granted, or not, by somebody else than who asked; silence refuses it."""
    return shown(await deferring.decide_extension(db, actor, case_id, if_match, body), response)


@router.post(
    "/shelvings", status_code=201, summary="Ask to shelve a case 申请挂账",
    responses=problems(*_ANY, NotYourCase, AlreadyAsked, ReviewDateWrong),
)  # fmt: skip
async def ask_shelving(
    case_id: UUID, body: ShelvingRequest, actor: Handler, db: Db, if_match: IfMatch, response: Response
) -> CaseView:
    """What cannot be done for now may rest, until a review date."""
    return shown(await deferring.ask_shelving(db, actor, case_id, if_match, body), response)


@router.post(
    "/shelving-decisions", status_code=201, summary="Decide on shelving 审批挂账",
    responses=problems(*_ANY, NotYourLevel, NothingAsked, AskerMayNotDecide, ReviewDateWrong),
)  # fmt: skip
async def decide_shelving(
    case_id: UUID, body: ShelvingDecision, actor: Decider, db: Db, if_match: IfMatch, response: Response
) -> CaseView:
    """Granted, its clock stands still; on the review date it comes back by itself."""
    return shown(await deferring.decide_shelving(db, actor, case_id, if_match, body), response)


@router.post("/resumptions", status_code=201, summary="Resume a case 恢复处置", responses=problems(*_ANY, NotYourLevel))
async def resume(case_id: UUID, body: Remark, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Its rest ends before its review date."""
    return shown(await deferring.resume(db, actor, case_id, if_match, body), response)


@router.post(
    "/escalations", status_code=201, summary="Refer a case upwards 上报上级",
    responses=problems(*_ANY, NotYourCase, NotYourLevel, NothingAbove),
)  # fmt: skip
async def escalate(case_id: UUID, body: Reason, actor: Handler, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """To the desk of the community, the regiment, the city, one after the other."""
    return shown(await referring.escalate(db, actor, case_id, if_match, body), response)


@router.post("/hand-downs", status_code=201, summary="Hand a case down 下派", responses=problems(*_ANY, NotYourLevel))
async def hand_down(case_id: UUID, body: Remark, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """The level below has it again."""
    return shown(await referring.hand_down(db, actor, case_id, if_match, body), response)
