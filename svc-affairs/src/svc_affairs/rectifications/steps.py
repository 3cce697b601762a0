"""How a held rectification is moved on: each step with one version, one history row, one event, and what it counts for."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.redaction import hide_numbers
from chassis.repeating import REPLAY_REST
from svc_affairs.calendar.service import calendar_of
from svc_affairs.rated_side import RESPONSIBLE, SUPERVISING
from svc_affairs.rating_figures import service as figures
from svc_affairs.rectifications import clocks, events
from svc_affairs.rectifications.errors import RectificationActionNotPossible
from svc_affairs.rectifications.lifecycle import IllegalMove, move
from svc_affairs.rectifications.models import Rectification, RectificationStep
from svc_affairs.rectifications.terms import RectificationAction, RectificationStatus

A = RectificationAction
CLOCK = Principal(subject="clock", kind="service")
# Whoever rated is nobody in the history.
RATER = Principal(subject="rater", kind="public")
_OF_SUPERVISION = frozenset({A.UPHOLD, A.VOID, A.CONCLUDE})


async def take(
    db: AsyncSession, actor: Principal, task: Rectification, action: RectificationAction, *, note: str | None = None,
    counts: Sequence[str] = (), **changes: object,
) -> None:  # fmt: skip
    """Move the held rectification by one step: `changes` are written to it, `counts` go into the figures.

    Raises RectificationActionNotPossible, and then nothing has changed.
    """
    before, task.status = task.status, check_possible(task, action)
    for name, value in changes.items():
        setattr(task, name, value)
    task.version += 1
    await record(db, actor, task, action, before, note=note, counts=counts)


async def record(
    db: AsyncSession, actor: Principal, task: Rectification, action: RectificationAction, before: RectificationStatus | None, *,
    note: str | None = None, counts: Sequence[str] = (),
) -> None:  # fmt: skip
    """Settle the clocks, write the present version into the history, announce it and count it."""
    at = clock.now()
    with db.no_autoflush:  # asking for the calendar must not write the half of a step that is there already
        clocks.settle(task, action, at, await calendar_of(db))
    if clock.is_replayed():
        task.sweep_after = clock.system_now() + REPLAY_REST
    await db.flush()
    db.add(
        RectificationStep(
            rectification_id=task.id, version=task.version, at=at, action=action, from_status=before, to_status=task.status,
            actor=actor.subject, actor_role=_role_of(actor, action), note=hide_numbers(note) if note else None,
            data=_data(task, action),
        )
    )  # fmt: skip
    await db.flush()
    if counts:
        await figures.count(db, task.invited_at, task.place, *counts)
    await outbox.publish(db, events.of_step(action, task, at), subject=str(task.id), sequence=task.version)


def check_possible(task: Rectification, action: RectificationAction) -> RectificationStatus:
    """The status after `action`; raises RectificationActionNotPossible."""
    try:
        return move(task.status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{illegal.status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise RectificationActionNotPossible(
            detail, state=str(illegal.status), action=str(action), possible=[*possible]
        ) from None


def _data(task: Rectification, action: RectificationAction) -> dict[str, object]:
    """What the row forgets when its next round begins."""
    told: dict[str, object] = {"round": task.round}
    if action in (A.CALL_BACK, A.MISS_CALL):
        told |= {"call_outcome": task.call_outcome, "calls_missed": task.calls_missed}
    if action in (A.CONFIRM, A.REOPEN, A.ESCALATE):
        told |= {"follow_up_level": task.follow_up_level}
    return told


def _role_of(actor: Principal, action: RectificationAction) -> str:
    if actor.kind in ("public", "service"):
        return actor.subject
    asked = SUPERVISING if action in _OF_SUPERVISION else RESPONSIBLE | SUPERVISING
    return next((str(role) for role in sorted(asked) if role in actor.roles), min(actor.roles, default=actor.kind))
