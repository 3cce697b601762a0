"""Paths of joint calls 吹哨报到: the calling side, the called units, and the units' figures."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis import clock
from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_grid.codes import Code, TerritoryCode
from svc_grid.joint_handling import figures, reporting, service
from svc_grid.joint_handling.errors import (
    CallCaseUnfit,
    CalledUnitsUnknown,
    CalledUnitUnknown,
    CallPlaceUnknown,
    JointCallActionNotPossible,
    JointCallUnknown,
    JudgesItself,
    NotOfTheRegiment,
    NotOfTheTerritory,
    NotOfTheUnit,
    RatedBefore,
)
from svc_grid.joint_handling.models import CalledUnit, JointCall
from svc_grid.joint_handling.repository import Filter
from svc_grid.joint_handling.schemas import (
    CalledUnitView,
    Cancellation,
    Decision,
    Decline,
    JointCallStepView,
    JointCallView,
    JointFiguresView,
    PartDone,
    Remark,
    Report,
    UnitFigures,
    UnitRating,
    Whistle,
)
from svc_grid.joint_handling.steps import Held
from svc_grid.joint_handling.terms import CallStatus

router = domain_router("/v1/joint-calls", "joint handling")
figures_router = domain_router("/v1/joint-call-figures", "joint handling")

Caller = Annotated[Principal, require(Role.GRID_LEAD, Role.GRID_DESK)]
UnitStaff = Annotated[Principal, require(Role.UNIT, Role.GRID_LEAD, Role.GRID_DESK)]
Reader = Annotated[
    Principal, require(Role.GRID_LEAD, Role.GRID_DESK, Role.UNIT, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)
]  # fmt: skip
FiguresReader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.SUPERVISOR, Role.ANALYST)]

_ANY = (JointCallUnknown, JointCallActionNotPossible, StaleVersion)
_OF_UNIT = problems(*_ANY, CalledUnitUnknown, NotOfTheUnit)
_OF_CALLER = problems(*_ANY, NotOfTheTerritory)
_UnitQuery = Annotated[Code | None, Query(description="Only of this unit.", examples=["dept-07"])]
_Place = Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.", examples=["659007/84"])]


@router.post(
    "", status_code=201, summary="Call units 吹哨",
    responses=problems(CallCaseUnfit, CallPlaceUnknown, CalledUnitsUnknown, NotOfTheTerritory),
)  # fmt: skip
async def call(body: Whistle, actor: Caller, db: Db, response: Response) -> JointCallView:
    """By the staff of the community or regiment: which units are to report, and what for."""
    held = await service.call(db, actor, body)
    response.headers["Location"] = f"/v1/joint-calls/{held.call.id}"
    return _told(held, response)


async def _filter(
    status: Annotated[CallStatus | None, Query(description="Only in this state.")] = None,
    case_id: Annotated[UUID | None, Query(description="Only about this case.")] = None,
    unit_code: _UnitQuery = None,
    territory_code: _Place = None,
) -> Filter:
    return Filter(status, case_id, unit_code, territory_code)


@router.get("", summary="List joint calls 吹哨列表", responses=problems(CursorBroken))
async def list_calls(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[JointCallView]:
    """Those of the caller's territory, and those that name its unit; the newest first."""
    found, units, following = await service.list_calls(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[_view(each, units[each.id]) for each in found], next=following)


@router.get("/{call_id}", summary="Show a joint call 吹哨详情", responses=problems(JointCallUnknown))
async def get_call(call_id: UUID, actor: Reader, db: Db, response: Response) -> JointCallView:
    """One call with its units; its ETag is what If-Match takes."""
    found, units = await service.get_call(db, actor, call_id)
    tag_version(response, found.version)
    return _view(found, units)


@router.get("/{call_id}/history", summary="Show a call's history 吹哨流程", responses=problems(JointCallUnknown))
async def get_history(call_id: UUID, actor: Reader, db: Db) -> Page[JointCallStepView]:
    """Every step with who made it, the oldest first."""
    return Page(items=[JointCallStepView.model_validate(each) for each in await service.get_history(db, actor, call_id)])


