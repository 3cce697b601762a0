"""Whose desk decides on a case: that of the cell, the community, the regiment or the city, one above the other 上报."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from contracts.grid import TerritoryLevel
from svc_grid.cases.errors import NothingAbove, NotYourLevel, PlaceUnknown
from svc_grid.cases.models import Case
from svc_grid.codes import lineage
from svc_grid.organisation import service as organisation

_WITH_DESK = frozenset({TerritoryLevel.CITY, TerritoryLevel.REGIMENT, TerritoryLevel.COMMUNITY, TerritoryLevel.CELL})


async def desks_over(db: AsyncSession, territory_code: str) -> list[str]:
    """The territories with a desk that this one lies in, itself among them, the lowest first; raises PlaceUnknown."""
    paths = lineage(territory_code)[::-1]
    levels = await organisation.levels_of(db, paths)
    if territory_code not in levels:
        raise PlaceUnknown(territory_code=territory_code)
    return [path for path in paths if levels.get(path) in _WITH_DESK] or [territory_code]


async def level_above(db: AsyncSession, case: Case) -> str:
    """Where the case goes when it is referred upwards; raises NothingAbove."""
    desks = await desks_over(db, case.territory_code)
    above = [desk for desk in desks if case.held_by.startswith(f"{desk}/")]
    if not above:
        raise NothingAbove(held_by=case.held_by)
    return above[0]


async def level_below(db: AsyncSession, case: Case) -> str:
    """Where the case goes when it is handed down: one nearer to its own territory."""
    desks = await desks_over(db, case.territory_code)
    below = [desk for desk in desks if desk.startswith(f"{case.held_by}/")]
    return below[-1] if below else desks[0]


def check_level(actor: Principal, case: Case) -> None:
    """Raise NotYourLevel where the case was referred to a desk above the actor's own."""
    if not actor.sees(case.held_by):
        raise NotYourLevel(held_by=case.held_by)
