"""Use cases of plans: make one, change it, retire it; each change is a version, and what was due before is made before."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import JsonValue, TypeAdapter, ValidationError
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.errors import Problem
from chassis.ids import uuid7
from chassis.routing import check_version
from svc_grid.classes import service as classes
from svc_grid.organisation import service as organisation
from svc_grid.patrols import repository
from svc_grid.patrols.acting import cancel_waiting
from svc_grid.patrols.counters import Tally
from svc_grid.patrols.errors import PlanRetired, PlanUnsound
from svc_grid.patrols.making import catch_up
from svc_grid.patrols.models import PatrolCheckpoint, PatrolPlan, PatrolPlanVersion
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.schemas import CheckpointEntry, PlanEntry, PlanFacts, PlanPatch
from svc_grid.patrols.terms import PlanChange, PlanStatus

FACTS = tuple(PlanFacts.model_fields)
_PLAIN: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


async def create_plan(db: AsyncSession, actor: Principal, body: PlanEntry) -> PatrolPlan:
    """Enter a plan and make what is due of it already; raises PlanUnsound."""
    await _check(db, actor, body)
    faults = await checkpoint_faults(db, body.checkpoints, "/checkpoints")
    check_sound(faults)
    today = clock.local_day(clock.now())
    if body.starts_on < today - timedelta(days=POLICY.most_days_back):
        check_sound([("/starts_on", f"lies more than {POLICY.most_days_back} days back")])
    plan = PatrolPlan(
        id=uuid7(), version=1, status=PlanStatus.ACTIVE, changed_at=clock.now(), made_through=body.starts_on - timedelta(days=1),
        **body.model_dump(include=set(FACTS)),
    )  # fmt: skip
    db.add(plan)
    await db.flush()
    for entry in body.checkpoints:
        db.add(checkpoint_of(plan, entry))
    await keep_version(db, actor, plan, PlanChange.CREATE, None)
    tally = Tally()
    await catch_up(db, plan, today, tally)
    await tally.write(db)
    await audit.record(db, actor, "patrol-plan-created", str(plan.id), territory_code=plan.territory_code)
    return plan


async def change_plan(db: AsyncSession, actor: Principal, plan_id: UUID, if_match: int | None, body: PlanPatch) -> PatrolPlan:
    """From tomorrow on it reads otherwise; raises PlanUnknown, StaleVersion, PlanRetired, PlanUnsound."""
    tally = Tally()
    plan = await hold_plan(db, actor, plan_id, if_match, tally)
    before = {name: getattr(plan, name) for name in FACTS}
    try:
        facts = PlanFacts.model_validate(before | body.changes)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        check_sound([("/".join(["", *map(str, each["loc"])]), each["msg"]) for each in found])
        raise
    after = facts.model_dump()
    if after == before:
        await tally.write(db)
        return plan
    await _check(db, actor, facts)
    for name, value in after.items():
        setattr(plan, name, value)
    if before["territory_code"] != plan.territory_code:
        moved = update(PatrolCheckpoint).where(PatrolCheckpoint.plan_id == plan.id)
        await repository.hold_checkpoints(db, plan.id)
        await db.execute(moved.values(territory_code=plan.territory_code))
    await tally.write(db)
    await next_version(db, actor, plan, PlanChange.CHANGE, body.reason)
    return plan


async def retire_plan(db: AsyncSession, actor: Principal, plan_id: UUID, if_match: int | None, reason: str) -> PatrolPlan:
    """It makes no more tasks, and those that nobody has begun are cancelled; raises PlanUnknown, StaleVersion, PlanRetired."""
    tally = Tally()
    plan = await hold_plan(db, actor, plan_id, if_match, tally)
    plan.status = PlanStatus.RETIRED
    await cancel_waiting(db, actor, plan.id, "plan_retired", tally)
    for checkpoint in (await repository.hold_checkpoints(db, plan.id)).values():
        checkpoint.is_active = False
    await db.flush()
    await tally.write(db)
    await next_version(db, actor, plan, PlanChange.RETIRE, reason)
    return plan


async def hold_plan(db: AsyncSession, actor: Principal, plan_id: UUID, if_match: int | None, tally: Tally) -> PatrolPlan:
    """Lock an active plan and make what is due under it as it stands; raises PlanUnknown, StaleVersion, PlanRetired.

    Everybody locks in one order: plan, tasks, checkpoints, counters, audit log. So the tally is the caller's to write.
    """
    plan = await repository.get_plan(db, actor, plan_id, for_update=True)
    check_version(if_match, plan.version)
    if plan.status is PlanStatus.RETIRED:
        raise PlanRetired()
    await catch_up(db, plan, clock.local_day(clock.now()), tally)
    return plan


async def next_version(db: AsyncSession, actor: Principal, plan: PatrolPlan, change: PlanChange, reason: str) -> None:
    plan.version, plan.changed_at = plan.version + 1, clock.now()
    await keep_version(db, actor, plan, change, reason)
    await audit.record(db, actor, f"patrol-plan-{change}", str(plan.id), version=plan.version)


async def keep_version(db: AsyncSession, actor: Principal, plan: PatrolPlan, change: PlanChange, reason: str | None) -> None:
    """The plan as it reads now, its checkpoints with it, into its history."""
    await db.flush()
    chosen = select(PatrolCheckpoint).where(PatrolCheckpoint.plan_id == plan.id, PatrolCheckpoint.is_active)
    points = (await db.execute(chosen.order_by(PatrolCheckpoint.code))).scalars()
    entry: dict[str, Any] = {name: getattr(plan, name) for name in FACTS} | {"status": plan.status}
    names = ("code", "name", "lon", "lat", "component_code", "items")
    entry["checkpoints"] = [{name: getattr(point, name) for name in names} for point in points]
    made = PatrolPlanVersion(
        plan_id=plan.id, version=plan.version, at=clock.now(), change=change, actor=actor.subject, reason=reason,
        entry=_PLAIN.dump_python(entry, mode="json"),
    )  # fmt: skip
    db.add(made)
    await db.flush()


def checkpoint_of(plan: PatrolPlan, entry: CheckpointEntry) -> PatrolCheckpoint:
    """A new checkpoint; it waits to be seen from today on, or from the plan's first day."""
    lon, lat = entry.wgs84
    since = max(plan.starts_on, min(plan.made_through + timedelta(days=1), clock.local_day(clock.now())))
    return PatrolCheckpoint(
        plan_id=plan.id, code=entry.code, name=entry.name, lon=lon, lat=lat, component_code=entry.component_code,
        items=[item.model_dump() for item in entry.items], is_active=True, territory_code=plan.territory_code, since_on=since,
    )  # fmt: skip