@router.post("/{call_id}/units/{unit_code}/reports", status_code=201, summary="Report 报到", responses=_OF_UNIT)
async def report_in(
    call_id: UUID, unit_code: Code, body: Report, actor: UnitStaff, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The unit's own staff say who comes, and when."""
    return _told(await reporting.report_in(db, actor, call_id, unit_code, if_match, body), response)


@router.post("/{call_id}/units/{unit_code}/declines", status_code=201, summary="Decline 申请不报到", responses=_OF_UNIT)
async def decline(
    call_id: UUID, unit_code: Code, body: Decline, actor: UnitStaff, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The unit says that it is not for it, and why."""
    return _told(await reporting.decline(db, actor, call_id, unit_code, if_match, body), response)


@router.post(
    "/{call_id}/units/{unit_code}/decisions", status_code=201, summary="Decide about a decline 裁定",
    responses=problems(*_ANY, CalledUnitUnknown, NotOfTheRegiment, JudgesItself),
)  # fmt: skip
async def decide(
    call_id: UUID, unit_code: Code, body: Decision, actor: Caller, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The caller's regiment upholds or overrules it; overruled, the unit's limit begins anew."""
    return _told(await service.decide(db, actor, call_id, unit_code, if_match, body), response)


@router.post("/{call_id}/units/{unit_code}/handlings", status_code=201, summary="Start working 开始处置", responses=_OF_UNIT)
async def start(
    call_id: UUID, unit_code: Code, body: Remark, actor: UnitStaff, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The unit works on it."""
    return _told(await reporting.start(db, actor, call_id, unit_code, if_match, body), response)


@router.post("/{call_id}/units/{unit_code}/results", status_code=201, summary="Finish 办结", responses=_OF_UNIT)
async def finish(
    call_id: UUID, unit_code: Code, body: PartDone, actor: UnitStaff, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The unit has done its part."""
    return _told(await reporting.finish(db, actor, call_id, unit_code, if_match, body), response)


@router.post(
    "/{call_id}/units/{unit_code}/ratings", status_code=201, summary="Rate a unit 评价",
    responses=problems(*_ANY, CalledUnitUnknown, NotOfTheTerritory, JudgesItself, RatedBefore),
)  # fmt: skip
async def rate(
    call_id: UUID, unit_code: Code, body: UnitRating, actor: Caller, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """The community rates a unit, once; with a reason for the two lowest levels."""
    return _told(await service.rate(db, actor, call_id, unit_code, if_match, body), response)


@router.post("/{call_id}/closures", status_code=201, summary="Close a call 关闭", responses=_OF_CALLER)
async def close(call_id: UUID, body: Remark, actor: Caller, db: Db, if_match: IfMatch, response: Response) -> JointCallView:
    """Once every unit is rated."""
    return _told(await service.close(db, actor, call_id, if_match, body), response)


@router.post("/{call_id}/cancellations", status_code=201, summary="Cancel a call 取消吹哨", responses=_OF_CALLER)
async def cancel(
    call_id: UUID, body: Cancellation, actor: Caller, db: Db, if_match: IfMatch, response: Response
) -> JointCallView:
    """It is called off, for a reason; units that have yet to finish are released."""
    return _told(await service.cancel(db, actor, call_id, if_match, body), response)


@figures_router.get("", summary="Show units in numbers 报到统计")
async def show_figures(
    actor: FiguresReader, db: Db,
    from_on: Annotated[date | None, Query(description="Called since this day.", examples=["2025-01-01"])] = None,
    to_on: Annotated[date | None, Query(description="And until this one.", examples=["2025-12-31"])] = None,
    unit_code: _UnitQuery = None,
    territory_code: _Place = None,
) -> JointFiguresView:  # fmt: skip
    """How each unit answered, over the calls from the caller's territory; kept up with each step, equal to a recount."""
    now = clock.now()
    place = actor.territory_code if territory_code is None else territory_code
    if place is not None and not actor.sees(place):
        return JointFiguresView(units=[], as_of=now)
    last = min(to_on or date(2199, 12, 31), date(2199, 12, 31))
    where = figures.Where(from_on or date(2000, 1, 1), last + timedelta(days=1), unit_code, place)
    return JointFiguresView(units=[_figures(each) for each in await figures.sums(db, where)], as_of=now)


def _figures(sums: dict[str, int | str]) -> UnitFigures:
    count = {name: int(value) for name, value in sums.items() if name != "unit_code"}
    due = count["called"] - count["excused"]
    average = figures.rating_average(count["rating_points"], count["rated"])
    rate_pct = figures.rating_average(100 * count["on_time"], due)
    return UnitFigures.model_validate(sums | {"on_time_rate_pct": rate_pct, "rating_average": average})


def _view(found: JointCall, units: Sequence[CalledUnit]) -> JointCallView:
    own = {name: getattr(found, name) for name in JointCallView.model_fields if name != "units"}
    return JointCallView.model_validate(own | {"units": [CalledUnitView.model_validate(each) for each in units]})


def _told(held: Held, response: Response) -> JointCallView:
    tag_version(response, held.call.version)
    return _view(held.call, held.units)
