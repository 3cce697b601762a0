"""Use cases of the component register: enter, change, say what happened, look at."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from chassis.routing import check_version
from svc_grid.classes import service as classes
from svc_grid.components import events, repository
from svc_grid.components.errors import ComponentActionNotPossible, ComponentTaken, ComponentUnsound
from svc_grid.components.lifecycle import IllegalMove, move
from svc_grid.components.models import Component, ComponentStep
from svc_grid.components.repository import Filter
from svc_grid.components.rules import UNITS, Known, faults_of
from svc_grid.components.schemas import ComponentEntry, ComponentPatch, StateChange
from svc_grid.components.terms import Action, State
from svc_grid.organisation import service as organisation

_AT_ONCE = 10_000


async def register(db: AsyncSession, actor: Principal, entry: ComponentEntry) -> Component:
    """Enter one; raises ComponentTaken, ComponentUnsound."""
    await repository.lock_entering(db)
    if await repository.find(db, entry.code) is not None:
        raise ComponentTaken(code=entry.code)
    await _check(db, actor, entry)
    held = Component(**entry.facts(), state=State.NORMAL, version=0)
    db.add(held)
    await _keep(db, actor, held, Action.REGISTER)
    return held


async def change(db: AsyncSession, actor: Principal, code: str, if_match: int | None, patch: ComponentPatch) -> Component:
    """Change what is named; raises ComponentUnknown, StaleVersion, ComponentActionNotPossible, ComponentUnsound."""
    if "device_id" in patch.model_fields_set:
        await repository.lock_entering(db)
    held = await _hold(db, actor, code, if_match)
    _moved(held, Action.CHANGE)
    changes = {name: value for name, value in patch.changes().items() if getattr(held, name) != value}
    if not changes:
        return held
    names = ComponentEntry.model_fields.keys() - {"crs"}
    await _check(db, actor, ComponentEntry.model_validate({name: getattr(held, name) for name in names} | changes))
    for name, value in changes.items():
        setattr(held, name, value)
    await _keep(db, actor, held, Action.CHANGE)
    return held


async def change_state(db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: StateChange) -> Component:
    """Something happened to it; raises ComponentUnknown, StaleVersion, ComponentActionNotPossible."""
    held = await _hold(db, actor, code, if_match)
    held.state = _moved(held, body.action)
    await _keep(db, actor, held, body.action, body.remark)
    return held


async def get(db: AsyncSession, actor: Principal, code: str) -> Component:
    return await repository.get(db, actor, code)


async def find(db: AsyncSession, code: str) -> Component | None:
    """For other slices: the component, whoever asks."""
    return await repository.find(db, code)


async def find_by_device(db: AsyncSession, device_id: str) -> Component | None:
    """For other slices: the component in use that the device watches."""
    return await repository.find_by_device(db, device_id)


async def get_history(db: AsyncSession, actor: Principal, code: str) -> Sequence[ComponentStep]:
    """What happened to it, the oldest first; raises ComponentUnknown."""
    await repository.get(db, actor, code)
    return await repository.list_steps(db, code)


async def list_components(
    db: AsyncSession, actor: Principal, wanted: Filter, params: PageRequest
) -> tuple[Sequence[Component], str | None]:
    """A page by territory and code, and where the next begins."""
    order = (Component.territory_code, Component.code)
    return await fetch_page(db, repository.list_components(actor, wanted), order, params, descending=False)


async def what_is_known(db: AsyncSession, entries: Sequence[ComponentEntry]) -> Known:
    """What judging the entries needs, in a few statements however many they are."""
    units = {unit for each in entries for name in UNITS if (unit := getattr(each, name)) is not None}
    devices = {each.device_id for each in entries if each.device_id is not None}
    territories: set[str] = set()
    for part in _parts({each.territory_code for each in entries}):
        territories |= (await organisation.levels_of(db, part)).keys()
    known_units: set[str] = set()
    for part in _parts(units):
        known_units |= await organisation.known_units(db, part)
    return Known(
        classes=await classes.component_classes(db), territories=territories, units=known_units,
        holders=await repository.holders_of(db, devices) if devices else {},
    )  # fmt: skip


def _parts(values: set[str]) -> list[list[str]]:
    """A statement takes no more than some thirty thousand values."""
    ordered = sorted(values)
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]


async def _check(db: AsyncSession, actor: Principal, entry: ComponentEntry) -> None:
    faults = list(faults_of(entry, await what_is_known(db, [entry])))
    if not actor.sees(entry.territory_code):
        faults.append(("territory_code", f"no territory {entry.territory_code}"))
    if faults:
        seen = dict(faults)  # one fault a field
        raise ComponentUnsound(errors=[{"pointer": f"/{name}", "detail": what} for name, what in seen.items()])


async def _hold(db: AsyncSession, actor: Principal, code: str, if_match: int | None) -> Component:
    held = await repository.get(db, actor, code, for_update=True)
    check_version(if_match, held.version)
    return held


def _moved(held: Component, action: Action) -> State:
    try:
        return move(held.state, action)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{held.state}: cannot {action}; possible now: {', '.join(possible) or 'nothing'}"
        raise ComponentActionNotPossible(detail, state=str(held.state), action=str(action), possible=[*possible]) from None


async def _keep(db: AsyncSession, actor: Principal, held: Component, action: Action, note: str | None = None) -> None:
    """One version, one entry of the history, one event."""
    held.version, held.changed_at = held.version + 1, clock.now()
    step = ComponentStep(
        component_code=held.code, version=held.version, at=held.changed_at, action=action, state=held.state,
        actor=actor.subject, note=note,
    )  # fmt: skip
    db.add(step)
    await db.flush()
    row: Mapping[str, Any] = {name: getattr(held, name) for name in repository.COLUMNS}
    await outbox.publish(db, events.of_change(action, row, held.changed_at), subject=held.code, sequence=held.version)
