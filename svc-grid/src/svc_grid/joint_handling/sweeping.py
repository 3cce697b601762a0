"""Tells the regiment of units that did not report within their limit: once for each limit, after any downtime too."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.auth import Principal
from chassis.repeating import let_pass, repeat
from svc_grid.joint_handling import repository
from svc_grid.joint_handling.models import JointCall
from svc_grid.joint_handling.steps import Held

TIME = Principal(subject="svc-grid", kind="service")
_EVERY_S = 1.0


async def sweep_joint_calls(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, (escalate_once,), _EVERY_S)


async def escalate_once(db: AsyncSession) -> int:
    """One call: each of its units that is late goes up."""
    call = await repository.hold_late(db, clock.now(), clock.system_now())
    return 0 if call is None else await let_pass(db, call, lambda: _escalate(db, call))


async def _escalate(db: AsyncSession, call: JointCall) -> None:
    held = Held(db, TIME, call, await repository.list_units(db, call.id))
    for unit in held.units:
        await held.mark_late(unit)
