"""The worker that forgets by which ids old reports were sent, so that they do not grow for ever."""

import asyncio

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_datahub.alarms.models import AlarmReport
from svc_datahub.alarms.policy import POLICY

_AT_ONCE, _EVERY_S, _BETWEEN_S = 2_000, 600.0, 0.2


async def forget_reports(chassis: Chassis) -> None:
    """Run for as long as the service does; while the database is away it waits."""
    while True:
        try:
            async with chassis.database.unit_of_work() as db:
                forgotten = await trim_reports(db)
        except Exception as error:
            if not is_database_away(error):
                raise
            forgotten = 0
        await asyncio.sleep(_BETWEEN_S if forgotten else _EVERY_S)


async def trim_reports(db: AsyncSession) -> int:
    """Forget some of the oldest; returns how many."""
    old = select(AlarmReport.source, AlarmReport.external_id).where(AlarmReport.at < clock.now() - POLICY.reports_kept)
    chosen = old.order_by(AlarmReport.at).limit(_AT_ONCE).subquery()
    same = (AlarmReport.source == chosen.c.source) & (AlarmReport.external_id == chosen.c.external_id)
    gone = await db.execute(delete(AlarmReport).where(same).returning(AlarmReport.source))
    return len(gone.all())
