"""Paths of what is done with a case: one sub-resource for each action."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.errors import StaleVersion
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.cases import handling
from svc_grid.cases.errors import (
    ActionNotPossible,
    CaseUnknown,
    ClassUnknown,
    ConditionUnknown,
    HandlerMayNotVerify,
    HandlerUnknown,
    NoOfficer,
    NotReportersSide,
    NotYourCase,
    NotYourLevel,
    PhotosMissing,
)  # fmt: skip
from svc_grid.cases.models import Case
from svc_grid.cases.schemas import Assignment, CaseView, HandlingResult, HandOver, Reason, Reclassification, Remark, Verification
from svc_grid.leads.errors import CellWithoutLead

router = domain_router("/v1/cases/{case_id}", "case actions")

Desk = Annotated[Principal, require(Role.GRID_DESK)]
Handler = Annotated[Principal, require(Role.GRID_LEAD, Role.UNIT, Role.GRID_DESK)]
Verifier = Annotated[Principal, require(Role.INSPECTOR, Role.GRID_DESK, Role.GRID_LEAD)]

_ANY = (CaseUnknown, ActionNotPossible, StaleVersion)


def shown(case: Case, response: Response) -> CaseView:
    """The case as it stands now, with its version as ETag."""
    tag_version(response, case.version)
    return CaseView.model_validate(case)


@router.post("/registrations", status_code=201, summary="Register a case 立案", responses=problems(*_ANY, NotYourLevel))
async def register(case_id: UUID, body: Remark, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """The report is taken up."""
    return shown(await handling.register(db, actor, case_id, if_match, body), response)


@router.post(
    "/reclassifications", status_code=201, summary="Put a case's class right 调整类别",
    responses=problems(*_ANY, NotYourLevel, ClassUnknown, ConditionUnknown),
)  # fmt: skip
async def reclassify(
    case_id: UUID, body: Reclassification, actor: Desk, db: Db, if_match: IfMatch, response: Response
) -> CaseView:
    """Its class, condition and level, and with them its limits."""
    return shown(await handling.reclassify(db, actor, case_id, if_match, body), response)


@router.post("/dismissals", status_code=201, summary="Do not register a case 不予立案", responses=problems(*_ANY, NotYourLevel))
async def dismiss(case_id: UUID, body: Reason, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """The report is not taken up, for a reason."""
    return shown(await handling.dismiss(db, actor, case_id, if_match, body), response)


@router.post(
    "/assignments", status_code=201, summary="Assign a case 派遣", responses=problems(*_ANY, HandlerUnknown, CellWithoutLead)
)
async def assign(case_id: UUID, body: Assignment, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Give it to the unit, or the person, that is to handle it."""
    return shown(await handling.assign(db, actor, case_id, if_match, body), response)


@router.post("/handlings", status_code=201, summary="Start handling 处置", responses=problems(*_ANY, NotYourCase))
async def start(case_id: UUID, body: Remark, actor: Handler, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Work on it begins."""
    return shown(await handling.start(db, actor, case_id, if_match, body), response)


@router.post(
    "/results", status_code=201, summary="Finish handling 处置完毕", responses=problems(*_ANY, NotYourCase, PhotosMissing)
)
async def finish(case_id: UUID, body: HandlingResult, actor: Handler, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Work on it is done, with its evidence; it waits for verification."""
    return shown(await handling.finish(db, actor, case_id, if_match, body), response)


@router.post("/returns", status_code=201, summary="Give a case back 回退", responses=problems(*_ANY, NotYourCase))
async def give_back(case_id: UUID, body: Reason, actor: Handler, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """The handling side gives it back, for a reason."""
    return shown(await handling.give_back(db, actor, case_id, if_match, body), response)


@router.post("/hand-overs", status_code=201, summary="Hand a case over 移交", responses=problems(*_ANY, NotYourCase, NoOfficer))
async def hand_over(case_id: UUID, body: HandOver, actor: Handler, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Another officer goes on with it."""
    return shown(await handling.hand_over(db, actor, case_id, if_match, body), response)


@router.post(
    "/verifications",
    status_code=201,
    summary="Verify a case 核查",
    responses=problems(*_ANY, HandlerMayNotVerify, NotReportersSide, PhotosMissing),
)
async def verify(case_id: UUID, body: Verification, actor: Verifier, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """Passed, or sent back for a reason; never by who handled it."""
    return shown(await handling.verify(db, actor, case_id, if_match, body), response)


@router.post("/closures", status_code=201, summary="Close a case 结案", responses=problems(*_ANY, NotYourLevel))
async def close(case_id: UUID, body: Remark, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """A verified case comes to its end."""
    return shown(await handling.close(db, actor, case_id, if_match, body), response)


@router.post("/voids", status_code=201, summary="Void a case 作废", responses=problems(*_ANY, NotYourLevel))
async def void(case_id: UUID, body: Reason, actor: Desk, db: Db, if_match: IfMatch, response: Response) -> CaseView:
    """It is of no effect any more, for a reason."""
    return shown(await handling.void(db, actor, case_id, if_match, body), response)
