"""Use case of a unit that is no more; apart from the others, since it asks the cases, which ask the others."""

from pydantic import JsonValue
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case
from svc_grid.territories.models import Territory
from svc_grid.units import events, repository
from svc_grid.units.errors import UnitInUse
from svc_grid.units.models import Unit
from svc_grid.units.service import hold, row_of

_NAMED = 10


async def retire(db: AsyncSession, actor: Principal, code: str, if_match: int | None) -> Unit:
    """Take a unit out of use that nothing rests on any more; raises UnitUnknown, StaleVersion, UnitRetired, UnitInUse."""
    unit = await hold(db, actor, code, if_match)
    await _refuse_in_use(db, code)
    unit.retired_at = clock.now()
    unit.version += 1
    await db.flush()
    await outbox.publish(db, events.of_row(row_of(unit)), subject=code, sequence=unit.version)
    await audit.record(db, actor, "unit-retired", code)
    return unit


async def _refuse_in_use(db: AsyncSession, code: str) -> None:
    children = await repository.children_of(db, code, _NAMED)
    places = await _answered_for(db, code)
    is_open = select(func.count()).where(Case.unit_code == code, Case.status.in_(sorted(OPEN)))
    cases = (await db.execute(is_open)).scalar_one()
    if not (children or places or cases):
        return
    said = [f"{cases} open cases"] if cases else []
    said += [f"units below it: {', '.join(children)}"] if children else []
    said += [f"territories it answers for: {', '.join(places)}"] if places else []
    named: dict[str, JsonValue] = {"open_cases": cases, "children": [*children], "territories": [*places]}
    raise UnitInUse("; ".join(said), **named)


async def _answered_for(db: AsyncSession, code: str) -> list[str]:
    """Territories that a unit answers for, the first few."""
    chosen = select(Territory.code).where(Territory.unit_code == code).order_by(Territory.code).limit(_NAMED)
    return list((await db.execute(chosen)).scalars())
