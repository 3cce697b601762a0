"""Use cases of territories, of the organisation as a whole, and its figures."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from contracts.event import Event
from contracts.grid import FacilityKind, TerritoryLevel, UnitKind
from svc_grid.facilities import events as facility_events
from svc_grid.facilities import service as facilities
from svc_grid.facilities.models import Facility
from svc_grid.facilities.terms import FacilityStatus
from svc_grid.organisation import events, repository, rules, trees
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.organisation.models import Territory
from svc_grid.organisation.schemas import OrganisationFigures, OrganisationImport, OrganisationImportReport, Tally, TerritoryEntry
from svc_grid.units import events as unit_events
from svc_grid.units import repository as units_repository
from svc_grid.units import service as units
from svc_grid.units.models import Unit
from svc_grid.units.schemas import UnitEntry

Row = dict[str, Any]
Table = type[Territory] | type[Unit] | type[Facility]


async def import_organisation(db: AsyncSession, given: OrganisationImport) -> OrganisationImportReport:
    """Bring the whole document in, or nothing of it; a few statements whatever its size. Raises OrganisationUnsound."""
    await trees.lock(db)
    await _check(db, given)

    async def store(table: Table, entries: Sequence[Any], row: Callable[..., Row], event: Callable[[Row], Event]) -> Tally:
        stored = await _stored(db, table, [each.code for each in entries])
        rows = [row(each, stored.get(each.code)) for each in entries]
        return await _store(db, table, rows, stored, event, given.is_dry_run)

    return OrganisationImportReport(
        territories=await store(Territory, given.territories, _row, events.of_row),
        units=await store(Unit, given.units, _unit_row, unit_events.of_row),
        facilities=await store(Facility, given.facilities, facilities.row_of, facility_events.of_row),
        is_dry_run=given.is_dry_run,
    )


async def register(db: AsyncSession, entry: TerritoryEntry) -> Territory:
    """Enter one; raises CodeTaken, OrganisationUnsound."""
    await trees.lock(db)
    if await db.get(Territory, entry.code) is not None:
        raise CodeTaken(code=entry.code)
    await _check(db, OrganisationImport(territories=[entry]), single=True)
    await _store(db, Territory, [_row(entry, None)], {}, events.of_row, is_dry_run=False)
    return await get(db, entry.code)


async def get(db: AsyncSession, code: str) -> Territory:
    """The territory with this code; raises CodeUnknown."""
    found = await db.get(Territory, code)
    if found is None:
        raise CodeUnknown(code=code)
    return found


within = trees.within
is_territory = trees.is_territory
is_unit = units.is_unit
territory_of_unit = units.territory_of_unit


async def count_figures(db: AsyncSession) -> OrganisationFigures:
    """The organisation in numbers, each counted now."""
    levels = await repository.count_by(db, Territory.level)
    kinds = await repository.count_by(db, Unit.kind, where=Unit.retired_at.is_(None))
    in_use = Facility.status != FacilityStatus.CLOSED_FOR_GOOD
    places = await repository.count_by(db, Facility.kind, Facility.level, where=in_use)

    def at(kind: FacilityKind, *names: str) -> dict[str, int]:
        return {name: places.get((kind, name), 0) for name in names}

    def total(kind: FacilityKind) -> int:
        return sum(count for (each, _), count in places.items() if each == kind)

    figures: dict[str, int | dict[str, int]] = {
        "city": levels.get((TerritoryLevel.CITY,), 0),
        "lead_group_office": kinds.get((UnitKind.OFFICE,), 0),
        "special_groups": kinds.get((UnitKind.SPECIAL_GROUP,), 0),
        "regiments": levels.get((TerritoryLevel.REGIMENT,), 0),
        "communities": levels.get((TerritoryLevel.COMMUNITY,), 0),
        "departments": kinds.get((UnitKind.DEPARTMENT,), 0),
        "showcase_projects": total(FacilityKind.SHOWCASE),
        "governance_centres": at(FacilityKind.GOVERNANCE_CENTRE, "city", "regiment", "community"),
        "party_service_centres": at(FacilityKind.PARTY_SERVICE_CENTRE, "regiment", "showcase", "community"),
        "civilisation_practice_stations": total(FacilityKind.PRACTICE_STATION),
        "rural_libraries": total(FacilityKind.RURAL_LIBRARY),
    }
    return OrganisationFigures(figures=figures, source="svc-grid", as_of=clock.now())


async def _check(db: AsyncSession, given: OrganisationImport, *, single: bool = False) -> None:
    named = [each.parent_code for each in given.territories]
    named += [each.territory_code for entries in (given.units, given.facilities) for each in entries]
    named_units = [each.parent_code for each in given.units] + [each.code for each in given.units]
    there = rules.There(
        levels={code: str(level) for code, level in (await trees.levels_of(db, filter(None, named))).items()},
        units=await units.known_units(db, {each.unit_code for each in given.territories if each.unit_code is not None}),
        parents=await units_repository.above(db, filter(None, named_units)),
        retired_units=await units_repository.retired(db, filter(None, named_units)),
        services=await facilities.known_services(db, {code for each in given.facilities for code in each.services}),
    )
    # Surveyed bounds take their time to look over; other requests go on meanwhile.
    found = await asyncio.to_thread(rules.faults, given, there)
    if found:
        errors: list[JsonValue] = [
            {"pointer": _single(place) if single else place, "detail": detail} for place, detail in found[:50]
        ]
        raise OrganisationUnsound(f"{len(found)} faults; nothing was stored", errors=errors)


def _single(pointer: str) -> str:
    """The place within the one entry that a request consists of."""
    return "/" + "/".join(pointer.split("/")[3:])


async def _store(
    db: AsyncSession, table: Table, rows: Sequence[Row], stored: Mapping[str, Row], event: Callable[[Row], Event],
    is_dry_run: bool,
) -> Tally:  # fmt: skip
    created = [row | {"version": 1} for row in rows if row["code"] not in stored]
    changed = [row | {"version": stored[row["code"]]["version"] + 1} for row in rows if _differs(row, stored.get(row["code"]))]
    if not is_dry_run and (created or changed):
        upsert = insert(table)
        replaced = {name: upsert.excluded[name] for name in (*rows[0], "version") if name != "code"}
        await db.execute(upsert.on_conflict_do_update(index_elements=["code"], set_=replaced), created + changed)
        await outbox.publish_many(db, [(event(row), row["code"], row["version"]) for row in created + changed])
    return Tally(created=len(created), changed=len(changed), unchanged=len(rows) - len(created) - len(changed))


def _row(entry: TerritoryEntry, stored: Mapping[str, Any] | None) -> Row:
    """The entry as it is stored; bounds that it does not name stay as they are."""
    kept = entry.boundary.geojson if entry.boundary else None
    if "boundary" not in entry.model_fields_set:
        kept = (stored or {}).get("boundary")
    return entry.model_dump(mode="json", exclude={"boundary"}) | {"boundary": kept}


def _unit_row(entry: UnitEntry, stored: Mapping[str, Any] | None) -> Row:
    return entry.model_dump(mode="json")


async def _stored(db: AsyncSession, table: Table, codes: Sequence[str]) -> dict[str, Row]:
    found = await db.execute(select(*table.__table__.columns).where(table.code.in_(codes)))
    return {row.code: dict(row._mapping) for row in found}


def _differs(row: Row, stored: Row | None) -> bool:
    return stored is not None and any(stored[name] != value for name, value in row.items())
