"""Brings the data hub's alarms to the ground."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts.datahub import AlarmClearedV1, AlarmRaisedV1
from svc_grid.alarms import following


async def on_raised(db: AsyncSession, event: AlarmRaisedV1, _envelope: Envelope) -> None:
    await following.raise_alarm(db, event)


async def on_cleared(db: AsyncSession, event: AlarmClearedV1, _envelope: Envelope) -> None:
    await following.clear_alarm(db, event)


alarm_case = Consumer(name="grid-alarm-case", handlers={AlarmRaisedV1: on_raised, AlarmClearedV1: on_cleared})
