"""Every SELECT of the service activities, each within what the principal may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.activities.counters import MEASURES
from svc_grid.activities.errors import ActivityUnknown
from svc_grid.activities.models import Activity, ActivityCounter, ActivityVersion
from svc_grid.activities.terms import ActivityKind, GroupBy, ProblemState, Status
from svc_grid.within import within


@dataclass(frozen=True)
class Filter:
    """What a list of activities may be narrowed to; the period's end is the day after its last."""

    kind: ActivityKind | None = None
    unit_code: str | None = None
    territory_code: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    problem_state: ProblemState | None = None
    status: Status | None = None


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree."""
    return true() if actor.territory_code is None else within(Activity.territory_code, actor.territory_code)


async def get(db: AsyncSession, actor: Principal, activity_id: UUID, *, for_update: bool = False) -> Activity:
    """The record; raises ActivityUnknown also where the principal may not see it."""
    chosen = select(Activity).where(Activity.id == activity_id, visible_to(actor))
    found = (await db.execute(chosen.with_for_update(key_share=True) if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise ActivityUnknown()
    return found


def list_activities(actor: Principal, wanted: Filter) -> Select[Activity]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("kind", "unit_code", "problem_state", "status"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Activity, name) == value)
    if wanted.territory_code is not None:
        conditions.append(within(Activity.territory_code, wanted.territory_code))
    if wanted.start_on is not None:
        conditions.append(Activity.held_on >= wanted.start_on)
    if wanted.end_on is not None:
        conditions.append(Activity.held_on < wanted.end_on)
    return select(Activity).where(*conditions)


async def list_versions(db: AsyncSession, activity_id: UUID) -> Sequence[ActivityVersion]:
    chosen = select(ActivityVersion).where(ActivityVersion.activity_id == activity_id).order_by(ActivityVersion.version)
    return (await db.execute(chosen)).scalars().all()


async def find_numbered(db: AsyncSession, source: str, numbers: Collection[str]) -> dict[str, Row[UUID, bytes]]:
    """Of each number that stands on a record of the source: the record's id, and the digest of what came in."""
    if not numbers:
        return {}
    named = and_(Activity.source == source, Activity.external_no.in_(numbers))
    found = await db.execute(select(Activity.external_no, Activity.id, Activity.digest).where(named))
    return {str(row.external_no): row for row in found}  # type: ignore[misc]


async def hold_problems(
    db: AsyncSession, ids: Collection[UUID], source: str | None = None, numbers: Collection[str] = ()
) -> Sequence[Activity]:
    """Collected problems that hold, by id or by number, their rows locked in one order; who may see them is not asked."""
    named: ColumnElement[bool] = Activity.id.in_(ids)
    if source is not None and numbers:
        named = or_(named, and_(Activity.source == source, Activity.external_no.in_(numbers)))
    elif not ids:
        return []
    standing = (Activity.kind == ActivityKind.PROBLEM_COLLECTED, Activity.status == Status.REGISTERED)
    return (
        (await db.execute(select(Activity).where(named, *standing).order_by(Activity.id).with_for_update(key_share=True)))
        .scalars()
        .all()
    )


async def sum_counters(
    db: AsyncSession, places: Collection[str], unit_code: str | None, start_on: date, end_on: date, by: GroupBy | None
) -> Sequence[Any]:
    """Rows of a key (None without `by`) and each measure's sum; `places` are subtrees, all of which must hold."""
    counted = ActivityCounter
    conditions = [counted.held_on >= start_on, counted.held_on < end_on]
    conditions += [within(counted.territory_code, each) for each in places]
    if unit_code is not None:
        conditions.append(counted.unit_code == unit_code)
    sums = [func.coalesce(func.sum(getattr(counted, name)), 0).label(name) for name in MEASURES]
    if by is None:
        return (await db.execute(select(*sums).where(*conditions))).all()
    key: Any = {
        GroupBy.UNIT: counted.unit_code,
        GroupBy.TERRITORY: counted.territory_code,
        GroupBy.MONTH: func.to_char(counted.held_on, "YYYY-MM"),
    }[by].label("key")
    # By its place in the statement: a function's parameters are never the same twice.
    return (await db.execute(select(key, *sums).where(*conditions).group_by("key").order_by("key"))).all()
