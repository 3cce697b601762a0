"""How a held case is moved on: each step with one version, one history row and one event."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.redaction import hide_numbers
from chassis.repeating import REPLAY_REST
from contracts.roles import Role
from svc_affairs.calendar.service import calendar_of
from svc_affairs.online_cases import clocks, events
from svc_affairs.online_cases.errors import ActionNotPossible
from svc_affairs.online_cases.lifecycle import IllegalMove, move
from svc_affairs.online_cases.models import CaseStep, OnlineCase
from svc_affairs.online_cases.terms import Action, Status

A = Action
CLOCK = Principal(subject="clock", kind="service")
_OF_REVIEW = frozenset({A.REVIEW, A.BEGIN_SPECIAL, A.END_SPECIAL, A.EXTEND, A.APPROVE, A.DENY})


async def take(
    db: AsyncSession,
    actor: Principal,
    case: OnlineCase,
    action: Action,
    *,
    note: str | None = None,
    told: Mapping[str, Any] | None = None,
    **changes: object,
) -> None:
    """Move the held case by one step: `changes` are written to it, `told` goes into the history and the event besides.

    Raises ActionNotPossible, and then nothing has changed.
    """
    before, after = case.status, check_possible(case, action)
    case.status = after
    for name, value in changes.items():
        setattr(case, name, value)
    case.version += 1
    await record(db, actor, case, action, before, note=note, told=told)


async def record(
    db: AsyncSession,
    actor: Principal,
    case: OnlineCase,
    action: Action,
    before: Status | None,
    *,
    note: str | None = None,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Settle the clock, write the present version into the history and announce it."""
    at = clock.now()
    with db.no_autoflush:  # asking for the calendar must not write the half of a step that is there already
        clocks.settle(case, action, before, at, await calendar_of(db))
    if clock.is_replayed():
        case.sweep_after = clock.system_now() + REPLAY_REST
    await db.flush()
    step = CaseStep(
        case_id=case.id, version=case.version, at=at, action=action, from_status=before, to_status=case.status,
        actor=actor.subject, actor_role=_role_of(actor, action), note=hide_numbers(note) if note else None,
        data=dict(told or {}),
    )  # fmt: skip
    db.add(step)
    await db.flush()
    event = events.of_step(action, case, at, told or {})
    await outbox.publish(db, event, subject=str(case.id), sequence=case.version)


def check_possible(case: OnlineCase, action: Action) -> Status:
    """The status after `action`; raises ActionNotPossible."""
    try:
        return move(case.status, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{illegal.status}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise ActionNotPossible(detail, state=str(illegal.status), action=str(action), possible=[*possible]) from None


def _role_of(actor: Principal, action: Action) -> str:
    """As what somebody acted: who has several roles has the one that the action asks for."""
    if actor.kind in ("public", "service"):
        return "applicant" if actor.kind == "public" else actor.subject
    asked = (Role.APPROVER,) if action in _OF_REVIEW else (Role.WINDOW, Role.CENTRE)
    return next((str(role) for role in asked if role in actor.roles), min(actor.roles, default=actor.kind))
