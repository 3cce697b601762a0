"""Follows alarms: opens a case for a cause, counts what flaps, and voids what nobody took up and is over by itself."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.repeating import REPLAY_REST
from contracts.datahub import AlarmClearedV1, AlarmRaisedV1
from svc_grid.alarms import repository
from svc_grid.alarms.models import AlarmCase, FollowedAlarm
from svc_grid.alarms.policy import POLICY
from svc_grid.alarms.rules import OnQuiet, OnRaise, on_quiet, on_raise
from svc_grid.cases import service as cases
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case
from svc_grid.cases.steps import hold, take
from svc_grid.cases.terms import Action, Source, Status
from svc_grid.classes import service as classes
from svc_grid.components import service as components
from svc_grid.organisation import service as organisation
from svc_grid.territories.places import city_code
from svc_grid.territories.service import locate

ALARMS = Principal(subject="device-alarms", kind="service")


async def raise_alarm(db: AsyncSession, event: AlarmRaisedV1) -> None:
    """A device raised an alarm; told late it only counts, since a later one has been followed already."""
    followed = await repository.hold_followed(db, event.cause)
    if event.occurrence <= followed.raised:
        if followed.case_id is not None:
            (await repository.link_of(db, followed.case_id)).occurrences += 1
        return
    if followed.check_at is not None and followed.check_at <= event.raised_at:
        await settle(db, followed)  # as the worker would have done before
    case = await hold(db, ALARMS, followed.case_id, None) if followed.case_id is not None else None
    outcome = on_raise(
        is_case_open=None if case is None else case.status in OPEN, heard_at=_heard_at(followed, event.occurrence),
        waits_from=followed.waits_from, raised_at=event.raised_at, settle=POLICY.settle,
    )  # fmt: skip
    followed.raised, followed.raised_at, followed.told = event.occurrence, event.raised_at, event.model_dump(mode="json")
    followed.waits_from = (followed.waits_from or event.raised_at) if outcome is OnRaise.WAIT else None
    followed.check_at = followed.waits_from + POLICY.settle if followed.waits_from is not None else None
    if outcome is OnRaise.OPEN:
        await _open(db, followed, event)
    elif followed.case_id is not None:
        link = await repository.link_of(db, followed.case_id)
        link.occurrences, link.is_raised, link.last_raised_at = link.occurrences + 1, followed.is_raised, event.raised_at
    if not followed.is_raised and followed.cleared_at is not None:  # its clearing came before it
        await _note_cleared(db, followed, followed.cleared_at)
    _leave_to_replay(followed)
    await db.flush()


async def clear_alarm(db: AsyncSession, event: AlarmClearedV1) -> None:
    """A device's alarm is over; whether that stays so is seen when the settle time is over."""
    followed = await repository.hold_followed(db, event.cause)
    if event.occurrence <= followed.cleared:
        return
    followed.cleared, followed.cleared_at = event.occurrence, event.cleared_at
    if not followed.is_raised and followed.case_id is not None and event.occurrence == followed.raised:
        await _note_cleared(db, followed, event.cleared_at)
    _leave_to_replay(followed)
    await db.flush()


async def settle(db: AsyncSession, followed: FollowedAlarm) -> None:
    """The held cause's time is over: void its case, open one, or nothing; at the very instant that was set."""
    due, case_id = followed.check_at, followed.case_id
    followed.check_at = followed.sweep_after = followed.waits_from = None
    if due is None or case_id is None:
        return
    case = await hold(db, ALARMS, case_id, None)
    what = on_quiet(
        is_raised=followed.is_raised, is_case_open=case.status in OPEN, is_only_reported=case.status is Status.REPORTED
    )
    # A worker that was down, or a replay that lives in its own time, changes nothing.
    with clock.declared(max(due, case.changed_at)):
        if what is OnQuiet.VOID:
            await take(db, ALARMS, case, Action.VOID, note="设备告警已自行恢复", reason_code="cleared_by_itself")
        elif what is OnQuiet.OPEN and followed.told is not None:
            (await repository.link_of(db, case_id)).occurrences -= 1  # the last was the new case's
            await _open(db, followed, AlarmRaisedV1.model_validate(followed.told))
    await db.flush()


