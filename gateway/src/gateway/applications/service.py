"""Use cases of applications."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.ids import uuid7
from gateway.applications.errors import ApplicationNameTaken, ApplicationUnknown, TooManyKeys
from gateway.applications.models import Application, ApplicationKey, ReplayClock
from gateway.applications.rules import hash_secret, new_key
from gateway.applications.schemas import ApplicationRegister, ReplayClockDeclare

_LIVE_KEYS_MOST = 2  # the old and the new one, while an application changes over


async def register(db: AsyncSession, actor: Principal, body: ApplicationRegister) -> tuple[Application, str]:
    """A new application with its first key, `id.secret`; raises ApplicationNameTaken."""
    application = Application(id=uuid7(), created_at=clock.system_now(), **body.model_dump(mode="json"))
    columns = {each.name: getattr(application, each.name) for each in Application.__table__.columns}
    kept = insert(Application).values(columns).on_conflict_do_nothing(index_elements=["name"]).returning(Application.id)
    if (await db.execute(kept)).first() is None:
        raise ApplicationNameTaken(name=body.name)
    key = _add_key(db, application.id)
    await db.flush()
    await audit.record(db, actor, "application-registered", str(application.id), roles=[*application.roles])
    return application, key


async def list_all(db: AsyncSession) -> Sequence[Application]:
    return (await db.execute(select(Application).order_by(Application.created_at))).scalars().all()


async def issue_key(db: AsyncSession, actor: Principal, application_id: UUID) -> str:
    """A further key, so that the old one can be taken out of use; raises ApplicationUnknown, TooManyKeys."""
    await _held(db, application_id)
    if await _count_live_keys(db, application_id) >= _LIVE_KEYS_MOST:
        raise TooManyKeys()
    key = _add_key(db, application_id)
    await db.flush()
    await audit.record(db, actor, "application-key-issued", str(application_id), key_id=key.partition(".")[0])
    return key


async def revoke_key(db: AsyncSession, actor: Principal, application_id: UUID, key_id: str) -> None:
    """The key opens nothing any more; raises ApplicationUnknown."""
    key = await db.get(ApplicationKey, key_id)
    if key is None or key.application_id != application_id:
        raise ApplicationUnknown()
    key.revoked_at = key.revoked_at or clock.system_now()
    await db.flush()
    await audit.record(db, actor, "application-key-revoked", str(application_id), key_id=key_id)


async def revoke(db: AsyncSession, actor: Principal, application_id: UUID) -> Application:
    """The application is let in no more; raises ApplicationUnknown."""
    application = await _held(db, application_id)
    application.revoked_at = application.revoked_at or clock.system_now()
    await db.flush()
    await audit.record(db, actor, "application-revoked", str(application_id))
    return application


async def declare_clock(db: AsyncSession, actor: Principal, body: ReplayClockDeclare) -> ReplayClock:
    """Let the application declare times within a span; raises ApplicationUnknown."""
    await _held(db, body.application_id)
    declared = ReplayClock(id=uuid7(), declared_by=actor.subject, declared_at=clock.system_now(), **body.model_dump())
    db.add(declared)
    await db.flush()
    span = {"starts_at": body.starts_at.isoformat(), "ends_at": body.ends_at.isoformat()}
    await audit.record(db, actor, "replay-clock-declared", str(body.application_id), **span)
    return declared


async def list_clocks(db: AsyncSession) -> Sequence[ReplayClock]:
    return (await db.execute(select(ReplayClock).order_by(ReplayClock.declared_at))).scalars().all()


def _add_key(db: AsyncSession, application_id: UUID) -> str:
    key_id, secret = new_key()
    row = {"id": key_id, "application_id": application_id, "created_at": clock.system_now()}
    db.add(ApplicationKey(**row, secret_hash=hash_secret(secret)))
    return f"{key_id}.{secret}"


async def _held(db: AsyncSession, application_id: UUID) -> Application:
    found = select(Application).where(Application.id == application_id).with_for_update()
    application = (await db.execute(found)).scalar_one_or_none()
    if application is None:
        raise ApplicationUnknown()
    return application


async def _count_live_keys(db: AsyncSession, application_id: UUID) -> int:
    is_live = (
        ApplicationKey.revoked_at.is_(None),
        or_(ApplicationKey.expires_at.is_(None), ApplicationKey.expires_at > func.now()),
    )
    counted = select(func.count()).where(ApplicationKey.application_id == application_id, *is_live)
    return int((await db.execute(counted)).scalar_one())
