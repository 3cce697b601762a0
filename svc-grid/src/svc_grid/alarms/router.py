"""Paths: which case answers which cause of alarms, and which class alarms get."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response

from chassis.errors import StaleVersion
from chassis.page import Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.alarms import keeping, repository
from svc_grid.alarms.errors import AlarmClassUnknown, AlarmClassUnsound
from svc_grid.alarms.models import AlarmCase
from svc_grid.alarms.repository import Filter
from svc_grid.alarms.schemas import AlarmCaseView, AlarmClassEntry, AlarmClassView

router = domain_router("/v1/alarm-cases", "alarms")
classes_router = domain_router("/v1/alarm-classes", "alarms")

Reader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)]
Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
_WORD = r"^[a-z][a-z0-9_]{0,39}$"
DeviceKind = Annotated[str, Path(pattern=_WORD, description="A kind of device.", examples=["street_lamp"])]
RuleCode = Annotated[str, Path(pattern=rf"{_WORD}|^\*$", description="A rule; `*`: any.", examples=["not_lit"])]
_TEXT = r"^[^\x00]+$"


async def _filter(
    cause: Annotated[
        str | None, Query(max_length=110, pattern=_TEXT, description="Only of this cause.", examples=["lamp-0042/not_lit"])
    ] = None,
    device_id: Annotated[str | None, Query(max_length=64, pattern=_TEXT, description="Only of this device.")] = None,
    component_code: Annotated[str | None, Query(max_length=40, pattern=_TEXT, description="Only of this component.")] = None,
    case_id: Annotated[UUID | None, Query(description="Only this case.")] = None,
) -> Filter:
    return Filter(cause, device_id, component_code, case_id)


@router.get("", summary="List the cases that answer alarms 告警案件")
async def list_alarm_cases(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[AlarmCaseView]:
    """Of cases the caller may see, the last opened first."""
    order = (AlarmCase.opened_at, AlarmCase.case_id)
    found, following = await fetch_page(db, repository.list_links(actor, wanted), order, params)
    link_next(response, request, following)
    return Page(items=[AlarmCaseView.model_validate(each) for each in found], next=following)


@classes_router.get("", summary="List which classes alarms get 告警类别对照")
async def list_alarm_classes(actor: Reader, db: Db) -> Page[AlarmClassView]:
    """All in one page, by kind of device and rule."""
    return Page(items=[AlarmClassView.model_validate(each) for each in await repository.list_classes(db)], next=None)


@classes_router.put(
    "/{device_kind}/{rule_code}",
    summary="Settle which class such alarms get",
    responses=problems(AlarmClassUnsound, StaleVersion),
)
async def settle_alarm_class(
    device_kind: DeviceKind, rule_code: RuleCode, body: AlarmClassEntry, actor: Keeper, db: Db, if_match: IfMatch,
    response: Response,
) -> AlarmClassView:  # fmt: skip
    """From now on; cases that are open keep theirs."""
    settled = await keeping.settle_class(db, actor, device_kind, rule_code, if_match, body.class_code)
    tag_version(response, settled.version)
    return AlarmClassView.model_validate(settled)


@classes_router.delete(
    "/{device_kind}/{rule_code}",
    status_code=204,
    summary="Settle nothing for such alarms",
    responses=problems(AlarmClassUnknown, StaleVersion),
)
async def drop_alarm_class(device_kind: DeviceKind, rule_code: RuleCode, actor: Keeper, db: Db, if_match: IfMatch) -> None:
    """They get what the data hub suggests, or what their component is."""
    await keeping.drop_class(db, actor, device_kind, rule_code, if_match)
