"""Use cases of what is settled for alarms: which class those of a kind of device get."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.alarms import repository
from svc_grid.alarms.errors import AlarmClassUnknown, AlarmClassUnsound
from svc_grid.alarms.models import AlarmClass
from svc_grid.classes import service as classes


async def settle_class(
    db: AsyncSession, actor: Principal, device_kind: str, rule_code: str, if_match: int | None, class_code: str
) -> AlarmClass:
    """Such alarms get this class from now on; raises AlarmClassUnsound, StaleVersion. The same again changes nothing."""
    held = await repository.hold_class(db, device_kind, rule_code)
    check_version(if_match, held.version if held else 0)
    if await classes.find_class(db, class_code) is None:
        raise AlarmClassUnsound(class_code=class_code)
    if held is not None and held.class_code == class_code:
        return held
    if held is None:
        held = AlarmClass(device_kind=device_kind, rule_code=rule_code, version=0)
        db.add(held)
    held.class_code, held.version, held.changed_at = class_code, held.version + 1, clock.now()
    await db.flush()
    await audit.record(
        db, actor, "alarm-class-settled", f"{device_kind}/{rule_code}", class_code=class_code, version=held.version
    )  # fmt: skip
    return held


async def drop_class(db: AsyncSession, actor: Principal, device_kind: str, rule_code: str, if_match: int | None) -> None:
    """Nothing is settled for such alarms any more; raises AlarmClassUnknown, StaleVersion."""
    held = await repository.hold_class(db, device_kind, rule_code)
    if held is None:
        raise AlarmClassUnknown(device_kind=device_kind, rule_code=rule_code)
    check_version(if_match, held.version)
    await db.delete(held)
    await db.flush()
    await audit.record(db, actor, "alarm-class-dropped", f"{device_kind}/{rule_code}", class_code=held.class_code)
