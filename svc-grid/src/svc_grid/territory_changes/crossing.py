"""Whether the bounds that a change touches would hold together with those round them."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.codes import lineage
from svc_grid.territories.checks import Placed, faults_among
from svc_grid.territories.models import Territory
from svc_grid.territory_changes.draft import Draft, Row
from svc_grid.territory_changes.schemas import Change, Merge, Move, Split
from svc_grid.within import is_among, within

_SEEN = (Territory.code, Territory.parent_code, Territory.level, Territory.boundary)


async def check_bounds(db: AsyncSession, change: Change, draft: Draft) -> None:
    """Add a fault for each overlap and each reach beyond a parent that the change would make or leave."""
    after = draft.created | draft.changed
    about = {code for code in draft.bounded if after[code]["boundary"] is not None}
    if not about:
        return
    roots = await _surveyed_over(db, about, draft)
    chosen = select(*_SEEN).where(Territory.retired_at.is_(None), Territory.boundary.is_not(None))
    if None not in roots:
        chosen = chosen.where(or_(*(within(Territory.code, root) for root in sorted(filter(None, roots)))))
    stood = {row.code: dict(row._mapping) for row in await db.execute(chosen)}
    placed = {code: _placed(row) for code, row in {**stood, **after}.items() if code not in draft.retired}
    places = _pointers(change)
    for found in await asyncio.to_thread(faults_among, placed, about=about):
        pointer = next((places[code] for code in found.codes if code in places), "")
        draft.fault(pointer, found.detail)


async def _surveyed_over(db: AsyncSession, codes: set[str], draft: Draft) -> set[str | None]:
    """The nearest territory with bounds over each of some; none over one that has no such."""
    paths = {code: _above(code) for code in codes}
    looked_at = {path for above in paths.values() for path in above}
    chosen = select(Territory.code).where(
        is_among(Territory.code, looked_at), Territory.retired_at.is_(None), Territory.boundary.is_not(None)
    )
    surveyed = set((await db.execute(chosen)).scalars()) - draft.retired.keys()
    surveyed |= {code for code, row in (draft.created | draft.changed).items() if row["boundary"] is not None}
    return {next((path for path in above if path in surveyed), None) for above in paths.values()}


def _above(code: str) -> list[str]:
    """The codes over this one, the nearest first."""
    return lineage(code)[-2::-1]


def _placed(row: Row) -> Placed:
    return Placed(row["code"], row["parent_code"], row["boundary"], row["level"])


def _pointers(change: Change) -> Mapping[str, str]:
    """Where the request speaks of the bounds of each territory."""
    places = {each.code: f"/boundaries/{index}/boundary" for index, each in enumerate(change.boundaries)}
    match change:
        case Merge():
            return {change.into_code: "/boundary"} | places
        case Split():
            return {each.code: f"/into/{index}/boundary" for index, each in enumerate(change.into)} | places
        case Move():
            return {change.to_code: "/to_code"} | places
    return places
