"""Use cases of the changes of territories: order one, try one, apply what is due, cancel."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.errors import StaleVersion
from chassis.ids import uuid7
from chassis.routing import check_version
from contracts import grid
from svc_grid.organisation import service as organisation
from svc_grid.territories import keeping
from svc_grid.territories.terms import VersionKind
from svc_grid.territories.versions import Why
from svc_grid.territory_changes import following, planning, repository
from svc_grid.territory_changes.crossing import check_bounds
from svc_grid.territory_changes.draft import Draft
from svc_grid.territory_changes.errors import ChangeSettled, ChangeUnsound
from svc_grid.territory_changes.following import Counts
from svc_grid.territory_changes.lifecycle import IllegalMove, move
from svc_grid.territory_changes.models import TerritoryChange
from svc_grid.territory_changes.policy import POLICY
from svc_grid.territory_changes.schemas import CHANGE, Cancellation, Change
from svc_grid.territory_changes.terms import Action, Kind, Status


async def order(db: AsyncSession, actor: Principal, body: Change) -> TerritoryChange:
    """Change the tree now, or plan it for its day; a dry run is stored nowhere. Raises ChangeUnsound, StaleVersion."""
    await organisation.hold_organisation(db)
    effective_at = _effective_at(body)
    draft = await _draft(db, body, is_read_now=True)
    change = TerritoryChange(
        id=uuid7(), version=1, kind=Kind[body.kind.upper()], status=Status.PLANNED, basis=body.basis,
        effective_on=body.effective_on, effective_at=effective_at, request=body.model_dump(mode="json"), effects={},
        faults=None, requested_by=actor.subject, requested_by_kind=actor.kind, requested_at=clock.now(), settled_at=None,
        settled_by=None, reason=None, try_after=None,
    )  # fmt: skip
    if body.effective_on is None and not body.is_dry_run:
        db.add(change)
        await _apply(db, actor, change, draft)
        return change
    change.effects = _effects(draft, await following.foresee(db, draft))
    if not body.is_dry_run:
        db.add(change)
        await db.flush()
        await _publish(db, change, grid.TerritoryChangePlannedV1, effective_on=body.effective_on)
    return change


async def cancel(
    db: AsyncSession, actor: Principal, change_id: UUID, if_match: int | None, body: Cancellation
) -> TerritoryChange:
    """Not to be made; raises ChangeUnknown, StaleVersion, ChangeSettled."""
    change = await repository.get(db, change_id, for_update=True)
    check_version(if_match, change.version)
    _settle(change, Action.CANCEL, actor)
    change.version += 1
    change.reason = body.reason
    await db.flush()
    await _publish(db, change, grid.TerritoryChangeCancelledV1)
    return change


async def apply_planned(db: AsyncSession, change: TerritoryChange) -> None:
    """Make the held change, whose day has come; raises ChangeUnsound where the tree has become another by then."""
    await organisation.hold_organisation(db)
    actor = Principal.model_validate({"subject": change.requested_by, "kind": change.requested_by_kind})
    draft = await _draft(db, CHANGE.validate_python(change.request), is_read_now=False)
    change.version += 1
    await _apply(db, actor, change, draft)


async def fail(db: AsyncSession, actor: Principal, change: TerritoryChange, faults: Sequence[Any]) -> None:
    """The held change cannot be made."""
    change.version += 1
    _settle(change, Action.FAIL, actor)
    change.faults = list(faults)
    await db.flush()
    await _publish(db, change, grid.TerritoryChangeFailedV1)


async def _draft(db: AsyncSession, body: Change, *, is_read_now: bool) -> Draft:
    """What it does to the tree as it is. What its author read counts when it is ordered, not when its day has come."""
    codes, roots = planning.named(body)
    tree = await repository.tree_of(db, codes, roots)
    if is_read_now:
        for code, version in body.versions.items():
            if code in tree and tree[code]["version"] != version:
                raise StaleVersion(territory_code=code, current_version=tree[code]["version"])
    else:
        body = body.model_copy(update={"versions": {}})
    units = await repository.known_units(db, planning.units_of(body))
    # Bounds take their time to look over; other requests go on meanwhile.
    draft = await asyncio.to_thread(planning.plan, body, tree, units)
    if not draft.faults:
        await check_bounds(db, body, draft)
    if draft.faults:
        errors: list[JsonValue] = [{"pointer": pointer, "detail": detail} for pointer, detail in draft.faults[:50]]
        raise ChangeUnsound(f"{len(draft.faults)} faults; nothing was changed", errors=errors)
    return draft


async def _apply(db: AsyncSession, actor: Principal, change: TerritoryChange, draft: Draft) -> None:
    at = change.effective_at
    gone = [
        draft.tree[code] | {"retired_at": at, "successor_code": to, "boundary": None, "version": draft.tree[code]["version"] + 1}
        for code, to in sorted(draft.retired.items())
    ]
    why = Why(VersionKind[change.kind.name], change.requested_by, at, change.basis, change.id)
    begun = [draft.created[code] for code in sorted(draft.created)]
    await keeping.write(db, why, created=begun, changed=list(draft.changed.values()), retired=gone)
    counts = await following.follow(db, actor, draft, f"{change.kind.label_zh}：{change.basis}")
    change.effects = _effects(draft, counts)
    _settle(change, Action.APPLY, actor)
    await db.flush()
    moves = [grid.TerritoryMove(from_code=code, to_code=to) for code, to in draft.moves()]
    await _publish(db, change, grid.TerritoryChangeAppliedV1, moves=moves)


def _settle(change: TerritoryChange, action: Action, actor: Principal) -> None:
    try:
        change.status = move(change.status, action)
    except IllegalMove as illegal:
        raise ChangeSettled(str(illegal), state=str(change.status)) from None
    change.settled_at, change.settled_by = clock.now(), actor.subject


def _effective_at(body: Change) -> datetime:
    today = clock.local_day(clock.now())
    if body.effective_on is None:
        return clock.now()
    if not today < body.effective_on <= today + timedelta(days=POLICY.most_days_ahead):
        detail = f"a day to come, at most {POLICY.most_days_ahead} days ahead; left out: at once"
        raise ChangeUnsound(errors=[{"pointer": "/effective_on", "detail": detail}])
    return clock.day_start(body.effective_on)


def _effects(draft: Draft, counts: Counts) -> dict[str, Any]:
    return {
        "created": draft.begun(), "changed": sorted(draft.changed),
        "moves": [{"from_code": code, "to_code": to} for code, to in draft.moves()],
        "begun": len(draft.created), "gone": len(draft.retired),
        "cases": counts.cases, "units": counts.units, "facilities": counts.facilities,
    }  # fmt: skip


async def _publish(db: AsyncSession, change: TerritoryChange, model: type[grid.TerritoryChangeEvent], **facts: Any) -> None:
    event = model(occurred_at=clock.now(), change_id=change.id, kind=change.kind, **facts)
    await outbox.publish(db, event, subject=str(change.id), sequence=change.version)
