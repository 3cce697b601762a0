"""Every SELECT of the joint calls, each within what the principal may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.joint_handling.errors import JointCallUnknown
from svc_grid.joint_handling.models import CalledUnit, JointCall, JointCallStep
from svc_grid.joint_handling.terms import CallStatus, UnitStatus
from svc_grid.units import repository as units
from svc_grid.within import within


@dataclass(frozen=True)
class Filter:
    """What a list of calls may be narrowed to."""

    status: CallStatus | None = None
    case_id: UUID | None = None
    unit_code: str | None = None
    territory_code: str | None = None


async def get(db: AsyncSession, actor: Principal, call_id: UUID, *, for_update: bool = False) -> JointCall:
    """The call; raises JointCallUnknown also where the principal may not see it."""
    chosen = select(JointCall).where(JointCall.id == call_id, visible_to(actor))
    call = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if call is None:
        raise JointCallUnknown()
    return call


def list_calls(actor: Principal, wanted: Filter) -> Select[JointCall]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    if wanted.status is not None:
        conditions.append(JointCall.status == wanted.status)
    if wanted.case_id is not None:
        conditions.append(JointCall.case_id == wanted.case_id)
    if wanted.unit_code is not None:
        conditions.append(_names(wanted.unit_code))
    if wanted.territory_code is not None:
        conditions.append(within(JointCall.territory_code, wanted.territory_code))
    return select(JointCall).where(*conditions)


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree, and the calls that name its unit."""
    if actor.territory_code is None:
        return true()
    subtree = within(JointCall.territory_code, actor.territory_code)
    return subtree if actor.unit_code is None else or_(subtree, _names(actor.unit_code))


def _names(unit_code: str) -> ColumnElement[bool]:
    return JointCall.id.in_(select(CalledUnit.call_id).where(CalledUnit.unit_code == unit_code))


async def list_units(db: AsyncSession, call_id: UUID) -> Sequence[CalledUnit]:
    return (await units_of(db, [call_id]))[call_id]


async def units_of(db: AsyncSession, call_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[CalledUnit]]:
    """The units of each call, by code; one statement however many calls."""
    found: dict[UUID, list[CalledUnit]] = {call_id: [] for call_id in call_ids}
    chosen = select(CalledUnit).where(CalledUnit.call_id.in_(found)).order_by(CalledUnit.unit_code)
    for unit in (await db.execute(chosen)).scalars():
        found[unit.call_id].append(unit)
    return found


async def list_steps(db: AsyncSession, call_id: UUID) -> Sequence[JointCallStep]:
    chosen = select(JointCallStep).where(JointCallStep.call_id == call_id).order_by(JointCallStep.version)
    return (await db.execute(chosen)).scalars().all()


async def unknown_units(db: AsyncSession, codes: Collection[str]) -> list[str]:
    """Those of `codes` that are no unit's."""
    return sorted(set(codes) - await units.known_units(db, codes))


async def next_number(db: AsyncSession) -> int:
    return int((await db.execute(select(func.nextval("joint_call_numbers")))).scalar_one())


async def hold_late(db: AsyncSession, now: datetime, rested: datetime) -> JointCall | None:
    """One call with a unit that is late and nobody was told, locked."""
    is_late = and_(CalledUnit.status == UnitStatus.CALLED, CalledUnit.late_told_at.is_(None), CalledUnit.due_at < now)
    is_awake = or_(JointCall.sweep_after.is_(None), JointCall.sweep_after <= rested)
    joined = select(JointCall).join(CalledUnit, CalledUnit.call_id == JointCall.id)
    chosen = joined.where(is_late, is_awake).order_by(CalledUnit.due_at).limit(1)
    return (await db.execute(chosen.with_for_update(of=JointCall, skip_locked=True))).scalar_one_or_none()
