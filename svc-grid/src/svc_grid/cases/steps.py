"""How a case is held and moved on: its row locked, each step with one version, one history row and one event.

What its timers would have done until now is done first, at the very instants they were set to. So a sweeper that was
down, or a replay that lives in its own time, changes nothing.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.repeating import REPLAY_REST
from chassis.routing import check_version
from svc_grid.calendar.service import calendar_of
from svc_grid.cases import clocks, events, repository
from svc_grid.cases.clocks import StageHours, Timer
from svc_grid.cases.errors import ActionNotPossible
from svc_grid.cases.lifecycle import IllegalMove, move
from svc_grid.cases.models import Case, CaseStep
from svc_grid.cases.terms import Action, Stage, Status
from svc_grid.classes import service as classes

CLOCK = Principal(subject="clock", kind="service")
_BY_TIME = {
    Action.MARK_OVERDUE: "超过本阶段时限",
    Action.REFUSE_EXTENSION: "逾期未审批，延时申请失效",
    Action.REFUSE_SHELVING: "逾期未审批，挂账申请失效",
    Action.RESUME: "挂账复查日已到，恢复处置",
    Action.CLOSE: "核查通过，逾期未结案，自动结案",
}


async def hold(db: AsyncSession, actor: Principal, case_id: UUID, if_match: int | None) -> Case:
    """Lock the case for this transaction, and let time pass for it; raises CaseUnknown, StaleVersion."""
    case = await repository.get(db, actor, case_id, for_update=True)
    check_version(if_match, case.version)
    await catch_up(db, case)
    return case


async def catch_up(db: AsyncSession, case: Case) -> int:
    """Do what the held case's timers were set to do until now, each at its own instant; returns how many there were."""
    done = 0
    while (timer := clocks.next_timer(case)) is not None and timer.at <= clock.now():
        with clock.declared(timer.at):
            await _fire(db, case, timer)
        done += 1
    return done


async def _fire(db: AsyncSession, case: Case, timer: Timer) -> None:
    changes: dict[str, object] = {}
    match timer.action:
        case Action.MARK_OVERDUE:
            changes = {"is_stage_overdue": True}
        case Action.CLOSE:
            changes = {"closed_at": clock.now()}
        case Action.REFUSE_EXTENSION:
            changes = {"extension_asked_h": None, "extension_decide_by": None, "extension_asked_by": None}
        case Action.REFUSE_SHELVING:
            changes = {"shelving_asked_on": None, "shelving_decide_by": None, "shelving_asked_by": None}
    await take(db, CLOCK, case, timer.action, note=_BY_TIME[timer.action], **changes)


async def take(
    db: AsyncSession, actor: Principal, case: Case, action: Action, *, note: str | None = None, **changes: object
) -> None:
    """Move the held case by one step and write `changes` to it; raises ActionNotPossible, and then nothing has changed."""
    before, unit_before = case.status, case.unit_code
    case.status = _after(before, action)
    for name, value in changes.items():
        setattr(case, name, value)
    case.version += 1
    # Referred upwards it is with another unit, but it was this one that did so.
    await record(db, actor, case, action, before, note, unit_before if action is Action.ESCALATE else case.unit_code)


async def record(
    db: AsyncSession,
    actor: Principal,
    case: Case,
    action: Action,
    before: Status | None = None,
    note: str | None = None,
    unit_code: str | None = None,
) -> None:
    """Settle the clock, write the present version into the history and announce it."""
    at = clock.now()
    was_late = clocks.is_late(case, at)
    with db.no_autoflush:  # asking must not write the half of a step that is there already
        hours = await _hours(db, case) if clocks.asks_limits(case, action, before) else {}
        ended = clocks.settle(case, action, before, at, await calendar_of(db), hours)
    if clock.is_replayed():
        case.sweep_after = clock.system_now() + REPLAY_REST
    await db.flush()
    step = CaseStep(
        case_id=case.id, version=case.version, at=at, action=action, from_status=before, to_status=case.status,
        actor=actor.subject, actor_kind=actor.kind, note=note, territory_code=case.territory_code,
        class_code=case.class_code, unit_code=unit_code, is_late=was_late,
    )  # fmt: skip
    db.add_all([step] if ended is None else [step, ended])
    await db.flush()
    await outbox.publish(db, events.of_step(action, case, at, is_late=was_late), subject=str(case.id), sequence=case.version)


async def _hours(db: AsyncSession, case: Case) -> StageHours:
    """The limits of its stages, by its class, its condition and its level."""
    limits = await classes.find_limits(db, case.class_code, case.condition_code, case.level)
    return {
        Stage.REGISTRATION: limits.registration_h,
        Stage.ASSIGNMENT: limits.assignment_h,
        Stage.HANDLING: limits.handling_h,
        Stage.VERIFICATION: limits.verification_h,
    }


def check_possible(case: Case, action: Action) -> None:
    """Raise ActionNotPossible before anything else is asked about the action."""
    _after(case.status, action)


def _after(status: Status, action: Action) -> Status:
    try:
        return move(status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise ActionNotPossible(detail, state=str(status), action=str(action), possible=[*possible]) from None
