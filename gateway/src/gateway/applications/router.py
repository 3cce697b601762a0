"""Paths by which administrators let applications in, and declare replay clocks."""

from typing import Annotated
from uuid import UUID

from chassis.page import Page
from chassis.routing import Db, Principal, domain_router, problems, require
from gateway.applications import service
from gateway.applications.errors import ApplicationNameTaken, ApplicationUnknown, TooManyKeys
from gateway.applications.schemas import (
    ApplicationRegister,
    ApplicationRegistered,
    ApplicationView,
    KeyIssued,
    ReplayClockDeclare,
    ReplayClockView,
)

router = domain_router("/v1/applications", "applications")
clocks_router = domain_router("/v1/replay-clocks", "applications")

Administrator = Annotated[Principal, require()]


@router.post("", status_code=201, summary="Register an application", responses=problems(ApplicationNameTaken))
async def register(body: ApplicationRegister, actor: Administrator, db: Db) -> ApplicationRegistered:
    """Let a program in; the reply alone carries its key."""
    application, key = await service.register(db, actor, body)
    return ApplicationRegistered(**ApplicationView.model_validate(application).model_dump(), key=key)


@router.get("", summary="List applications")
async def list_applications(actor: Administrator, db: Db) -> Page[ApplicationView]:
    """All of them, the oldest first."""
    return Page(items=[ApplicationView.model_validate(each) for each in await service.list_all(db)])


@router.post("/{application_id}/keys", status_code=201, summary="Issue a further key",
             responses=problems(ApplicationUnknown, TooManyKeys))  # fmt: skip
async def issue_key(application_id: UUID, actor: Administrator, db: Db) -> KeyIssued:
    """Two keys may be live at once, so that an application can change over."""
    key = await service.issue_key(db, actor, application_id)
    return KeyIssued(application_id=application_id, key_id=key.partition(".")[0], key=key)


@router.delete("/{application_id}/keys/{key_id}", status_code=204, summary="Revoke a key", responses=problems(ApplicationUnknown))
async def revoke_key(application_id: UUID, key_id: str, actor: Administrator, db: Db) -> None:
    """It opens nothing any more, at the latest two seconds from now."""
    await service.revoke_key(db, actor, application_id, key_id)


@router.post("/{application_id}/revocations", status_code=201, summary="Shut an application out",
             responses=problems(ApplicationUnknown))  # fmt: skip
async def revoke(application_id: UUID, actor: Administrator, db: Db) -> ApplicationView:
    """None of its keys opens anything any more, at the latest two seconds from now."""
    return ApplicationView.model_validate(await service.revoke(db, actor, application_id))


@clocks_router.post("", status_code=201, summary="Declare a replay clock", responses=problems(ApplicationUnknown))
async def declare_clock(body: ReplayClockDeclare, actor: Administrator, db: Db) -> ReplayClockView:
    """From now on the application may send `Gov171-Replay-At` with a time in the span."""
    return ReplayClockView.model_validate(await service.declare_clock(db, actor, body))


@clocks_router.get("", summary="List replay clocks")
async def list_clocks(actor: Administrator, db: Db) -> Page[ReplayClockView]:
    """All that were ever declared."""
    return Page(items=[ReplayClockView.model_validate(each) for each in await service.list_clocks(db)])
