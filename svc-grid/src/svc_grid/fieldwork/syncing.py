"""Use case of a sync: each action once, in order, under the time it was done at; what is not done says why.

All of it is one transaction and each action a savepoint in it, so that one that is refused leaves nothing and keeps no
other back, and a broken line leaves either all outcomes or none, which the telephone then sends again.
"""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Kind, Problem
from svc_grid.cases.errors import ActionNotPossible, CaseUnknown, NotYourCase, NotYourLevel
from svc_grid.cases.service import get_case
from svc_grid.fieldwork import repository, rules
from svc_grid.fieldwork.errors import ActedMeanwhile, ActionIdReused, TargetUnknown, TimeWrong, VersionAhead
from svc_grid.fieldwork.models import FieldEntry
from svc_grid.fieldwork.performing import Done, perform
from svc_grid.fieldwork.schemas import FieldActionInput, FieldResult, FieldSync, FieldSyncReport
from svc_grid.fieldwork.terms import FieldAction, Outcome
from svc_grid.patrols.errors import CheckpointSeen, NotYourTask, TaskActionNotPossible, TaskUnknown

# What others did makes these; the telephone's owner has to look again, and not to correct what was sent.
_CONFLICTS = (
    ActedMeanwhile, ActionNotPossible, NotYourCase, NotYourLevel, CaseUnknown, TaskUnknown, TaskActionNotPossible, NotYourTask,
    CheckpointSeen,
)  # fmt: skip


async def sync(db: AsyncSession, actor: Principal, body: FieldSync) -> FieldSyncReport:
    """Apply what was done off line."""
    # One telephone at a time: the same batch sent twice at once is done once.
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"field {actor.subject}", 0))))
    # And the cases in one order, whichever it was done in: two telephones do not wait for each other.
    await repository.lock_cases(db, [each.target for each in body.actions if each.target is not None])
    now = clock.now()
    skew = rules.skew_of(body.sent_at, now)
    known = await repository.entries_of(db, actor.subject, [each.id for each in body.actions])
    results = []
    for action in body.actions:
        entry = known.get(action.id)
        if entry is not None:
            results.append(_repeated(action, entry))
            continue
        entry = await _apply(db, actor, action, rules.corrected(action.at, skew, now), now)
        known[action.id] = entry
        results.append(_result(entry, is_repeated=False))
    return FieldSyncReport(results=results, clock_skew_s=round(skew / timedelta(seconds=1), 3))


async def _apply(db: AsyncSession, actor: Principal, action: FieldActionInput, at: datetime | None, now: datetime) -> FieldEntry:
    """Do one action, or note why not; the note is kept beside what was done, in the same transaction."""
    entry = FieldEntry(
        subject=actor.subject, id=action.id, fingerprint=_fingerprint(action), action=action.action,
        outcome=Outcome.ACCEPTED, seen_version=action.version, said_at=action.at, happened_at=at, received_at=now,
    )  # fmt: skip
    try:
        async with db.begin_nested():
            entry.target_id, entry.version = await _perform(db, actor, action, at)
    except Problem as problem:
        if problem.kind in (Kind.UNAVAILABLE, Kind.INTERNAL):
            raise
        entry.outcome = Outcome.CONFLICT if isinstance(problem, _CONFLICTS) else Outcome.REFUSED
        entry.problem, entry.version, entry.target_id = _document(problem), None, None
    db.add(entry)
    await db.flush()
    return entry


async def _perform(db: AsyncSession, actor: Principal, action: FieldActionInput, at: datetime | None) -> Done:
    if at is None:
        raise TimeWrong(at=action.at.isoformat())
    if action.action is FieldAction.CASE_REPORT:
        with clock.declared(at):
            return await perform(db, actor, action, action.id)
    target = await _target_of(db, actor, action)
    last = await _check_others(db, actor, action, target) if action.action.is_of_cases else None
    with clock.declared(max(at, last) if last else at):
        return await perform(db, actor, action, target)


async def _target_of(db: AsyncSession, actor: Principal, action: FieldActionInput) -> UUID:
    """The case itself, or the one that an earlier action of the same telephone reported; raises TargetUnknown."""
    if action.target is None:
        raise TargetUnknown("a target is needed")
    reported = await repository.entries_of(db, actor.subject, [action.target])
    if action.target not in reported:
        return action.target
    target = reported[action.target].target_id
    if target is None:
        raise TargetUnknown("the report that it builds on was not accepted")
    return target


async def _check_others(db: AsyncSession, actor: Principal, action: FieldActionInput, target: UUID) -> datetime | None:
    """Raise ActedMeanwhile where others decided about the case since the telephone looked; else when that was last done.

    Raises CaseUnknown for one that the actor may not see, of which nothing is told.
    """
    await get_case(db, actor, target)
    steps = await repository.steps_of(db, target)
    if action.version is not None and steps and action.version > steps[-1].version:
        raise VersionAhead(version=steps[-1].version)
    if action.version is not None:
        own = await repository.version_left(db, actor.subject, target, action.version)
        others = rules.others_since(
            ((step.version, step.action, step.actor) for step in steps), own or action.version, actor.subject
        )
        if others:
            version, what, _ = others[-1]
            raise ActedMeanwhile(
                f"{what} in version {version}", seen_version=action.version, version=steps[-1].version,
                actions=[what for _, what, _ in others],
            )  # fmt: skip
    return max((step.at for step in steps if step.action not in rules.HARMLESS), default=None)


def _fingerprint(action: FieldActionInput) -> bytes:
    content = json.dumps(action.model_dump(mode="json", exclude={"id"}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).digest()


def _repeated(action: FieldActionInput, entry: FieldEntry) -> FieldResult:
    if entry.fingerprint == _fingerprint(action):
        return _result(entry, is_repeated=True)
    return FieldResult(
        id=action.id, outcome=Outcome.REFUSED, target=None, version=None, happened_at=None, is_repeated=True,
        problem=_document(ActionIdReused()),
    )  # fmt: skip


def _result(entry: FieldEntry, *, is_repeated: bool) -> FieldResult:
    return FieldResult(
        id=entry.id, outcome=entry.outcome, target=entry.target_id, version=entry.version,
        happened_at=entry.happened_at, is_repeated=is_repeated, problem=entry.problem,
    )  # fmt: skip


def _document(problem: Problem) -> dict[str, object]:
    """As an answer of its own would say it; both titles, since it is kept and may be read again in another language."""
    document: dict[str, object] = {
        "type": problem.type_uri(), "title": problem.title_zh, "title_en": problem.title_en, "status": problem.kind.status,
    }  # fmt: skip
    return document | ({"detail": problem.detail} if problem.detail else {}) | problem.members