def _heard_at(followed: FollowedAlarm, occurrence: int) -> datetime | None:
    """When the cause was last heard of before this alarm of it."""
    heard = [followed.raised_at, followed.cleared_at if followed.cleared < occurrence else None]
    return max((each for each in heard if each is not None), default=None)


async def _note_cleared(db: AsyncSession, followed: FollowedAlarm, cleared_at: datetime) -> None:
    followed.check_at = cleared_at + POLICY.settle
    if followed.case_id is not None:
        link = await repository.link_of(db, followed.case_id)
        link.is_raised, link.last_cleared_at = False, cleared_at


def _leave_to_replay(followed: FollowedAlarm) -> None:
    followed.sweep_after = clock.system_now() + REPLAY_REST if clock.is_replayed() and followed.check_at else None


async def _open(db: AsyncSession, followed: FollowedAlarm, event: AlarmRaisedV1) -> None:
    """A case for the alarm, reported; it is the desk's to register."""
    component = await _component_of(db, event)
    facts: dict[str, Any] = {"lon": event.lon, "lat": event.lat, "component_code": component.code if component else None}
    if component is not None and event.lon is None:
        facts |= {"lon": component.lon, "lat": component.lat}
    class_code = await _class_of(db, event, component.class_code if component else None)
    if await classes.is_condition(db, class_code, event.rule_code):
        facts["condition_code"] = event.rule_code
    case: Case = await cases.open_case(
        db, ALARMS, source=Source.ALARM, class_code=class_code, title=event.title, description=_description(event),
        territory_code=await _place_of(db, event, component.territory_code if component else None), **facts,
    )  # fmt: skip
    if followed.case_id is not None:
        (await repository.link_of(db, followed.case_id)).is_raised = False  # it is the new case's from now on
    followed.case_id = case.id
    link = AlarmCase(
        case_id=case.id, cause=event.cause, device_id=event.device_id, device_kind=event.device_kind,
        rule_code=event.rule_code, component_code=facts["component_code"], occurrences=1, is_raised=True,
        opened_at=case.reported_at, last_raised_at=event.raised_at, last_cleared_at=None,
    )  # fmt: skip
    db.add(link)
    await db.flush()


async def _component_of(db: AsyncSession, event: AlarmRaisedV1) -> Any:
    """The component that the alarm names, or that its device watches."""
    named = await components.find(db, event.component_code) if event.component_code is not None else None
    return named or await components.find_by_device(db, event.device_id)


async def _class_of(db: AsyncSession, event: AlarmRaisedV1, of_component: str | None) -> str:
    """What the city has settled, what the data hub suggests, what the component is; else other components."""
    settled = await repository.class_settled_for(db, event.device_kind, event.rule_code)
    for code in (settled, event.class_code, of_component):
        if code is not None and await classes.find_class(db, code) is not None:
            return code
    return POLICY.default_class


async def _place_of(db: AsyncSession, event: AlarmRaisedV1, of_component: str | None) -> str:
    """Where the alarm says, where the component stands, what its point lies in; else the city's, so that it is never lost."""
    told = [await organisation.successor_of(db, code) for code in (event.territory_code, of_component) if code is not None]
    known = await organisation.levels_of(db, told)
    place = next((code for code in told if code in known), None)
    if place is None and event.lon is not None and event.lat is not None:
        place = await locate(db, event.lon, event.lat)
    place = place or await city_code(db)
    if place is None:
        raise LookupError("there is no city yet")
    return place


def _description(event: AlarmRaisedV1) -> str:
    measured = "" if event.value is None else f"，实测值 {event.value:g}{event.unit or ''}"
    return f"设备 {event.device_id} 告警：{event.title}{measured}"
