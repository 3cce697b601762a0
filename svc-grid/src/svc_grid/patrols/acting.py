"""Use cases of tasks: begin, see a checkpoint, finish, call off. By time given too, so that a telephone may be off-line.

`start_task`, `record_visit` and `finish_task` may each be sent again: what was done is done once.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.routing import check_version
from contracts.roles import Role
from svc_grid.patrols import events, places, repository
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.errors import (
    CheckpointSeen,
    CheckpointsLeft,
    CheckpointUnknown,
    NotYourTask,
    OutsideWindow,
    TaskActionNotPossible,
    VisitIdReused,
)
from svc_grid.patrols.finding import follow
from svc_grid.patrols.lifecycle import IllegalMove, move
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.schemas import FindingEntry
from svc_grid.patrols.task_models import PatrolTask, PatrolTaskPoint, PatrolTaskStep, PatrolVisit
from svc_grid.patrols.terms import PointState, TaskAction, TaskStatus, VisitResult


async def start_task(
    db: AsyncSession, actor: Principal, task_id: UUID, at: datetime | None = None, *, if_match: int | None = None
) -> PatrolTask:
    """Begin it; one that is under way stays so.

    Raises TaskUnknown, StaleVersion, NotYourTask, OutsideWindow, TaskActionNotPossible.
    """
    task = await _hold(db, actor, task_id, None)
    if task.status is TaskStatus.UNDER_WAY:
        return task
    check_version(if_match, task.version)
    at = _checked(task, at)
    await _step(db, actor, task, TaskAction.START, at)
    task.started_at = at
    return task


async def record_visit(
    db: AsyncSession, actor: Principal, task_id: UUID, checkpoint_code: str, visit_id: UUID, at: datetime | None,
    result: VisitResult, *, reason_code: str | None = None, findings: Sequence[FindingEntry] = (),
) -> PatrolVisit:  # fmt: skip
    """A checkpoint was seen, or could not be reached; findings become cases. In any order; once by `visit_id`.

    Raises TaskUnknown, NotYourTask, VisitIdReused, TaskActionNotPossible, OutsideWindow, CheckpointUnknown, CheckpointSeen,
    ItemUnknown.
    """
    task = await _hold(db, actor, task_id, None)
    digest = _digest(checkpoint_code, result, reason_code, findings)
    known = await repository.find_visit(db, visit_id)
    if known is not None:
        if (known.task_id, known.digest) != (task.id, digest):
            raise VisitIdReused(visit_id=str(visit_id))
        return known
    _after(task.status, TaskAction.VISIT)
    at = _checked(task, at)
    point = (await repository.points_of(db, task.id)).get(checkpoint_code)
    if point is None:
        raise CheckpointUnknown(checkpoint_code=checkpoint_code)
    if point.state is not PointState.PLANNED and (point.state is PointState.VISITED or result is VisitResult.NOT_REACHABLE):
        raise CheckpointSeen(checkpoint_code=checkpoint_code)
    return await _visit(db, actor, task, point, visit_id, at, result, reason_code, digest, findings)


def _digest(code: str, result: VisitResult, reason_code: str | None, findings: Sequence[FindingEntry]) -> bytes:
    told = [code, result, reason_code, *(entry.model_dump() for entry in findings)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).digest()


async def _visit(
    db: AsyncSession, actor: Principal, task: PatrolTask, point: PatrolTaskPoint, visit_id: UUID, at: datetime,
    result: VisitResult, reason_code: str | None, digest: bytes, findings: Sequence[FindingEntry],
) -> PatrolVisit:  # fmt: skip
    tally = Tally()
    tally.take(task)
    visit = PatrolVisit(
        id=visit_id, task_id=task.id, code=point.code, visited_at=at, result=result, reason_code=reason_code, digest=digest
    )
    db.add(visit)
    # The history says who answers for the task; which way somebody went through it is kept nowhere.
    await _step(db, actor, task, TaskAction.VISIT, at)
    task.started_at = min(task.started_at or at, at)
    if point.state is PointState.NOT_REACHABLE:
        task.points_not_reachable -= 1
    if result is VisitResult.NOT_REACHABLE:
        point.state, task.points_not_reachable = PointState.NOT_REACHABLE, task.points_not_reachable + 1
    else:
        point.state, task.points_visited = PointState.VISITED, task.points_visited + 1
    checkpoint = (await repository.hold_checkpoints(db, task.plan_id, [point.code]))[point.code]
    for entry in findings:
        await follow(db, actor, task, checkpoint, visit, entry)
    task.findings += len(findings)
    if result is not VisitResult.NOT_REACHABLE:
        await places.seen(db, checkpoint, clock.local_day(at))
    tally.give(task)
    await tally.write(db)
    return visit


async def finish_task(
    db: AsyncSession, actor: Principal, task_id: UUID, at: datetime | None = None, *, if_match: int | None = None
) -> PatrolTask:
    """All checkpoints are told of; one that is done stays so.

    Raises TaskUnknown, StaleVersion, NotYourTask, OutsideWindow, TaskActionNotPossible, CheckpointsLeft.
    """
    task = await _hold(db, actor, task_id, None)
    if task.status is TaskStatus.DONE:
        return task
    check_version(if_match, task.version)
    _after(task.status, TaskAction.FINISH)
    at = _checked(task, at)
    points = await repository.points_of(db, task.id)
    left = [code for code, point in points.items() if point.state is PointState.PLANNED]
    if left:
        raise CheckpointsLeft(f"{len(left)} left: {', '.join(left[:20])}", left=[*left[:50]])
    tally = Tally()
    await end_task(db, actor, task, TaskAction.FINISH, at, tally)
    await tally.write(db)
    return task


async def end_task(db: AsyncSession, actor: Principal, task: PatrolTask, action: TaskAction, at: datetime, tally: Tally) -> None:
    """The held task is done, or missed; what was not seen of it is overdue. What it counts is the caller's to write."""
    tally.take(task)
    await _step(db, actor, task, action, at)
    task.ended_at = at
    tally.give(task)
    await events.tell_end(db, task)
    await db.flush()
    unseen = [code for code, point in (await repository.points_of(db, task.id)).items() if point.state is not PointState.VISITED]
    await places.not_seen(db, task, unseen)


