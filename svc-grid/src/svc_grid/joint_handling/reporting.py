"""Use cases of a called unit: report, decline, work, finish; by its own staff alone."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from svc_grid.joint_handling.errors import NotOfTheUnit
from svc_grid.joint_handling.models import CalledUnit
from svc_grid.joint_handling.rules import is_of
from svc_grid.joint_handling.schemas import Decline, PartDone, Remark, Report
from svc_grid.joint_handling.steps import Held, hold
from svc_grid.joint_handling.terms import UnitCommand


async def report_in(
    db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: Report
) -> Held:
    """The unit says who comes and when; that its limit had run out stays a fact."""
    held, unit = await _hold_as_unit(db, actor, call_id, unit_code, if_match)
    await held.mark_late(unit)
    await held.take_unit(
        unit, UnitCommand.REPORT_IN, note=body.note, reported_at=clock.now(), comes=body.comes, arrives_at=body.arrives_at
    )
    return held


async def decline(db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: Decline) -> Held:
    """The unit says that it is not for it; the caller's regiment decides."""
    held, unit = await _hold_as_unit(db, actor, call_id, unit_code, if_match)
    await held.mark_late(unit)
    await held.take_unit(
        unit, UnitCommand.DECLINE, reason_code=body.reason_code, note=body.note, decline_reason=str(body.reason_code),
        decline_note=body.note, is_upheld=None, decision_note=None,
    )  # fmt: skip
    return held


async def start(db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: Remark) -> Held:
    held, unit = await _hold_as_unit(db, actor, call_id, unit_code, if_match)
    await held.take_unit(unit, UnitCommand.START, note=body.note)
    return held


async def finish(db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: PartDone) -> Held:
    """The unit has done its part; with the last one the call is done."""
    held, unit = await _hold_as_unit(db, actor, call_id, unit_code, if_match)
    await held.take_unit(unit, UnitCommand.FINISH, note=body.result, result=body.result, done_at=clock.now())
    return held


async def _hold_as_unit(
    db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None
) -> tuple[Held, CalledUnit]:
    """Raises JointCallUnknown, StaleVersion, CalledUnitUnknown, NotOfTheUnit."""
    held = await hold(db, actor, call_id, if_match)
    unit = held.unit(unit_code)
    if not is_of(actor, unit_code):
        raise NotOfTheUnit(unit_code=unit_code)
    return held, unit
