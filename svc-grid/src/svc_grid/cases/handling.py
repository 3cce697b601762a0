"""Use cases of the straight way of a case: registered, assigned, handled, verified, closed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_grid.cases import clocks
from svc_grid.cases.errors import HandlerUnknown, NoOfficer
from svc_grid.cases.holding import hold_as_desk, hold_as_handler, hold_as_verifier, with_worker
from svc_grid.cases.models import Case
from svc_grid.cases.photos import check_photos
from svc_grid.cases.schemas import Assignment, HandlingResult, HandOver, Reason, Reclassification, Remark, Verification
from svc_grid.cases.service import check_class
from svc_grid.cases.steps import check_possible, take
from svc_grid.cases.terms import Action, Status
from svc_grid.leads import service as leads
from svc_grid.organisation import service as organisation


async def register(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await hold_as_desk(db, actor, case_id, if_match)
    await take(db, actor, case, Action.REGISTER, note=body.remark)
    return case


async def dismiss(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """It is not registered; the reporter is owed the reason."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    await take(db, actor, case, Action.DISMISS, note=body.remark, reason_code=body.reason_code)
    return case


async def reclassify(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reclassification) -> Case:
    """Put its class right, and with it its limits; raises ClassUnknown, ConditionUnknown."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    await check_class(db, body.class_code, body.condition_code)
    await take(
        db, actor, case, Action.RECLASSIFY, note=body.remark, class_code=body.class_code, condition_code=body.condition_code,
        level=body.level,
    )  # fmt: skip
    return case


async def assign(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Assignment) -> Case:
    """Give it to whoever is to handle it; what is nobody's falls to the territory's own unit, and there to its grid lead.

    Raises HandlerUnknown, CellWithoutLead.
    """
    case = await hold_as_desk(db, actor, case_id, if_match)
    if body.unit_code is not None and not await organisation.is_unit(db, body.unit_code):
        raise HandlerUnknown(unit_code=body.unit_code)
    # A unit that gave it back has it no more.
    kept = None if case.status is Status.RETURNED else case.unit_code
    unit_code, is_territorial = body.unit_code or kept, False
    if unit_code is None and body.assignee is None:
        unit_code, is_territorial = await organisation.unit_over(db, case.held_by), True
        if unit_code is None:
            raise HandlerUnknown("no unit answers for the territory", territory_code=case.held_by)
    assignee = body.assignee
    if body.is_to_lead:
        check_possible(case, Action.ASSIGN)
        assignee = await leads.need_lead(db, case.territory_code, clock.now())
    elif assignee is None and unit_code == await organisation.unit_over(db, case.territory_code):
        assignee = await leads.lead_of(db, case.territory_code, clock.now())
    await take(
        db, actor, case, Action.ASSIGN, note=body.remark, unit_code=unit_code, assignee=assignee,
        is_territorial=is_territorial, worked_by=[], worked_units=[],
    )  # fmt: skip
    return case


async def start(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await hold_as_handler(db, actor, case_id, if_match)
    workers = with_worker(case, actor.subject, unit_code=actor.unit_code)
    await take(db, actor, case, Action.START_HANDLING, note=body.remark, **workers)
    return case


async def finish(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: HandlingResult) -> Case:
    """The work is done; whether it was late, by its stage or by its ticket, is a fact that stays."""
    case = await hold_as_handler(db, actor, case_id, if_match)
    check_possible(case, Action.FINISH)
    await check_photos(db, case)
    now = clock.now()
    is_late = case.is_overdue or clocks.is_late(case, now) or (case.due_at is not None and now > case.due_at)
    await take(
        db, actor, case, Action.FINISH, note=body.result, result=body.result, evidence=body.evidence,
        handled_by=actor.subject, handling_unit_code=case.unit_code or actor.unit_code, handled_at=now, is_overdue=is_late,
        **with_worker(case, actor.subject, unit_code=actor.unit_code),
    )  # fmt: skip
    return case


async def give_back(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """The handling side gives it back; it waits for another assignment."""
    case = await hold_as_handler(db, actor, case_id, if_match)
    await take(
        db, actor, case, Action.RETURN, note=body.remark, reason_code=body.reason_code, assignee=None,
        returned_times=case.returned_times + 1,
    )  # fmt: skip
    return case


async def hand_over(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: HandOver) -> Case:
    """Another officer of the same unit goes on with it; raises NoOfficer where it has none."""
    case = await hold_as_handler(db, actor, case_id, if_match)
    check_possible(case, Action.HAND_OVER)
    if case.assignee is None:
        raise NoOfficer()
    workers = with_worker(case, case.assignee, unit_code=actor.unit_code)
    await take(db, actor, case, Action.HAND_OVER, note=body.remark, assignee=body.assignee, **workers)
    return case


async def verify(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Verification) -> Case:
    """The reporter's side checks; raises NotReportersSide, HandlerMayNotVerify."""
    case = await hold_as_verifier(db, actor, case_id, if_match)
    if body.passed:
        check_possible(case, Action.PASS)
        if case.is_self_handled and not case.sent_back_times:
            await check_photos(db, case)  # it was told in one go, before any could be added
        await take(db, actor, case, Action.PASS, note=body.remark)
    else:
        times = case.sent_back_times + 1
        await take(
            db, actor, case, Action.SEND_BACK, note=body.remark, reason_code=body.reason_code, sent_back_times=times
        )  # fmt: skip
    return case


async def close(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    case = await hold_as_desk(db, actor, case_id, if_match)
    await take(db, actor, case, Action.CLOSE, note=body.remark, closed_at=clock.now())
    return case


async def void(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Reason) -> Case:
    """It is of no effect any more."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    await take(db, actor, case, Action.VOID, note=body.remark, reason_code=body.reason_code)
    return case
