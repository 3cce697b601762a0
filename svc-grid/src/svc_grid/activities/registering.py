"""Use cases of telling what was done: one activity, or thousands at once; all of them or none."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from svc_grid.activities import counters, events, repository
from svc_grid.activities.errors import ActivitiesUnsound, ExternalNumberTaken
from svc_grid.activities.judging import FACTS, Judged, facts_of, judge
from svc_grid.activities.lifecycle import problem_state
from svc_grid.activities.models import Activity, ActivityVersion
from svc_grid.activities.schemas import ActivityEntry, ActivityRow
from svc_grid.activities.terms import Action, ActivityKind, Status
from svc_grid.activities.views import ActivityImportReport

MOST_FAULTS = 50
_PLAIN: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


async def register_activity(db: AsyncSession, actor: Principal, body: ActivityEntry) -> Activity:
    """Enter one; told again under its number it is the same one. Raises ActivitiesUnsound, ExternalNumberTaken."""
    row = ActivityRow.model_validate(body.model_dump(exclude={"source"}))
    judged, made = await _take_in(db, actor, body.source, [row], is_single=True)
    activity_id = judged.known.get(0) or made[0]["id"]
    return await repository.get(db, actor, activity_id)


async def import_activities(
    db: AsyncSession, actor: Principal, source: str, rows: Sequence[ActivityRow], *, is_dry_run: bool
) -> ActivityImportReport:
    """Enter all that are not here yet by their numbers; raises ActivitiesUnsound, and then nothing is stored."""
    judged, made = await _take_in(db, actor, source, rows, is_dry_run=is_dry_run)
    if made and not is_dry_run:
        await audit.record(db, actor, "activities-imported", source, rows=len(rows), created=len(made))
    return ActivityImportReport(created=len(made), unchanged=len(judged.known), is_dry_run=is_dry_run)


async def _take_in(
    db: AsyncSession, actor: Principal, source: str | None, rows: Sequence[ActivityRow], *,
    is_dry_run: bool = False, is_single: bool = False,
) -> tuple[Judged, list[dict[str, Any]]]:  # fmt: skip
    if source is not None:
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"grid.activities {source}", 0))
        await db.execute(select(lock))
    ids, digests = [uuid7() for _ in rows], [_digest(row) for row in rows]
    judged = await judge(db, actor, source, rows, ids, digests)
    if is_single and judged.taken:
        raise ExternalNumberTaken(external_no=rows[0].external_no)
    check_sound(judged.faults, is_single=is_single)
    made = [
        _record(row, ids[index], source, digests[index], judged, index)
        for index, row in enumerate(rows) if index not in judged.known
    ]  # fmt: skip
    if made and not is_dry_run:
        await _store(db, actor, made, judged)
    return judged, made


def check_sound(faults: Sequence[tuple[str, str]], *, is_single: bool = False) -> None:
    """Raise ActivitiesUnsound where there are faults; of a single one the pointers lead into itself."""
    if faults:
        named: list[JsonValue] = [
            {"pointer": place.removeprefix("/rows/0") if is_single else place, "detail": detail}
            for place, detail in faults[:MOST_FAULTS]
        ]
        raise ActivitiesUnsound(f"{len(faults)} faults; nothing was stored", errors=named)


def _record(row: ActivityRow, activity_id: UUID, source: str | None, digest: bytes, judged: Judged, index: int) -> dict[str, Any]:
    is_problem = row.kind is ActivityKind.PROBLEM_COLLECTED
    solved = judged.solved[activity_id] if is_problem else 0
    numbered = row.external_no is not None
    return facts_of(row, judged.places[index], judged.solves.get(index)) | {
        "id": activity_id, "version": 1, "status": Status.REGISTERED, "solved_count": solved,
        "problem_state": problem_state(row.count, solved) if is_problem else None, "registered_at": clock.now(),
        "source": source, "external_no": row.external_no, "digest": digest if numbered else None,
    }  # fmt: skip


async def _store(db: AsyncSession, actor: Principal, made: list[dict[str, Any]], judged: Judged) -> None:
    # What others lead to comes first.
    made.sort(key=lambda record: record["solves_id"] is not None)
    await db.execute(insert(Activity), made)
    for problem_id, held in judged.held.items():
        if judged.solved[problem_id]:
            add_solved(held, judged.solved[problem_id])
    now = clock.now()
    versions = [
        {"activity_id": each["id"], "version": 1, "at": now, "action": Action.REGISTER, "actor": actor.subject,
         "actor_kind": actor.kind, "reason": None, "facts": jsonable(each)} for each in made
    ]  # fmt: skip
    await db.execute(insert(ActivityVersion), versions)
    await counters.count(db, added=made)
    told = [(events.of_change(Action.REGISTER, each["id"], each), str(each["id"]), 1) for each in made]
    await outbox.publish_many(db, told)


def add_solved(problem: Activity, count: int) -> None:
    """So many more of the held problem are solved, or fewer; the caller has looked that it fits."""
    problem.solved_count += count
    problem.problem_state = problem_state(problem.count, problem.solved_count)


def jsonable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A record's facts as its history keeps them."""
    told: dict[str, Any] = _PLAIN.dump_python({name: facts[name] for name in FACTS}, mode="json")
    return told


def _digest(row: ActivityRow) -> bytes:
    return hashlib.sha256(row.model_dump_json().encode()).digest()
