"""Use cases of the alarms: take a report in, clear, look at. Rules over observations call the same functions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from svc_datahub.alarms import events, repository
from svc_datahub.alarms.errors import DeviceClockWrong, ReportedSince, ReportIdReused
from svc_datahub.alarms.models import Alarm, AlarmReport
from svc_datahub.alarms.policy import POLICY
from svc_datahub.alarms.repository import Filter
from svc_datahub.alarms.rules import Outcome, cause_of, is_plausible, outcome_of, sequence_of
from svc_datahub.alarms.schemas import AlarmReported
from svc_datahub.alarms.terms import Severity, State


async def report_alarm(db: AsyncSession, source: str, body: AlarmReported) -> Alarm:
    """Take a report in, once by (source, external id): a new alarm with its event, or one more report of the last.

    Raises DeviceClockWrong, ReportIdReused.
    """
    cause, raised_at = cause_of(body.device_id, body.rule_code), _trusted(body.raised_at)
    await repository.lock_cause(db, cause)
    known = await repository.reported_as(db, source, body.external_id)
    if known is not None:
        return _of_cause(known, cause, body)
    last = await repository.last_of(db, cause)
    if last is None or outcome_of(last.state, last.cleared_at, raised_at) is Outcome.RAISE:
        alarm = _new(cause, source, body, raised_at, occurrence=1 if last is None else last.occurrence + 1)
        db.add(alarm)
    else:
        alarm = last
        _count(alarm, body, raised_at)
    await db.flush()
    report = {"source": source, "external_id": body.external_id, "alarm_id": alarm.id, "at": clock.now()}
    entered = insert(AlarmReport).values(report).on_conflict_do_nothing().returning(AlarmReport.alarm_id)
    if (await db.execute(entered)).first() is None:
        raise ReportIdReused(external_id=body.external_id)  # at the same time, of another cause
    if alarm is not last:
        sequence = sequence_of(alarm.occurrence, is_cleared=False)
        await outbox.publish(db, events.raised(alarm, clock.now()), subject=cause, sequence=sequence)
    return alarm


async def clear_alarm(db: AsyncSession, actor: Principal, alarm_id: UUID, cleared_at: datetime | None) -> Alarm:
    """The alarm is over; cleared again it stays as it is. Raises AlarmUnknown, DeviceClockWrong, ReportedSince."""
    alarm = await repository.get(db, actor, alarm_id, for_update=True)
    if alarm.state is State.CLEARED:
        return alarm
    at = _trusted(cleared_at)
    if at < alarm.last_reported_at:
        if cleared_at is not None:
            raise ReportedSince(last_reported_at=alarm.last_reported_at.isoformat())
        at = alarm.last_reported_at  # a device's clock runs a little ahead of ours
    alarm.state, alarm.cleared_at = State.CLEARED, at
    await db.flush()
    sequence = sequence_of(alarm.occurrence, is_cleared=True)
    await outbox.publish(db, events.cleared(alarm, at, clock.now()), subject=alarm.cause, sequence=sequence)
    return alarm


async def get_alarm(db: AsyncSession, actor: Principal, alarm_id: UUID) -> Alarm:
    return await repository.get(db, actor, alarm_id)


async def list_alarms(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Alarm], str | None]:
    """A page of alarms, the newest first, and where the next begins."""
    return await fetch_page(db, repository.list_alarms(actor, wanted), (Alarm.raised_at, Alarm.id), params)


def _trusted(given: datetime | None) -> datetime:
    now = clock.now()
    if given is None:
        return now
    if not is_plausible(given, now, POLICY):
        raise DeviceClockWrong(f"{given.isoformat()}; it is {now.isoformat()}, leave the time out to have that taken")
    return given


def _of_cause(known: Alarm, cause: str, body: AlarmReported) -> Alarm:
    if known.cause != cause:
        raise ReportIdReused(external_id=body.external_id)
    return known


def _new(cause: str, source: str, body: AlarmReported, raised_at: datetime, *, occurrence: int) -> Alarm:
    lon, lat = body.place
    facts = body.model_dump(exclude={"external_id", "lon", "lat", "crs", "raised_at"})
    return Alarm(
        id=uuid7(), cause=cause, occurrence=occurrence, state=State.RAISED, source=source, lon=lon, lat=lat, reports=1,
        raised_at=raised_at, last_reported_at=raised_at, cleared_at=None, **facts,
    )  # fmt: skip


def _count(alarm: Alarm, body: AlarmReported, at: datetime) -> None:
    """One more report of it; what is measured is the latest, how serious it is the worst."""
    alarm.reports += 1
    alarm.severity = max(alarm.severity, body.severity, key=list(Severity).index)
    if at >= alarm.last_reported_at:
        alarm.last_reported_at = at
        alarm.value, alarm.unit = body.value, body.unit
