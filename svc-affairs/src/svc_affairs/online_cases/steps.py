"""How a held case is moved on: each step with one version, one history row and one event."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.redaction import hide_numbers
from chassis.repeating import REPLAY_REST
from contracts.roles import Role
from svc_affairs.base import table_of
from svc_affairs.calendar.service import calendar_of
from svc_affairs.online_cases import clocks, events
from svc_affairs.online_cases.errors import ActionNotPossible
from svc_affairs.online_cases.lifecycle import IllegalMove, move
from svc_affairs.online_cases.models import CaseStep, OnlineCase
from svc_affairs.online_cases.terms import Action, Status
from svc_affairs.package_applications.completing import note_ends

A = Action
_NOTHING: Mapping[str, Any] = MappingProxyType({})
CLOCK = Principal(subject="clock", kind="service")
_OF_REVIEW = frozenset({A.REVIEW, A.BEGIN_SPECIAL, A.END_SPECIAL, A.EXTEND, A.APPROVE, A.DENY})


class Step(NamedTuple):
    """What a held case is moved by: `changes` are written to it, `told` goes into the history and the event besides."""

    case: OnlineCase
    action: Action
    note: str | None = None
    told: Mapping[str, Any] = _NOTHING
    changes: Mapping[str, object] = _NOTHING


async def take(
    db: AsyncSession,
    actor: Principal,
    case: OnlineCase,
    action: Action,
    *,
    note: str | None = None,
    told: Mapping[str, Any] = _NOTHING,
    **changes: object,
) -> None:
    """Move the held case by one step; raises ActionNotPossible, and then nothing has changed."""
    check_possible(case, action)
    await take_all(db, actor, [Step(case, action, note, told, changes)])


async def take_all(db: AsyncSession, actor: Principal, steps: Sequence[Step]) -> None:
    """Move held cases, each by one step that is possible, in as many statements as one would take."""
    taken = [(step, step.case.status) for step in steps]
    for step in steps:
        step.case.status = check_possible(step.case, step.action)
        for name, value in step.changes.items():
            setattr(step.case, name, value)
        step.case.version += 1
    await settle(db, taken)
    await db.flush()
    await write_down(db, actor, taken)
    await note_ends(db, [(step.case, before) for step, before in taken])


async def settle(db: AsyncSession, taken: Sequence[tuple[Step, Status | None]]) -> None:
    """Bring the clocks of the cases to where their steps, each from the state beside it, have led."""
    at = clock.now()
    with db.no_autoflush:  # asking for the calendar must not write the half of a step that is there already
        calendar = await calendar_of(db)
        for step, before in taken:
            clocks.settle(step.case, step.action, before, at, calendar)
            if clock.is_replayed():
                step.case.sweep_after = clock.system_now() + REPLAY_REST


async def write_down(db: AsyncSession, actor: Principal, taken: Sequence[tuple[Step, Status | None]]) -> None:
    """Write the present version of each case, whose row is written, into its history, and announce it."""
    at = clock.now()
    rows: list[dict[str, Any]] = [
        {
            "case_id": case.id, "version": case.version, "at": at, "action": action, "from_status": before,
            "to_status": case.status, "actor": actor.subject, "actor_role": _role_of(actor, action),
            "note": hide_numbers(note) if note else None, "data": dict(told),
        }
        for (case, action, note, told, _), before in taken
    ]  # fmt: skip
    if rows:
        await db.execute(insert(table_of(CaseStep)), rows)
    told_of = [(events.of_step(action, case, at, told), str(case.id), case.version) for (case, action, _, told, _), _ in taken]
    await outbox.publish_many(db, told_of)


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
