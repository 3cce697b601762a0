"""Makes each planned change on its day, once, in the order of their days; after any downtime too."""

from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.auth import Principal
from chassis.error_handlers import is_database_away
from chassis.repeating import repeat
from svc_grid.territory_changes import repository, service
from svc_grid.territory_changes.errors import ChangeUnsound

_log = structlog.get_logger(__name__)

CLOCK = Principal(subject="clock", kind="service")
_LOOK_EVERY_S = 5.0
# Statement timeout, lock timeout, deadlock.
_TOO_LONG = frozenset({"57014", "55P03", "40P01"})
_REST_AFTER_FAULT = timedelta(minutes=5)


async def apply_changes(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [apply_due], _LOOK_EVERY_S)


async def apply_due(db: AsyncSession) -> int:
    """Make the change that is due first. One that cannot be made says why and is settled; no fault of one keeps another."""
    change = await repository.hold_due(db, clock.now())
    if change is None:
        return 0
    change_id = change.id
    try:
        async with db.begin_nested():
            await service.apply_planned(db, change)
    except ChangeUnsound as unsound:
        await db.refresh(change)
        faults = unsound.members.get("errors")
        await service.fail(db, CLOCK, change, faults if isinstance(faults, list) else [])
    except Exception as error:
        if is_database_away(error) and not _took_too_long(error):
            raise
        _log.exception("a change of territories failed", change=str(change_id))
        await db.refresh(change)
        change.try_after = clock.now() + _REST_AFTER_FAULT
    return 1


def _took_too_long(error: Exception) -> bool:
    """Whether the database is there and broke off a statement or a lock's wait; the next time might be no better."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _TOO_LONG
