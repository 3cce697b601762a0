"""Paths of the alarms: device platforms report and clear them, staff look at them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_datahub.alarms import service
from svc_datahub.alarms.errors import AlarmUnknown, DeviceClockWrong, ReportedSince, ReportIdReused
from svc_datahub.alarms.repository import READERS, Filter
from svc_datahub.alarms.schemas import DEVICE_ID, AlarmReported, AlarmView, Clearance, Instant, TerritoryCode
from svc_datahub.alarms.terms import Severity, State

router = domain_router("/v1/alarms", "alarms")

Platform = Annotated[Principal, require(Role.DEVICE_PLATFORM)]
Reader = Annotated[Principal, require(*READERS, Role.DEVICE_PLATFORM)]
_WORD = r"^[a-z][a-z0-9_]{0,39}$"


@router.post("", status_code=201, summary="Report an alarm 告警上报", responses=problems(DeviceClockWrong, ReportIdReused))
async def report_alarm(body: AlarmReported, actor: Platform, db: Db, response: Response) -> AlarmView:
    """A new alarm, or one more report of the one that is open; the same report again changes nothing."""
    alarm = await service.report_alarm(db, actor.subject, body)
    response.headers["Location"] = f"/v1/alarms/{alarm.id}"
    return AlarmView.model_validate(alarm)


@router.post(
    "/{alarm_id}/clearances",
    status_code=201,
    summary="Clear an alarm 告警恢复",
    responses=problems(AlarmUnknown, DeviceClockWrong, ReportedSince),
)
async def clear_alarm(alarm_id: UUID, body: Clearance, actor: Platform, db: Db) -> AlarmView:
    """The device is well again; cleared again, it stays as it is."""
    return AlarmView.model_validate(await service.clear_alarm(db, actor, alarm_id, body.cleared_at))


async def _filter(
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
    severity: Annotated[Severity | None, Query(description="Only so serious.")] = None,
    device_id: Annotated[str | None, Query(pattern=DEVICE_ID, description="Only of this device.")] = None,
    device_kind: Annotated[str | None, Query(pattern=_WORD, description="Only of devices of this kind.")] = None,
    cause: Annotated[
        str | None,
        Query(max_length=110, pattern=r"^[^\x00]+$", description="Only of this cause.", examples=["lamp-0042/not_lit"]),
    ] = None,
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    since: Annotated[Instant | None, Query(description="Only raised at or after this instant.")] = None,
) -> Filter:
    return Filter(state, severity, device_id, device_kind, cause, territory_code, since)


@router.get("", summary="List alarms 告警列表")
async def list_alarms(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[AlarmView]:
    """Alarms the caller may see, the newest first; a platform sees its own."""
    found, following = await service.list_alarms(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[AlarmView.model_validate(each) for each in found], next=following)


@router.get("/{alarm_id}", summary="Show an alarm", responses=problems(AlarmUnknown))
async def get_alarm(alarm_id: UUID, actor: Reader, db: Db) -> AlarmView:
    """One alarm."""
    return AlarmView.model_validate(await service.get_alarm(db, actor, alarm_id))
