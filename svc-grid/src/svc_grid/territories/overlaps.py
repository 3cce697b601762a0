"""Holds bounds that come in against those that are there, and all bounds of a subtree against each other."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ARRAY, ColumnElement, Select, Text, any_, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from svc_grid.codes import lineage
from svc_grid.territories.checks import BoundaryFault, Placed, faults_among, gaps_among
from svc_grid.territories.models import Territory
from svc_grid.territories.places import living
from svc_grid.territories.schemas import TerritoryEntry
from svc_grid.within import within

# Of more subtrees than this the cities they lie in are read whole.
_MOST_SUBTREES = 50
_PLACED = (Territory.code, Territory.parent_code, cast(Territory.boundary, Text).label("boundary"), Territory.level)


async def faults_of_subtree(db: AsyncSession, code: str | None) -> tuple[dict[str, Placed], list[BoundaryFault]]:
    """All territories in one (of everything without), and every fault among them."""
    chosen = living(*_PLACED)
    rows = await db.execute(chosen if code is None else chosen.where(within(Territory.code, code)))
    placed = {row.code: Placed(*row) for row in rows}
    return placed, await asyncio.to_thread(faults_among, placed)


async def faults_of_entries(db: AsyncSession, entries: Sequence[TerritoryEntry]) -> list[tuple[str, str]]:
    """What bounds that are new or read differently would bring about, as (JSON pointer, what is wrong). No gaps:
    a city is surveyed bit by bit. What was wrong before and is not touched keeps nothing out."""
    given = await _changed(db, entries)
    if not given:
        return []
    neighbours = await _neighbours(db, entries, given)
    found = await asyncio.to_thread(lambda: faults_among(neighbours | given, about=given))
    last = {each.code: index for index, each in enumerate(entries)}
    told = []
    for fault in found:
        at = max(last[code] for code in fault.codes if code in given)
        told.append((f"/territories/{at}/boundary", fault.detail))
    return told


async def gaps_by_entries(db: AsyncSession, entries: Sequence[TerritoryEntry]) -> list[BoundaryFault]:
    """The gaps there would be in what the entries touch: in themselves, and in what they lie directly in."""
    touched = {each.code for each in entries} | {each.parent_code for each in entries if each.parent_code is not None}
    chosen = living(*_PLACED).where(or_(_among(Territory.code, touched), _among(Territory.parent_code, touched)))
    placed = {row.code: Placed(*row) for row in await db.execute(chosen)}
    for each in entries:
        kept = placed[each.code].boundary if each.code in placed else None
        placed[each.code] = _placed(each, kept)
    found = await asyncio.to_thread(gaps_among, placed)
    return [each for each in found if each.codes[0] in touched]


async def _changed(db: AsyncSession, entries: Sequence[TerritoryEntry]) -> dict[str, Placed]:
    """Those with bounds that are not stored just so."""
    bounded = {each.code: each for each in entries if each.boundary is not None}
    if not bounded:
        return {}
    rows = await db.execute(select(Territory.code, Territory.boundary).where(_among(Territory.code, bounded)))
    stored = {row.code: row.boundary for row in rows}
    return {
        code: _placed(each, None)
        for code, each in bounded.items()
        if each.boundary is not None and stored.get(code) != each.boundary.geojson
    }


def _placed(entry: TerritoryEntry, stored: Mapping[str, object] | str | None) -> Placed:
    boundary = stored if "boundary" not in entry.model_fields_set else entry.boundary.geojson if entry.boundary else None
    return Placed(entry.code, entry.parent_code, boundary, entry.level)


async def _neighbours(db: AsyncSession, entries: Sequence[TerritoryEntry], given: Mapping[str, Placed]) -> dict[str, Placed]:
    """The stored ones that the given ones lie in, beside, or above; and what lies between, as not surveyed."""
    removed = {each.code for each in entries if each.boundary is None and "boundary" in each.model_fields_set}
    paths = {path for code in given for path in lineage(code)}
    above = set((await db.execute(_surveyed().where(_among(Territory.code, paths)))).scalars()) - removed | set(given)
    # Bounds in no surveyed territory have their neighbours anywhere in the city, or among the other cities.
    roots = _topmost({_above(code, above) or "" for code in given})
    chosen = _surveyed()
    if "" not in roots:
        chosen = chosen.where(or_(*(within(Territory.code, root) for root in roots)))
    surveyed = set((await db.execute(chosen)).scalars()) - removed | set(given)
    holding = {code: _above(code, surveyed) for code in surveyed | set(given)}
    beside = {holding[code] for code in given}
    needed = {code for code, held in holding.items() if held in beside or held in given}
    needed |= {code for code in beside if code is not None}
    rows = await db.execute(living(*_PLACED).where(_among(Territory.code, needed - set(given))))
    found = {row.code: Placed(*row) for row in rows}
    between = {path for code in needed | set(given) for path in lineage(code)} - found.keys() - given.keys()
    return found | {path: Placed(path, path.rpartition("/")[0] or None, None) for path in between}


def _surveyed() -> Select[str]:
    return living(Territory.code).where(Territory.boundary.is_not(None))


def _above(code: str, surveyed: Collection[str]) -> str | None:
    """The nearest surveyed one above a code."""
    return next((path for path in reversed(lineage(code)[:-1]) if path in surveyed), None)


def _topmost(codes: Collection[str]) -> list[str]:
    """Those that lie in none of the others; of too many the cities."""
    chosen = [code for code in sorted(codes) if _above(code, codes) is None]
    return chosen if len(chosen) <= _MOST_SUBTREES else sorted({code.partition("/")[0] for code in chosen})


def _among(column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], codes: Iterable[str]) -> ColumnElement[bool]:
    """One parameter however many there are, where IN may have 32,767 at most."""
    return column == any_(cast(sorted(codes), ARRAY(Text)))
