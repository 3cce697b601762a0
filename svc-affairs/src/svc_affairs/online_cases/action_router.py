"""Paths of what is done with an online case: by the counter, the approvers and the applicant."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Response

from chassis.errors import Limited, Problem, StaleVersion
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.case_materials.errors import MaterialUnknown
from svc_affairs.online_cases import accepting, delivering, errors, reviewing, service, special
from svc_affairs.online_cases.errors import ActionNotPossible, CaseUnknown
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.public_views import PublicCase
from svc_affairs.online_cases.repository import APPROVERS, COUNTER
from svc_affairs.online_cases.schemas import (
    ApplicantsStep,
    CaseDecision,
    Delivery,
    Note,
    Refusal,
    Review,
    SpecialBeginning,
    SupplementRequest,
)
from svc_affairs.online_cases.sealing import Sealing
from svc_affairs.online_cases.views import OnlineCaseView

router = domain_router("/v1/online-cases/{case_id}", "online case actions")

Counter = Annotated[Principal, require(Role.WINDOW, Role.CENTRE)]
Approver = Annotated[Principal, require(Role.APPROVER)]
Everybody = Annotated[Principal, anyone()]
ProcedureNo = Annotated[int, Path(ge=1, le=1000, description="The procedure's number within the case.", examples=[1])]


def _faults(*more: type[Problem]) -> dict[int | str, dict[str, Any]]:
    return problems(CaseUnknown, ActionNotPossible, StaleVersion, *more)


def _shown(case: OnlineCase, response: Response) -> OnlineCaseView:
    tag_version(response, case.version)
    return OnlineCaseView.model_validate(case)


@router.post("/prechecks", status_code=201, summary="Begin to check an application 预审", responses=_faults())
async def precheck(case_id: UUID, body: Note, actor: Counter, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """Somebody looks at it; the time to accept runs on."""
    do = partial(accepting.precheck, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post(
    "/supplement-requests", status_code=201, summary="Ask for a supplement 补正告知",
    responses=_faults(errors.SupplementAskedAlready, errors.SupplementIncomplete, MaterialUnknown),
)  # fmt: skip
async def ask_supplement(
    case_id: UUID, body: SupplementRequest, actor: Counter, db: Db, if_match: IfMatch, response: Response
) -> OnlineCaseView:
    """All that is lacking, once; the clock stands still until it comes."""
    do = partial(accepting.ask_supplement, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post("/supplements", status_code=201, summary="Answer with a supplement 补正", responses=_faults(Limited))
async def supplement(
    case_id: UUID, body: ApplicantsStep, actor: Everybody, db: Db, if_match: IfMatch, seals: Sealing, response: Response
) -> PublicCase:
    """By the applicant with the query code, or at the counter."""
    case = await service.act_for_applicant(db, actor, case_id, if_match, body.query_code, seals, accepting.supplement)
    tag_version(response, case.version)
    return PublicCase.of(case, await service.steps_of(db, case))


@router.post(
    "/acceptances", status_code=201, summary="Accept an application 受理", responses=_faults(errors.MaterialsLacking)
)  # fmt: skip
async def accept(case_id: UUID, body: Note, actor: Counter, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """From now on the promised time runs."""
    do = partial(accepting.accept, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post("/refusals", status_code=201, summary="Do not accept an application 不予受理", responses=_faults())
async def refuse(case_id: UUID, body: Refusal, actor: Counter, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """For a reason from the list; the applicant is told."""
    do = partial(accepting.refuse, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post(
    "/reviews", status_code=201, summary="Do a step of the review 审查",
    responses=_faults(errors.StepNotOpen, errors.NotYourStep, errors.StepToBeNamed),
)  # fmt: skip
async def review(case_id: UUID, body: Review, actor: Approver, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """By the department that takes it; the last of a stage opens the next one."""
    do = partial(reviewing.review, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, APPROVERS, do), response)


@router.post(
    "/special-procedures", status_code=201, summary="Begin a special procedure 特别程序",
    responses=_faults(
        errors.ProcedureUnknown, errors.NotYourDecision, errors.ExtendedAlready, errors.ExtensionTooLate, errors.ExtensionTooLong
    ),
)  # fmt: skip
async def begin_special(
    case_id: UUID, body: SpecialBeginning, actor: Approver, db: Db, if_match: IfMatch, response: Response
) -> OnlineCaseView:
    """One that the item names, and the clock stands still; or its extension of the review, once."""
    do = partial(special.begin_special, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, APPROVERS, do), response)


@router.post(
    "/special-procedures/{procedure_no}/ends", status_code=201, summary="End a special procedure",
    responses=_faults(errors.ProcedureNotRunning),
)  # fmt: skip
async def end_special(
    case_id: UUID, procedure_no: ProcedureNo, body: Note, actor: Approver, db: Db, if_match: IfMatch, response: Response
) -> OnlineCaseView:
    """The clock goes on where it stood."""
    do = partial(special.end_special, procedure_no=procedure_no, note=body.note)
    return _shown(await service.act(db, actor, case_id, if_match, APPROVERS, do), response)


@router.post(
    "/decisions", status_code=201, summary="Decide 准予/不予", responses=_faults(errors.NotYourDecision, errors.ReviewNotDone)
)  # fmt: skip
async def decide(
    case_id: UUID, body: CaseDecision, actor: Approver, db: Db, if_match: IfMatch, response: Response
) -> OnlineCaseView:
    """By the item's own department, once every step is done."""
    do = partial(reviewing.decide, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, APPROVERS, do), response)


@router.post("/deliveries", status_code=201, summary="Deliver the result 送达", responses=_faults())
async def deliver(case_id: UUID, body: Delivery, actor: Counter, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """Collected at a window, sent by post, or electronically."""
    do = partial(delivering.deliver, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post("/closures", status_code=201, summary="Close a case 办结", responses=_faults())
async def close(case_id: UUID, body: Note, actor: Counter, db: Db, if_match: IfMatch, response: Response) -> OnlineCaseView:
    """Some days after the delivery it closes by itself."""
    do = partial(delivering.close, body=body)
    return _shown(await service.act(db, actor, case_id, if_match, COUNTER, do), response)


@router.post("/withdrawals", status_code=201, summary="Withdraw an application 撤回", responses=_faults(Limited))
async def withdraw(
    case_id: UUID, body: ApplicantsStep, actor: Everybody, db: Db, if_match: IfMatch, seals: Sealing, response: Response
) -> PublicCase:
    """By the applicant with the query code, or at the counter, until it is decided."""
    case = await service.act_for_applicant(db, actor, case_id, if_match, body.query_code, seals, accepting.withdraw)
    tag_version(response, case.version)
    return PublicCase.of(case, await service.steps_of(db, case))