async def checkpoint_faults(db: AsyncSession, entries: Iterable[CheckpointEntry], place: str) -> list[tuple[str, str]]:
    """What keeps checkpoints from being stored: a code twice, a class that is none."""
    faults, first = [], dict[str, int]()
    wanted = {item.class_code for entry in entries for item in entry.items}
    unknown = {code for code in sorted(wanted) if await classes.find_class(db, code) is None}
    for index, entry in enumerate(entries):
        if entry.code in first:
            faults.append((f"{place}/{index}/code", f"{entry.code} stands on {first[entry.code]} too"))
        first.setdefault(entry.code, index)
        for at, item in enumerate(entry.items):
            if item.class_code in unknown:
                faults.append((f"{place}/{index}/items/{at}/class_code", f"there is no case class {item.class_code}"))
    return faults


def check_sound(faults: list[tuple[str, str]], problem: type[Problem] = PlanUnsound) -> None:
    """Raise the problem where there are faults, some of them named."""
    if faults:
        named: list[JsonValue] = [{"pointer": place, "detail": detail} for place, detail in faults[:50]]
        raise problem(f"{len(faults)} faults; nothing was stored", errors=named)


async def _check(db: AsyncSession, actor: Principal, facts: PlanFacts) -> None:
    faults = []
    place = facts.territory_code
    if not actor.sees(place) or not await organisation.is_territory(db, place):
        faults.append(("/territory_code", f"there is no territory {place}"))
    if facts.unit_code is not None and not await organisation.is_unit(db, facts.unit_code):
        faults.append(("/unit_code", f"there is no unit {facts.unit_code}"))
    check_sound(faults)
