"""Special procedures 特别程序 of a held case: the clock stands still for one that its item names, or there is more time."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.worktime import Limit
from svc_affairs.calendar.service import calendar_of
from svc_affairs.items import service as items
from svc_affairs.items.parts import SpecialProcedure as ItemProcedure
from svc_affairs.items.terms import SpecialKind
from svc_affairs.online_cases import clocks, repository, tasks
from svc_affairs.online_cases.errors import (
    ExtendedAlready,
    ExtensionTooLate,
    ExtensionTooLong,
    ProcedureNotRunning,
    ProcedureUnknown,
)
from svc_affairs.online_cases.models import OnlineCase, SpecialProcedure
from svc_affairs.online_cases.policy import POLICY
from svc_affairs.online_cases.reviewing import check_decider
from svc_affairs.online_cases.schemas import SpecialBeginning
from svc_affairs.online_cases.steps import check_possible, take
from svc_affairs.online_cases.terms import Action, Status
from svc_affairs.working_time import until


async def begin_special(db: AsyncSession, actor: Principal, case: OnlineCase, body: SpecialBeginning) -> None:
    """Begin one that the item names; an extension only gives more time, once, and by the deciding department.

    Raises ProcedureUnknown, NotYourDecision, ExtendedAlready, ExtensionTooLate, ExtensionTooLong.
    """
    named = await _named(db, case, body.code)
    days = body.days if body.days is not None else named.days
    if named.kind is SpecialKind.EXTENSION:
        await _extend(db, actor, case, named, days, body.reason)
        return
    check_possible(case, Action.BEGIN_SPECIAL)
    if not 1 <= days <= named.days:
        raise ExtensionTooLong(limit_days=named.days)
    row = await _row(db, actor, case, named, days, body.reason)
    db.add(row)
    told = {"procedure_code": named.code}
    await take(db, actor, case, Action.BEGIN_SPECIAL, note=body.reason, told=told, wait_until=row.due_at)


async def end_special(
    db: AsyncSession, actor: Principal, case: OnlineCase, procedure_no: int | None = None, note: str | None = None
) -> None:
    """The running one ends, at the latest by itself at its limit; the clock goes on. Raises ProcedureNotRunning."""
    check_possible(case, Action.END_SPECIAL)
    row = await _running(db, case)
    if row is None or procedure_no not in (None, row.procedure_no):
        raise ProcedureNotRunning(procedure_no=procedure_no)
    taken = await _end(db, actor, row)
    told = {"procedure_code": row.code, "days_taken": taken}
    await take(db, actor, case, Action.END_SPECIAL, note=note, told=told, special_days=case.special_days + taken)
    await tasks.recount(db, case)
    await db.flush()


async def drop(db: AsyncSession, actor: Principal, case: OnlineCase) -> None:
    """The case itself ends: the one that runs, if any, ends with it."""
    row = await _running(db, case) if case.status is Status.SPECIAL else None
    if row is not None:
        await _end(db, actor, row)


async def _running(db: AsyncSession, case: OnlineCase) -> SpecialProcedure | None:
    rows = await repository.list_parts(db, SpecialProcedure, case.id)
    return next((each for each in rows if each.ended_at is None), None)


async def _end(db: AsyncSession, actor: Principal, row: SpecialProcedure) -> int:
    """The working days that it took."""
    row.ended_at, row.ended_by = clock.now(), actor.subject
    row.days_taken = clocks.days_between(row.begun_at, row.ended_at, await calendar_of(db))
    return row.days_taken


async def _extend(
    db: AsyncSession, actor: Principal, case: OnlineCase, named: ItemProcedure, days: int, reason: str
) -> None:  # fmt: skip
    check_possible(case, Action.EXTEND)
    check_decider(actor, case)
    if case.extension_days:
        raise ExtendedAlready(days=case.extension_days)
    if case.overdue_at is not None:
        raise ExtensionTooLate(overdue_at=case.overdue_at.isoformat())
    most = min(named.days, POLICY.extension_most_days)
    if not 1 <= days <= most:
        raise ExtensionTooLong(limit_days=most)
    row = await _row(db, actor, case, named, days, reason)
    row.ended_at, row.ended_by = row.begun_at, actor.subject
    db.add(row)
    told = {"procedure_code": named.code, "days": days}
    await take(db, actor, case, Action.EXTEND, note=reason, told=told, extension_days=days)


async def _named(db: AsyncSession, case: OnlineCase, code: str) -> ItemProcedure:
    item = await items.get_version(db, case.item_id)
    for each in item.special_procedures:
        if each["code"] == code:
            return ItemProcedure.model_validate(each)
    raise ProcedureUnknown(code=code, known=[each["code"] for each in item.special_procedures])


async def _row(
    db: AsyncSession, actor: Principal, case: OnlineCase, named: ItemProcedure, days: int, reason: str
) -> SpecialProcedure:  # fmt: skip
    number = len(await repository.list_parts(db, SpecialProcedure, case.id)) + 1
    now = clock.now()
    due = None if named.kind is SpecialKind.EXTENSION else await until(db, now, Limit(days))
    return SpecialProcedure(
        case_id=case.id, procedure_no=number, code=named.code, name=named.name, kind=named.kind, days=days, reason=reason,
        begun_at=now, begun_by=actor.subject, due_at=due,
    )  # fmt: skip
