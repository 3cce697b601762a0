"""Use cases of putting a record right: correct it, or take it back; each with its reason, and its history kept."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.activities import counters, events, repository
from svc_grid.activities.errors import ActivityNotChangeable, NotYourUnit, ProblemHasSolutions, ProblemNotToBeSolved
from svc_grid.activities.judging import facts_of_record, may_tell_of
from svc_grid.activities.lifecycle import IllegalMove, move
from svc_grid.activities.models import Activity, ActivityVersion
from svc_grid.activities.registering import add_solved, check_sound, jsonable
from svc_grid.activities.schemas import ActivityCorrection, ActivityWithdrawal
from svc_grid.activities.terms import Action, ActivityKind, Status
from svc_grid.organisation import service as organisation


async def correct_activity(
    db: AsyncSession, actor: Principal, activity_id: UUID, if_match: int | None, body: ActivityCorrection
) -> Activity:
    """Make it read otherwise; the same once more changes nothing.

    Raises ActivityUnknown, StaleVersion, NotYourUnit, ActivityNotChangeable, ActivitiesUnsound, ProblemHasSolutions,
    ProblemNotToBeSolved.
    """
    activity = await _hold(db, actor, activity_id, if_match, Action.CORRECT)
    before = facts_of_record(activity)
    after = {**before, **body.changes}
    if after == before:
        return activity
    await _check(db, actor, before, after)
    await _relink(db, actor, activity, before, after)
    for name, value in after.items():
        setattr(activity, name, value)
    if activity.kind is ActivityKind.PROBLEM_COLLECTED:
        if activity.count < activity.solved_count:
            raise ProblemHasSolutions(solved_count=activity.solved_count)
        add_solved(activity, 0)
    await _keep(db, actor, activity, Action.CORRECT, body.reason)
    await counters.count(db, added=[after], taken=[before])
    await audit.record(db, actor, "activity-corrected", str(activity.id), version=activity.version)
    return activity


async def withdraw_activity(
    db: AsyncSession, actor: Principal, activity_id: UUID, if_match: int | None, body: ActivityWithdrawal
) -> Activity:
    """Take it back; a problem that it solved is open again.

    Raises ActivityUnknown, StaleVersion, NotYourUnit, ActivityNotChangeable, ProblemHasSolutions.
    """
    activity = await _hold(db, actor, activity_id, if_match, Action.WITHDRAW)
    if activity.kind is ActivityKind.PROBLEM_COLLECTED and activity.solved_count:
        raise ProblemHasSolutions(solved_count=activity.solved_count)
    facts = facts_of_record(activity)
    await _relink(db, actor, activity, facts, {**facts, "solves_id": None})
    activity.status, activity.problem_state = Status.WITHDRAWN, None
    await _keep(db, actor, activity, Action.WITHDRAW, body.reason)
    await counters.count(db, taken=[facts])
    await audit.record(db, actor, "activity-withdrawn", str(activity.id), version=activity.version)
    return activity


async def _hold(db: AsyncSession, actor: Principal, activity_id: UUID, if_match: int | None, action: Action) -> Activity:
    activity = await repository.get(db, actor, activity_id, for_update=True)
    if not may_tell_of(actor, activity.unit_code):
        raise NotYourUnit(unit_code=activity.unit_code)
    check_version(if_match, activity.version)
    try:
        move(activity.status, action)
    except IllegalMove as illegal:
        raise ActivityNotChangeable(state=illegal.status, action=action, possible=[*map(str, illegal.possible)]) from None
    return activity


async def _check(db: AsyncSession, actor: Principal, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    faults: list[tuple[str, str]] = []
    if after["unit_code"] != before["unit_code"] and not may_tell_of(actor, after["unit_code"]):
        raise NotYourUnit(unit_code=after["unit_code"])
    if not await organisation.is_unit(db, after["unit_code"]):
        faults.append(("/unit_code", f"there is no unit {after['unit_code']}"))
    place = after["territory_code"]
    if not actor.sees(place) or not await organisation.is_territory(db, place):
        faults.append(("/territory_code", f"there is no territory {place}"))
    if after["held_on"] > clock.local_day(clock.now()):
        faults.append(("/held_on", f"{after['held_on']} has yet to come"))
    if after["satisfied_count"] > after["asked_count"]:
        faults.append(("/satisfied_count", f"is larger than asked_count, {after['asked_count']}"))
    if after["solves_id"] is not None and after["kind"] is not ActivityKind.PROBLEM_SOLVED:
        faults.append(("/solves_id", "only a solved problem has it"))
    check_sound(faults)


async def _relink(
    db: AsyncSession, actor: Principal, activity: Activity, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Take what it solved from the one problem and give it to the other, which may be the same."""
    if (before["solves_id"], before["count"]) == (after["solves_id"], after["count"]):
        return
    wanted = {each for each in (before["solves_id"], after["solves_id"]) if each is not None}
    # The old link is undone whoever may see where it leads to; a new one leads only to what the actor sees.
    held = {each.id: each for each in await repository.hold_problems(db, wanted)}
    if before["solves_id"] in held:
        add_solved(held[before["solves_id"]], -before["count"])
    target = after["solves_id"]
    if target is None:
        return
    is_seen = target in held and (target == before["solves_id"] or actor.sees(held[target].territory_code))
    if not is_seen or held[target].count - held[target].solved_count < after["count"]:
        raise ProblemNotToBeSolved(solves_id=str(target))
    add_solved(held[target], after["count"])


async def _keep(db: AsyncSession, actor: Principal, activity: Activity, action: Action, reason: str) -> None:
    """Raise the version, and tell of it in the history and to others."""
    activity.version += 1
    facts = facts_of_record(activity)
    await db.flush()
    made = ActivityVersion(
        activity_id=activity.id, version=activity.version, at=clock.now(), action=action, actor=actor.subject,
        actor_kind=actor.kind, reason=reason, facts=jsonable(facts),
    )  # fmt: skip
    db.add(made)
    await db.flush()
    event = events.of_change(action, activity.id, facts)
    await outbox.publish(db, event, subject=str(activity.id), sequence=activity.version)
