"""Use cases of the calling side: blow the whistle, decide, rate, close, cancel; and of looking at calls."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from chassis.repeating import REPLAY_REST
from svc_grid import tallies
from svc_grid.cases import service as cases
from svc_grid.cases.errors import CaseUnknown
from svc_grid.cases.lifecycle import OPEN as OPEN_CASE
from svc_grid.joint_handling import repository
from svc_grid.joint_handling.errors import (
    CallCaseUnfit,
    CalledUnitsUnknown,
    CallPlaceUnknown,
    JudgesItself,
    NotOfTheRegiment,
    NotOfTheTerritory,
    RatedBefore,
)
from svc_grid.joint_handling.figures import counted, unit_figures
from svc_grid.joint_handling.models import CalledUnit, JointCall, JointCallStep
from svc_grid.joint_handling.policy import POLICY
from svc_grid.joint_handling.repository import Filter
from svc_grid.joint_handling.rules import is_of, may_call, may_decide
from svc_grid.joint_handling.schemas import Cancellation, Decision, Remark, UnitRating, Whistle
from svc_grid.joint_handling.steps import Held, hold
from svc_grid.joint_handling.terms import CallCommand, CallStatus, UnitCommand, UnitStatus
from svc_grid.organisation import service as organisation
from svc_grid.working_time import until


async def call(db: AsyncSession, actor: Principal, body: Whistle) -> Held:
    """Blow the whistle; raises CallCaseUnfit, CallPlaceUnknown, NotOfTheTerritory, CalledUnitsUnknown."""
    place = await _place(db, actor, body)
    if not may_call(actor, place):
        raise NotOfTheTerritory(territory_code=place)
    unknown = await repository.unknown_units(db, {*body.units, body.coordinator_unit_code})
    if unknown:
        raise CalledUnitsUnknown(units=[*unknown])
    now = clock.now()
    due_at = await until(db, now, POLICY.report_limits[body.urgency])
    number = f"CS-{clock.local_day(now):%Y%m%d}-{await repository.next_number(db):06d}"
    opened = JointCall(
        id=uuid7(), number=number, version=1, told=0, status=CallStatus.OPEN, case_id=body.case_id, territory_code=place,
        urgency=body.urgency, title=body.title, request=body.request, coordinator_unit_code=body.coordinator_unit_code,
        called_by=actor.subject, policy_version=POLICY.version, opened_at=now,
        sweep_after=clock.system_now() + REPLAY_REST if clock.is_replayed() else None,
    )  # fmt: skip
    db.add(opened)
    await db.flush()
    units = [
        CalledUnit(
            call_id=opened.id, unit_code=code, status=UnitStatus.CALLED, called_at=now, due_at=due_at, is_late=False, comes=[]
        )
        for code in sorted(body.units)
    ]
    db.add_all(units)
    held = Held(db, actor, opened, units)
    await held.write(CallCommand.OPEN, None)
    for unit in units:
        await tallies.note_change(db, unit_figures, None, counted(opened, unit))
    return held


async def decide(db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: Decision) -> Held:
    """The caller's regiment decides about a unit that declined; overruled, its limit begins anew.

    Raises NotOfTheRegiment, JudgesItself.
    """
    held = await hold(db, actor, call_id, if_match)
    if not may_decide(actor, held.call.territory_code):
        raise NotOfTheRegiment()
    unit, now = held.unit(unit_code), clock.now()
    if is_of(actor, unit_code):
        raise JudgesItself(unit_code=unit_code)
    decided: dict[str, Any] = {"is_upheld": body.is_upheld, "decision_note": body.note, "decided_at": now}
    if body.is_upheld:
        await held.take_unit(unit, UnitCommand.UPHOLD, note=body.note, **decided)
    else:
        due_at = await until(db, now, POLICY.report_limits[held.call.urgency])
        await held.take_unit(unit, UnitCommand.OVERRULE, note=body.note, due_at=due_at, late_told_at=None, **decided)
    return held


async def rate(db: AsyncSession, actor: Principal, call_id: UUID, unit_code: str, if_match: int | None, body: UnitRating) -> Held:
    """The community rates a unit, once; raises NotOfTheTerritory, JudgesItself, RatedBefore."""
    held = await _hold_as_caller(db, actor, call_id, if_match)
    unit = held.unit(unit_code)
    if is_of(actor, unit_code):
        raise JudgesItself(unit_code=unit_code)
    if unit.rating is not None:
        raise RatedBefore(unit_code=unit_code)
    await held.take_unit(
        unit, UnitCommand.RATE, reason_code=body.rating, note=body.reason, rating=body.rating, rating_reason=body.reason
    )
    return held


async def close(db: AsyncSession, actor: Principal, call_id: UUID, if_match: int | None, body: Remark) -> Held:
    """Raises NotOfTheTerritory."""
    held = await _hold_as_caller(db, actor, call_id, if_match)
    await held.take(CallCommand.CLOSE, note=body.note, ended_at=clock.now())
    return held


async def cancel(db: AsyncSession, actor: Principal, call_id: UUID, if_match: int | None, body: Cancellation) -> Held:
    """It is called off; who was late until now stays so. Raises NotOfTheTerritory."""
    held = await _hold_as_caller(db, actor, call_id, if_match)
    for unit in held.units:
        await held.mark_late(unit)
    held.call.reason_code = body.reason_code
    await held.take(CallCommand.CANCEL, reason_code=body.reason_code, note=body.note, ended_at=clock.now())
    await held.release()
    return held


async def get_call(db: AsyncSession, actor: Principal, call_id: UUID) -> tuple[JointCall, Sequence[CalledUnit]]:
    """Raises JointCallUnknown."""
    found = await repository.get(db, actor, call_id)
    return found, await repository.list_units(db, call_id)


async def get_history(db: AsyncSession, actor: Principal, call_id: UUID) -> Sequence[JointCallStep]:
    """Raises JointCallUnknown."""
    await repository.get(db, actor, call_id)
    return await repository.list_steps(db, call_id)


async def list_calls(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[JointCall], Mapping[UUID, Sequence[CalledUnit]], str | None]:
    """A page of calls, the newest first, with their units, and where the next begins."""
    if wanted.unit_code is None:
        order = (JointCall.opened_at, JointCall.id)
        found, following = await fetch_page(db, repository.list_calls(actor, wanted), order, params)
    else:
        chosen = repository.list_calls_of_unit(actor, wanted, wanted.unit_code)
        named, following = await fetch_page(db, chosen, (CalledUnit.called_at, CalledUnit.call_id), params)
        found = await repository.calls_by_id(db, [each.call_id for each in named])
    return found, await repository.units_of(db, [each.id for each in found]), following


async def _hold_as_caller(db: AsyncSession, actor: Principal, call_id: UUID, if_match: int | None) -> Held:
    held = await hold(db, actor, call_id, if_match)
    if not may_call(actor, held.call.territory_code):
        raise NotOfTheTerritory(territory_code=held.call.territory_code)
    return held


async def _place(db: AsyncSession, actor: Principal, body: Whistle) -> str:
    """Where the matter is: the case's own place, where there is a case."""
    if body.case_id is None:
        place = body.territory_code or ""
        if not actor.sees(place) or not await organisation.is_territory(db, place):
            raise CallPlaceUnknown(territory_code=place)
        return place
    try:
        case = await cases.get_case(db, actor, body.case_id)
    except CaseUnknown:
        raise CallCaseUnfit(case_id=str(body.case_id)) from None
    if case.status not in OPEN_CASE or body.territory_code not in (None, case.territory_code):
        raise CallCaseUnfit(case_id=str(body.case_id), state=str(case.status))
    return case.territory_code
