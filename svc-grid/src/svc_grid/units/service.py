"""Use cases of units: look them up, enter and change them."""

from typing import Any

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid.organisation import service as organisation
from svc_grid.units import events, repository, rules
from svc_grid.units.errors import UnitRetired, UnitsInCircle, UnitTaken, UnitUnknown, UnitUnsound
from svc_grid.units.models import Unit
from svc_grid.units.schemas import UnitEntry, UnitPatch


async def get_unit(db: AsyncSession, code: str) -> Unit:
    """Also one that is retired; raises UnitUnknown."""
    found = await db.get(Unit, code)
    if found is None:
        raise UnitUnknown(code=code)
    return found


async def register(db: AsyncSession, actor: Principal, entry: UnitEntry) -> Unit:
    """Enter one; raises UnitTaken, UnitUnsound."""
    await organisation.lock(db)
    if await db.get(Unit, entry.code) is not None:
        raise UnitTaken(code=entry.code)
    await _check(db, actor, entry.parent_code, entry.territory_code)
    unit = Unit(version=1, retired_at=None, **entry.model_dump(mode="json"))
    db.add(unit)
    await _tell(db, actor, unit, "unit-registered", [])
    return unit


async def change(db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: UnitPatch) -> Unit:
    """Raises UnitUnknown, StaleVersion, UnitRetired, UnitUnsound, UnitsInCircle; nothing happens where nothing would change."""
    unit = await hold(db, actor, code, if_match)
    changes = {
        name: value for name, value in body.model_dump(mode="json", exclude_unset=True).items() if getattr(unit, name) != value
    }
    if not changes:
        return unit
    await _check(db, actor, changes.get("parent_code"), changes.get("territory_code", unit.territory_code))
    if "parent_code" in changes:
        await _refuse_circle(db, code, changes["parent_code"])
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.version += 1
    await _tell(db, actor, unit, "unit-changed", sorted(changes))
    return unit


def row_of(unit: Unit) -> dict[str, Any]:
    """The unit as the table has it."""
    return {column.key: getattr(unit, column.key) for column in Unit.__table__.columns}


async def hold(db: AsyncSession, actor: Principal, code: str, if_match: int | None) -> Unit:
    """Lock a unit of the actor's own for a change; raises UnitUnknown, StaleVersion, UnitRetired."""
    await organisation.lock(db)
    unit = await repository.hold(db, code)
    if unit is None or not actor.sees(unit.territory_code):
        raise UnitUnknown(code=code)
    check_version(if_match, unit.version)
    if unit.retired_at is not None:
        raise UnitRetired(code=code)
    return unit


async def _check(db: AsyncSession, actor: Principal, parent_code: str | None, territory_code: str | None) -> None:
    errors: list[JsonValue] = []
    if parent_code is not None and not await repository.known_units(db, [parent_code]):
        errors.append({"pointer": "/parent_code", "detail": f"no unit {parent_code} above it"})
    is_own = actor.sees(territory_code)
    if not is_own or (territory_code is not None and not await organisation.is_territory(db, territory_code)):
        errors.append({"pointer": "/territory_code", "detail": f"no territory {territory_code}"})
    if errors:
        raise UnitUnsound(errors=errors)


async def _refuse_circle(db: AsyncSession, code: str, parent_code: str | None) -> None:
    parents = await repository.above(db, [parent_code] if parent_code else [])
    found = rules.circle({**parents, code: parent_code}, code)
    if found is not None:
        raise UnitsInCircle(rules.named(found), circle=[*found])


async def _tell(db: AsyncSession, actor: Principal, unit: Unit, action: str, fields: list[str]) -> None:
    await db.flush()
    await outbox.publish(db, events.of_row(row_of(unit)), subject=unit.code, sequence=unit.version)
    await audit.record(db, actor, action, unit.code, fields=fields)
