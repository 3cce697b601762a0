"""What follows a territory that goes to the one that goes on for it: units, facilities, open cases.

Whatever else lies in territories (posts, components, plans) follows in the same transaction by a function in `ALSO`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import outbox
from chassis.auth import Principal
from contracts.grid import TerritoryLevel
from svc_grid.cases.models import Case
from svc_grid.cases.steps import catch_up, take
from svc_grid.cases.terms import Action
from svc_grid.codes import lineage
from svc_grid.components import moving as components
from svc_grid.facilities.models import Facility
from svc_grid.leads import ending as leads
from svc_grid.organisation import events as organisation_events
from svc_grid.patrols import moving as patrols
from svc_grid.territories import repository as territories
from svc_grid.territory_changes import repository
from svc_grid.territory_changes.draft import LEVELS, Draft
from svc_grid.units.models import Unit

# Given each code that goes with what follows it, and the reason in words.
Follower = Callable[[AsyncSession, Principal, Mapping[str, str], str], Awaitable[object]]
ALSO: tuple[Follower, ...] = (leads.follow_territories, components.follow_territories, patrols.follow_territories)


@dataclass(frozen=True)
class Counts:
    """How many followed, or would."""

    cases: int
    units: int
    facilities: int


async def follow(db: AsyncSession, actor: Principal, draft: Draft, reason: str) -> Counts:
    """Take all that lies in what goes, or no longer in what was redrawn, to where it lies now."""
    for take_along in ALSO:
        await take_along(db, actor, draft.retired, reason)
    return Counts(
        units=await _follow(db, Unit, draft.retired),
        facilities=await _follow(db, Facility, draft.retired),
        cases=await _follow_cases(db, actor, draft, reason),
    )


async def foresee(db: AsyncSession, draft: Draft) -> Counts:
    """How many would follow."""
    cases = (await db.execute(_cases_of(draft))).scalars().all()
    places = await asyncio.to_thread(_places, draft, cases)
    return Counts(
        units=len(await repository.rows_at(db, Unit, draft.retired)),
        facilities=len(await repository.rows_at(db, Facility, draft.retired)),
        cases=sum(_is_moved(case, place, draft) for case, place in zip(cases, places, strict=True)),
    )


async def _follow(db: AsyncSession, table: Any, retired: Mapping[str, str]) -> int:
    if not (found := await repository.rows_at(db, table, retired)):
        return 0
    rows = [{**row, "territory_code": retired[row["territory_code"]], "version": row["version"] + 1} for row in found]
    moved = update(table.__table__).where(table.__table__.c.code == bindparam("moved_code"))
    moved = moved.values(territory_code=bindparam("moved_to"), version=bindparam("moved_version"))
    values = [{"moved_code": row["code"], "moved_to": row["territory_code"], "moved_version": row["version"]} for row in rows]
    await (await db.connection()).execute(moved, values)
    told = [(organisation_events.of_entry(table, row), row) for row in rows]
    await outbox.publish_many(db, [(event, row["code"], row["version"]) for event, row in told if event is not None])
    return len(rows)


async def _follow_cases(db: AsyncSession, actor: Principal, draft: Draft, reason: str) -> int:
    held = _cases_of(draft).with_for_update().execution_options(populate_existing=True)
    cases = (await db.execute(held)).scalars().all()
    places = await asyncio.to_thread(_places, draft, cases)
    moved = [(case, place) for case, place in zip(cases, places, strict=True) if _is_moved(case, place, draft)]
    paths = {path for _, place in moved for path in lineage(place)} | {case.held_by for case, _ in moved}
    levels = await territories.levels_of(db, paths, with_retired=True)
    for case, place in moved:
        await catch_up(db, case)
        desk = desk_of(case.held_by, place, levels)
        await take(db, actor, case, Action.RELOCATE, note=reason, territory_code=place, held_by=desk)
    return len(moved)


def _cases_of(draft: Draft) -> Any:
    return repository.open_cases_at({*draft.retired, *draft.areas}, draft.retired)


def _is_moved(case: Case, place: str, draft: Draft) -> bool:
    return place != case.territory_code or case.held_by in draft.retired


def _places(draft: Draft, cases: Sequence[Case]) -> list[str]:
    """Where each case lies now: by its point where its territory was redrawn or split, else where that has gone."""
    shapes = {code: _shape(draft, code) for codes in draft.areas.values() for code in codes}
    return [_place(draft, case, shapes) for case in cases]


def _place(draft: Draft, case: Case, shapes: Mapping[str, Any]) -> str:
    code = case.territory_code
    if case.lon is not None and case.lat is not None:
        # Its own first: a point on the line between two stays where it is.
        for area in sorted(draft.areas.get(code, ()), key=lambda each: each != code):
            shape = shapes[area]
            if shape is not None and shapely.intersects_xy(shape, case.lon, case.lat):
                return area
    return draft.retired.get(code, code)


def _shape(draft: Draft, code: str) -> Any:
    row = draft.created.get(code) or draft.changed.get(code) or draft.tree[code]
    return None if row["boundary"] is None else shapely.from_geojson(json.dumps(row["boundary"]))


def desk_of(before: str, place: str, levels: Mapping[str, str]) -> str:
    """Whose desk decides on it now: that of the same level over its new place, or of the nearest one above."""
    rank = {code: LEVELS.index(TerritoryLevel(level)) for code, level in levels.items()}
    above = [path for path in lineage(place) if path in rank and rank[path] <= rank.get(before, len(LEVELS))]
    return above[-1] if above else place
