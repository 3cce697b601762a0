"""Every SELECT of the components, each within what the principal may see, and how many are stored at once."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, any_, bindparam, func, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_grid.components.errors import ComponentUnknown
from svc_grid.components.models import Component, ComponentStep
from svc_grid.components.terms import State
from svc_grid.within import within

# One at a time enters what is new, so that a code and a device are each taken once.
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("grid.components", 0)))
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Filter:
    """What a list of components may be narrowed to."""

    class_code: str | None = None
    owner_unit_code: str | None = None
    state: State | None = None
    territory_code: str | None = None


async def lock_entering(db: AsyncSession) -> None:
    await db.execute(_LOCK)


async def get(db: AsyncSession, actor: Principal, code: str, *, for_update: bool = False) -> Component:
    """The component; raises ComponentUnknown also where the principal may not see it."""
    chosen = select(Component).where(Component.code == code, visible_to(actor))
    found = (await db.execute(chosen.with_for_update() if for_update else chosen)).scalar_one_or_none()
    if found is None:
        raise ComponentUnknown(code=code)
    return found


def visible_to(actor: Principal) -> ColumnElement[bool]:
    return true() if actor.territory_code is None else _below(actor.territory_code)


def _below(code: str) -> ColumnElement[bool]:
    """In the territory or below it, as one stretch of the index besides, so that a list is read off in its order."""
    column = Component.territory_code
    return and_(column >= code, column < f"{code}0", within(column, code))


def list_components(actor: Principal, wanted: Filter) -> Select[Component]:
    """The statement of a list; the caller pages it by territory and code."""
    conditions = [visible_to(actor)]
    for name in ("class_code", "owner_unit_code", "state"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Component, name) == value)
    if wanted.territory_code is not None:
        conditions.append(_below(wanted.territory_code))
    return select(Component).where(*conditions)


async def list_near(
    db: AsyncSession, actor: Principal, lon: float, lat: float, radius_m: float, class_code: str | None, most: int
) -> list[tuple[Component, float]]:
    """Those in use within the radius, the nearest first; the box round it is looked up in the index."""
    east_m = _METRES_A_DEGREE * max(math.cos(math.radians(lat)), 0.01)
    north, east = radius_m / _METRES_A_DEGREE, radius_m / east_m
    box = func.box(func.point(lon - east, lat - north), func.point(lon + east, lat + north))
    distance = func.sqrt(
        func.power((Component.lon - lon) * east_m, 2) + func.power((Component.lat - lat) * _METRES_A_DEGREE, 2)
    ).label("distance")
    chosen = select(Component, distance).where(
        func.point(Component.lon, Component.lat).op("<@")(box), distance <= radius_m,
        Component.state != State.RETIRED, visible_to(actor),
    )  # fmt: skip
    if class_code is not None:
        chosen = chosen.where(Component.class_code == class_code)
    found = await db.execute(chosen.order_by(distance, Component.code).limit(most))
    return [(component, float(metres)) for component, metres in found]


async def list_steps(db: AsyncSession, code: str) -> Sequence[ComponentStep]:
    chosen = select(ComponentStep).where(ComponentStep.component_code == code).order_by(ComponentStep.version)
    return (await db.execute(chosen)).scalars().all()


async def hold_many(db: AsyncSession, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The rows of those that are there, locked in the order of their codes."""
    chosen = select(*Component.__table__.columns).where(Component.code == any_(_texts("codes", codes)))
    found = await db.execute(chosen.order_by(Component.code).with_for_update())
    return {row.code: dict(row._mapping) for row in found}


async def hold_at(db: AsyncSession, territory_code: str, most: int) -> list[dict[str, Any]]:
    """Some of those in use at exactly this territory, locked."""
    chosen = select(*Component.__table__.columns).where(
        Component.territory_code == territory_code, Component.state != State.RETIRED
    )
    found = await db.execute(chosen.order_by(Component.code).limit(most).with_for_update())
    return [dict(row._mapping) for row in found]


async def holders_of(db: AsyncSession, device_ids: Collection[str]) -> dict[str, str]:
    """Which component in use has each of the devices."""
    chosen = select(Component.device_id, Component.code).where(
        Component.device_id == any_(_texts("devices", device_ids)), Component.state != State.RETIRED
    )
    return {str(row.device_id): row.code for row in await db.execute(chosen)}


async def find_by_device(db: AsyncSession, device_id: str) -> Component | None:
    chosen = select(Component).where(Component.device_id == device_id, Component.state != State.RETIRED)
    return (await db.execute(chosen)).scalar_one_or_none()


async def find(db: AsyncSession, code: str) -> Component | None:
    return await db.get(Component, code)


async def release_devices(db: AsyncSession, codes: Collection[str]) -> None:
    """Take their devices off some components, so that these may be given to others in one statement."""
    await db.execute(update(Component).where(Component.code == any_(_texts("codes", codes))).values(device_id=None))


def _texts(name: str, values: Collection[str]) -> Any:
    return bindparam(name, sorted(values), type_=ARRAY(Text))


_TYPED = (
    "code text, class_code text, lon float8, lat float8, territory_code text, place text, supervisor_unit_code text, "
    "owner_unit_code text, maintainer_unit_code text, state text, installed_on date, device_id text, version integer, "
    "changed_at timestamptz"
)
COLUMNS = [each.split()[0] for each in _TYPED.split(", ")]
STORE = text(
    f"INSERT INTO components ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} "
    f"FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS given ({_TYPED}) "
    f"ON CONFLICT (code) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in COLUMNS[1:])}"
)
STORE_STEPS = text(
    "INSERT INTO component_steps (component_code, version, at, action, state, actor, note) "
    "SELECT code, version, changed_at, CASE version WHEN 1 THEN 'register' ELSE 'change' END, state, :actor, :note "
    "FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS given (code text, version integer, changed_at timestamptz, state text)"
)
