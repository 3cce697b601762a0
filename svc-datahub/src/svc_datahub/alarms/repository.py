"""Every SELECT of the alarms, each within what the principal may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from contracts.roles import Role
from svc_datahub.alarms.errors import AlarmUnknown
from svc_datahub.alarms.models import Alarm, AlarmReport
from svc_datahub.alarms.terms import Severity, State

READERS = (Role.GRID_DESK, Role.GRID_LEAD, Role.SUPERVISOR, Role.ANALYST)


@dataclass(frozen=True)
class Filter:
    """What a list of alarms may be narrowed to."""

    state: State | None = None
    severity: Severity | None = None
    device_id: str | None = None
    device_kind: str | None = None
    cause: str | None = None
    territory_code: str | None = None
    since: datetime | None = None


async def lock_cause(db: AsyncSession, cause: str) -> None:
    """Reports of one cause are taken in one after the other."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"datahub.alarms {cause}", 0))))


async def last_of(db: AsyncSession, cause: str) -> Alarm | None:
    """The cause's last alarm, its row locked."""
    chosen = select(Alarm).where(Alarm.cause == cause).order_by(Alarm.occurrence.desc()).limit(1).with_for_update()
    return (await db.execute(chosen)).scalar_one_or_none()


async def reported_as(db: AsyncSession, source: str, external_id: str) -> Alarm | None:
    """The alarm that a report was taken for."""
    chosen = select(Alarm).join(AlarmReport, AlarmReport.alarm_id == Alarm.id)
    chosen = chosen.where(AlarmReport.source == source, AlarmReport.external_id == external_id)
    return (await db.execute(chosen)).scalar_one_or_none()


async def get(db: AsyncSession, actor: Principal, alarm_id: UUID, *, for_update: bool = False) -> Alarm:
    """The alarm; raises AlarmUnknown also where the principal may not see it."""
    chosen = select(Alarm).where(Alarm.id == alarm_id, visible_to(actor))
    found = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise AlarmUnknown()
    return found


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree; a platform what it raised itself."""
    own = true() if actor.has(*READERS) else Alarm.source == actor.subject
    return own if actor.territory_code is None else and_(own, _below(actor.territory_code))


def _below(code: str) -> ColumnElement[bool]:
    """In the territory or below it. The column sorts by bytes, where `0` follows `/`: an index serves both halves."""
    column = Alarm.territory_code
    return or_(column == code, and_(column >= f"{code}/", column < f"{code}0"))


def list_alarms(actor: Principal, wanted: Filter) -> Select[Alarm]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("state", "severity", "device_id", "device_kind", "cause"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Alarm, name) == value)
    if wanted.territory_code is not None:
        conditions.append(_below(wanted.territory_code))
    if wanted.since is not None:
        conditions.append(Alarm.raised_at >= wanted.since)
    return select(Alarm).where(*conditions)
