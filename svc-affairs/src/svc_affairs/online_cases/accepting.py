"""What the counter does with a held case until it is accepted, or not. Each is one step of a locked case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Problem
from svc_affairs.case_documents.service import DocumentKind
from svc_affairs.case_materials import service as materials
from svc_affairs.online_cases import papers, special, tasks
from svc_affairs.online_cases.errors import ActionNotPossible, MaterialsLacking, SupplementAskedAlready, SupplementIncomplete
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.schemas import Note, Refusal, SupplementRequest
from svc_affairs.online_cases.steps import Step, check_possible, take, take_all
from svc_affairs.online_cases.terms import Action, RefusalReason
from svc_affairs.ratings import service as ratings


async def precheck(db: AsyncSession, actor: Principal, case: OnlineCase, body: Note) -> None:
    await take(db, actor, case, Action.PRECHECK, note=body.note)


async def ask_supplement(db: AsyncSession, actor: Principal, case: OnlineCase, body: SupplementRequest) -> None:
    """All that is lacking, once 一次性告知; the clock stands still. Raises SupplementAskedAlready, SupplementIncomplete."""
    check_possible(case, Action.ASK_SUPPLEMENT)
    if case.supplement_asked_at is not None:
        raise SupplementAskedAlready(asked_at=case.supplement_asked_at.isoformat())
    named = {thing.material_code for thing in body.lacking}
    forgotten = [code for code in await materials.to_be_named(db, case.id) if code not in named]
    if forgotten:
        raise SupplementIncomplete(lacking=[*forgotten])
    wrong = {thing.material_code: thing.what for thing in body.lacking if thing.material_code is not None}
    await materials.find_faulty(db, actor.subject, case, wrong)
    asked: list[dict[str, Any]] = [thing.model_dump(mode="json") for thing in body.lacking]
    await take(
        db, actor, case, Action.ASK_SUPPLEMENT, note=body.note, told={"lacking": len(asked)}, supplement_asked=asked,
        supplement_asked_at=clock.now(),
    )  # fmt: skip
    await papers.issue(db, actor, case, DocumentKind.SUPPLEMENT, points=[thing.what for thing in body.lacking])


async def supplement(db: AsyncSession, actor: Principal, case: OnlineCase) -> None:
    """The applicant has brought what was asked for; the clock goes on where it stood."""
    await take(db, actor, case, Action.SUPPLEMENT, supplemented_at=clock.now())
    await materials.answer_supplement(db, case)


async def lapse(db: AsyncSession, actor: Principal, case: OnlineCase, note: str) -> None:
    """The applicant brought nothing in time."""
    await tasks.drop(db, case)
    await take(db, actor, case, Action.LAPSE, note=note, refusal_reason=RefusalReason.NOT_COMPLETE, result_text=note)
    await papers.issue(db, actor, case, DocumentKind.NON_ACCEPTANCE, reasons=note)


async def accept(db: AsyncSession, actor: Principal, case: OnlineCase, body: Note) -> None:
    """From now on the promised time runs; raises MaterialsLacking."""
    for refusal in (await accept_all(db, actor, [(case, body)])).values():
        raise refusal


async def accept_all(db: AsyncSession, actor: Principal, cases: Sequence[tuple[OnlineCase, Note]]) -> dict[UUID, Problem]:
    """Accept held cases, none of them twice, in as many statements as one would take; why which were not."""
    lacking = await materials.lacking_of(db, [case.id for case, _ in cases])
    refused: dict[UUID, Problem] = {}
    for case, _ in cases:
        try:
            check_possible(case, Action.ACCEPT)
        except ActionNotPossible as problem:
            refused[case.id] = problem
        else:
            if case.id in lacking:
                refused[case.id] = MaterialsLacking(lacking=[*lacking[case.id]])
    accepted = [(case, body) for case, body in cases if case.id not in refused]
    changes = {"accepted_at": clock.now()}
    await take_all(db, actor, [Step(case, Action.ACCEPT, body.note, changes=changes) for case, body in accepted])
    await tasks.open_first(db, [case for case, _ in accepted])
    await db.flush()
    await papers.issue_acceptances(db, actor, [case for case, _ in accepted])
    return refused


async def accept_by_silence(db: AsyncSession, actor: Principal, case: OnlineCase, note: str) -> None:
    """Nothing was said in time: it counts as accepted from the day on which all of it had come."""
    since = case.supplemented_at or case.submitted_at
    await take(db, actor, case, Action.ACCEPT_BY_SILENCE, note=note, told={"is_by_silence": True}, accepted_at=since)
    await tasks.open_first(db, [case])
    await db.flush()


async def refuse(db: AsyncSession, actor: Principal, case: OnlineCase, body: Refusal) -> None:
    """It is not accepted, for a reason that the applicant is told, who may rate that too."""
    check_possible(case, Action.REFUSE)
    await tasks.drop(db, case)
    await take(db, actor, case, Action.REFUSE, note=body.text, refusal_reason=body.reason, result_text=body.text)
    reasons = f"{body.reason.label_zh}。{body.text}"
    await papers.issue(db, actor, case, DocumentKind.NON_ACCEPTANCE, reasons=reasons)
    await ratings.invite_for_result(db, case)


async def withdraw(db: AsyncSession, actor: Principal, case: OnlineCase, note: str | None = None) -> None:
    """The applicant takes it back, until it is decided."""
    check_possible(case, Action.WITHDRAW)
    await special.drop(db, actor, case)
    await tasks.drop(db, case)
    await take(db, actor, case, Action.WITHDRAW, note=note)
