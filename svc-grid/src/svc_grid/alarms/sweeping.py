"""The worker that lets the settle time of alarms pass, after any downtime too."""

from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from chassis.repeating import repeat
from svc_grid.alarms import repository
from svc_grid.alarms.following import settle

_log = structlog.get_logger(__name__)

BATCH = 50
_EVERY_S = 5.0
_REST_AFTER_FAULT = timedelta(minutes=5)


async def settle_alarms(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [settle_once], _EVERY_S)


async def settle_once(db: AsyncSession) -> int:
    """Hold some causes whose time is over, and settle each; one that fails rests, and keeps no other waiting."""
    held = await repository.hold_due(db, clock.now(), BATCH)
    for followed in held:
        cause = followed.cause
        try:
            async with db.begin_nested():
                await settle(db, followed)
        except Exception as error:
            if is_database_away(error):
                raise
            _log.exception("a cause could not be settled", cause=cause)
            await db.refresh(followed)
            followed.sweep_after = clock.system_now() + _REST_AFTER_FAULT
    return len(held)