async def cancel_task(
    db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None, reason_code: str, remark: str | None
) -> PatrolTask:
    """Call it off; what was not seen of it is planned no more. Raises TaskUnknown, StaleVersion, TaskActionNotPossible."""
    task = await _hold(db, actor, task_id, if_match)
    tally = Tally()
    await _cancel(db, actor, task, reason_code, remark, tally)
    await tally.write(db)
    return task


async def cancel_waiting(db: AsyncSession, actor: Principal, plan_id: UUID, reason_code: str, tally: Tally) -> None:
    """Call off all of a plan's tasks that nobody has begun; what that counts is the caller's to write."""
    for task in await repository.hold_waiting(db, plan_id):
        await _cancel(db, actor, task, reason_code, None, tally)


async def _cancel(
    db: AsyncSession, actor: Principal, task: PatrolTask, reason_code: str, remark: str | None, tally: Tally
) -> None:
    tally.take(task)
    await _step(db, actor, task, TaskAction.CANCEL, clock.now(), note=remark)
    task.ended_at, task.reason_code = clock.now(), reason_code
    for point in (await repository.points_of(db, task.id)).values():
        if point.state is PointState.PLANNED:
            point.state, task.points_planned = PointState.DROPPED, task.points_planned - 1
    tally.give(task)


async def _hold(db: AsyncSession, actor: Principal, task_id: UUID, if_match: int | None) -> PatrolTask:
    """Lock the task; raises TaskUnknown, StaleVersion, and NotYourTask where the actor stands for another unit."""
    task = await repository.get_task(db, actor, task_id, for_update=True)
    if actor.unit_code not in (None, task.unit_code) and not actor.has(Role.GRID_DESK):
        raise NotYourTask(unit_code=task.unit_code)
    check_version(if_match, task.version)
    return task


def _checked(task: PatrolTask, at: datetime | None) -> datetime:
    """The instant that the actor tells, or now; raises OutsideWindow."""
    now = clock.now()
    at = at or now
    if at > now + timedelta(seconds=POLICY.clock_skew_s):
        raise OutsideWindow(f"{at.isoformat()} has yet to come", now=now.isoformat())
    if not task.opens_at <= at < task.closes_at:
        raise OutsideWindow(opens_at=task.opens_at.isoformat(), closes_at=task.closes_at.isoformat())
    return at


async def _step(
    db: AsyncSession, actor: Principal, task: PatrolTask, action: TaskAction, at: datetime, note: str | None = None
) -> None:
    """Move the held task and write who did it into its history; raises TaskActionNotPossible."""
    before = task.status
    task.status = _after(before, action)
    task.version += 1
    await db.flush()
    step = PatrolTaskStep(
        task_id=task.id, version=task.version, at=at, action=action, from_status=before, to_status=task.status,
        actor=actor.subject, actor_kind=actor.kind, note=note,
    )  # fmt: skip
    db.add(step)


def _after(status: TaskStatus, action: TaskAction) -> TaskStatus:
    try:
        return move(status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        raise TaskActionNotPossible(str(illegal), state=str(status), action=str(action), possible=[*possible]) from None
