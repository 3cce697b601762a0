"""Use cases of more time: an extension 延时, or a rest with a review date 挂账. The handling side asks, the desk decides."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.worktime import due_at
from svc_grid.calendar.service import calendar_of
from svc_grid.cases import clocks
from svc_grid.cases.errors import AlreadyAsked, ExtensionsUsedUp, ExtensionTooLong, NothingAsked, ReviewDateWrong, TooLateToAsk
from svc_grid.cases.holding import check_decider, hold_as_desk, hold_as_handler
from svc_grid.cases.models import Case
from svc_grid.cases.policy import POLICY
from svc_grid.cases.schemas import Decision, ExtensionRequest, Remark, ShelvingDecision, ShelvingRequest
from svc_grid.cases.steps import check_possible, take
from svc_grid.cases.terms import Action


async def ask_extension(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: ExtensionRequest) -> Case:
    """Asked before the deadline; the clock runs on until it is granted.

    Raises AlreadyAsked, TooLateToAsk, ExtensionsUsedUp, ExtensionTooLong.
    """
    case = await hold_as_handler(db, actor, case_id, if_match)
    check_possible(case, Action.REQUEST_EXTENSION)
    if case.extension_asked_h is not None:
        raise AlreadyAsked()
    if clocks.is_late(case, clock.now()):
        raise TooLateToAsk()
    if case.extended_times >= POLICY.most_extensions:
        raise ExtensionsUsedUp(limit=POLICY.most_extensions)
    if body.hours > POLICY.most_extension_h:
        raise ExtensionTooLong(limit_working_hours=POLICY.most_extension_h)
    decide_by = due_at(_told_at(), POLICY.extension_decision, await calendar_of(db)).at
    await take(
        db, actor, case, Action.REQUEST_EXTENSION, note=body.remark, reason_code=body.reason_code,
        extension_asked_h=body.hours, extension_decide_by=decide_by, extension_asked_by=actor.subject,
    )  # fmt: skip
    return case


async def decide_extension(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Decision) -> Case:
    """Raises NothingAsked, AskerMayNotDecide."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    check_possible(case, Action.GRANT_EXTENSION)
    if case.extension_asked_h is None:
        raise NothingAsked()
    check_decider(actor, case.extension_asked_by)
    done: dict[str, object] = {"extension_asked_h": None, "extension_decide_by": None, "extension_asked_by": None}
    if not body.granted:
        await take(db, actor, case, Action.REFUSE_EXTENSION, note=body.remark, **done)
        return case
    done |= {"stage_extra_h": case.stage_extra_h + case.extension_asked_h, "extended_times": case.extended_times + 1}
    await take(db, actor, case, Action.GRANT_EXTENSION, note=body.remark, **done)
    return case


async def ask_shelving(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: ShelvingRequest) -> Case:
    """Raises AlreadyAsked, ReviewDateWrong."""
    case = await hold_as_handler(db, actor, case_id, if_match)
    check_possible(case, Action.REQUEST_SHELVING)
    if case.shelving_asked_on is not None:
        raise AlreadyAsked()
    _check_review(body.review_on)
    decide_by = due_at(_told_at(), POLICY.shelving_decision, await calendar_of(db)).at
    await take(
        db, actor, case, Action.REQUEST_SHELVING, note=body.remark, reason_code=body.reason_code,
        shelving_asked_on=body.review_on, shelving_decide_by=decide_by, shelving_asked_by=actor.subject,
    )  # fmt: skip
    return case


async def decide_shelving(
    db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: ShelvingDecision
) -> Case:
    """Granted, the clock stands still until the review date; raises NothingAsked, AskerMayNotDecide, ReviewDateWrong."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    check_possible(case, Action.SHELVE)
    if case.shelving_asked_on is None:
        raise NothingAsked()
    check_decider(actor, case.shelving_asked_by)
    done: dict[str, object] = {"shelving_asked_on": None, "shelving_decide_by": None, "shelving_asked_by": None}
    if not body.granted:
        await take(db, actor, case, Action.REFUSE_SHELVING, note=body.remark, **done)
        return case
    review_on = body.review_on or case.shelving_asked_on
    _check_review(review_on)
    await take(
        db, actor, case, Action.SHELVE, note=body.remark, review_on=review_on, **done
    )  # fmt: skip
    return case


async def resume(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None, body: Remark) -> Case:
    """Its rest ends before its review date; the same unit takes it up again."""
    case = await hold_as_desk(db, actor, case_id, if_match)
    await take(db, actor, case, Action.RESUME, note=body.remark)
    return case


def _told_at() -> datetime:
    """From when the desk can decide: what was asked off line is told only now."""
    return clock.now() if clock.is_replayed() else clock.system_now()


def _check_review(review_on: date) -> None:
    today = clock.local_day(clock.now())
    latest = today + timedelta(days=POLICY.most_shelved_days)
    if not today < review_on <= latest:
        raise ReviewDateWrong(f"after {today}, at most until {latest}", latest_on=str(latest))
