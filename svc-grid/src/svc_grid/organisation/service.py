"""Use cases of the organisation."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import JsonValue
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from contracts.grid import FacilityKind, TerritoryLevel, UnitKind
from svc_grid.codes import lineage
from svc_grid.facilities import repository as facilities
from svc_grid.facilities.models import Facility
from svc_grid.facilities.rows import row_of as facility_row
from svc_grid.facilities.schemas import FacilityEntry
from svc_grid.facilities.terms import FacilityStatus
from svc_grid.organisation import events, repository, rules
from svc_grid.organisation.errors import CodeTaken, CodeUnknown, OrganisationUnsound
from svc_grid.organisation.schemas import OrganisationFigures, OrganisationImport, OrganisationImportReport, Tally
from svc_grid.territories import overlaps, versions
from svc_grid.territories import repository as territories
from svc_grid.territories.models import Territory
from svc_grid.territories.places import Place as Place
from svc_grid.territories.places import city_code as city_code
from svc_grid.territories.places import places_within as places_within
from svc_grid.territories.schemas import TerritoryEntry
from svc_grid.territories.terms import VersionKind
from svc_grid.territories.versions import Why
from svc_grid.units import repository as units
from svc_grid.units.models import Unit
from svc_grid.units.schemas import UnitEntry
from svc_grid.within import within as within

Entry = TerritoryEntry | UnitEntry | FacilityEntry
T = TypeVar("T", Territory, Unit, Facility)

_KEY = func.hashtextextended("grid.organisation", 0)


async def keep_still(db: AsyncSession) -> None:
    """Nothing of the organisation changes until the transaction ends; call it before any other lock is taken."""
    await db.execute(select(func.pg_advisory_xact_lock_shared(_KEY)))


async def hold_organisation(db: AsyncSession) -> None:
    """Nobody else changes the organisation until this transaction has ended."""
    await db.execute(select(func.pg_advisory_xact_lock(_KEY)))


async def import_organisation(db: AsyncSession, given: OrganisationImport, by: str | None = None) -> OrganisationImportReport:
    """Bring the whole document in, or nothing of it; a few statements whatever its size. Raises OrganisationUnsound."""
    await hold_organisation(db)
    await _check(db, given)
    return OrganisationImportReport(
        territories=await _store(db, Territory, given.territories, given.is_dry_run, by),
        units=await _store(db, Unit, given.units, given.is_dry_run),
        facilities=await _store(db, Facility, given.facilities, given.is_dry_run),
        is_dry_run=given.is_dry_run,
    )


async def register(db: AsyncSession, table: type[T], entry: Entry, by: str | None = None) -> T:
    """Enter one; raises CodeTaken, OrganisationUnsound."""
    await hold_organisation(db)
    if await db.get(table, entry.code) is not None:
        raise CodeTaken(code=entry.code)
    field = {Territory: "territories", Unit: "units", Facility: "facilities"}[table]
    await _check(db, OrganisationImport.model_validate({field: [entry.model_dump()]}), single=True)
    await _store(db, table, [entry], is_dry_run=False, by=by)
    return await get(db, table, entry.code)


async def get(db: AsyncSession, table: type[T], code: str) -> T:
    """The entry with this code; raises CodeUnknown."""
    found = await db.get(table, code)
    if found is None:
        raise CodeUnknown(code=code)
    return found


async def is_territory(db: AsyncSession, code: str, *, with_retired: bool = False) -> bool:
    """Whether it is there; a retired one is there for what asks of the past."""
    return bool(await territories.levels_of(db, [code], with_retired=with_retired))


async def is_own_territory(db: AsyncSession, actor: Principal, code: str | None) -> bool:
    """Whether something may be put there by this principal; nowhere in particular only by those of the whole city."""
    return actor.sees(code) and (code is None or await is_territory(db, code))


async def hold_territory(db: AsyncSession, code: str) -> bool:
    """As `is_territory`, and it is not retired before this transaction has ended."""
    return await territories.hold_living(db, code)


async def successor_of(db: AsyncSession, code: str) -> str:
    """The living territory that a retired one became; the code itself of any other."""
    return await territories.successor_of(db, code)


async def is_unit(db: AsyncSession, code: str) -> bool:
    return bool(await units.known_units(db, [code]))


async def territory_of_unit(db: AsyncSession, unit_code: str) -> str | None:
    return await units.territory_of_unit(db, unit_code)


async def territories_of_units(db: AsyncSession, codes: Iterable[str]) -> dict[str, str | None]:
    """The territory of each unit that is there."""
    return await units.territories_of_units(db, codes)


async def known_units(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of the codes that are units'."""
    return await units.known_units(db, codes)


async def levels_of(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """The level of each territory that is there and not retired."""
    return await territories.levels_of(db, codes)


async def unit_over(db: AsyncSession, territory_code: str) -> str | None:
    """The unit that answers for a territory: its own, or that of the nearest one above it 属地."""
    paths = lineage(territory_code)[::-1]
    answering = await territories.units_of(db, paths)
    return next((answering[path] for path in paths if answering.get(path)), None)


async def count_figures(db: AsyncSession) -> OrganisationFigures:
    """The organisation in numbers, each counted now."""
    levels = await repository.count_by(db, Territory.level, where=Territory.retired_at.is_(None))
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
    levels = await territories.levels_of(db, filter(None, named))
    named_units = [each.code for each in given.units] + [each.parent_code for each in given.units]
    there = rules.There(
        levels=levels,
        units=await units.known_units(db, filter(None, (each.unit_code for each in given.territories))),
        parents=await units.above(db, filter(None, named_units)),
        retired_units=await units.retired(db, filter(None, named_units)),
        services=await facilities.known_services(db, (code for each in given.facilities for code in each.services)),
    )
    # Surveyed bounds take their time to look over; other requests go on meanwhile.
    found = await asyncio.to_thread(rules.faults, given, there)
    found += rules.retired_faults(given, await versions.retired_among(db, [each.code for each in given.territories]))
    if not found:  # what is no sound area by itself is not held against others
        found = await overlaps.faults_of_entries(db, given.territories)
    if found:
        errors: list[JsonValue] = [
            {"pointer": _single(place) if single else place, "detail": detail} for place, detail in found[:50]
        ]
        problem = OrganisationUnsound(f"{len(found)} faults; nothing was stored", errors=errors)
        problem.faults = found
        raise problem


def _single(pointer: str) -> str:
    """The place within the one entry that a request consists of."""
    return "/" + "/".join(pointer.split("/")[3:])


async def _store(db: AsyncSession, table: type[T], entries: Sequence[Entry], is_dry_run: bool, by: str | None = None) -> Tally:
    stored = await _stored(db, table, [each.code for each in entries])
    rows: list[dict[str, Any]] = [_row(each, stored.get(each.code, {})) for each in entries]
    created = [row | {"version": 1} for row in rows if row["code"] not in stored]
    changed = [row | {"version": stored[row["code"]]["version"] + 1} for row in rows if _differs(row, stored.get(row["code"]))]
    if not is_dry_run and (created or changed):
        upsert = insert(table)
        replaced = {name: upsert.excluded[name] for name in (*rows[0], "version") if name != "code"}
        await db.execute(upsert.on_conflict_do_update(index_elements=["code"], set_=replaced), created + changed)
        if table is Territory:
            await versions.keep(db, created, Why(VersionKind.REGISTERED, by, clock.now()))
            await versions.keep(db, changed, Why(VersionKind.CORRECTED, by, clock.now()))
        announced = [(events.of_entry(table, row), row["code"], row["version"]) for row in created + changed]
        await outbox.publish_many(db, announced)
    return Tally(created=len(created), changed=len(changed), unchanged=len(rows) - len(created) - len(changed))


def _row(entry: Entry, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as it is stored; bounds that it does not name stay as they are."""
    if isinstance(entry, FacilityEntry):
        return facility_row(entry, stored)
    if isinstance(entry, UnitEntry):
        return entry.model_dump(mode="json")
    kept = entry.boundary.geojson if entry.boundary else None
    if "boundary" not in entry.model_fields_set:
        kept = stored.get("boundary")
    return entry.model_dump(mode="json", exclude={"boundary"}) | {"boundary": kept}


async def _stored(db: AsyncSession, table: type[T], codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = await db.execute(select(*table.__table__.columns).where(table.code.in_(codes)))
    return {row.code: dict(row._mapping) for row in found}


def _differs(row: dict[str, Any], stored: dict[str, Any] | None) -> bool:
    return stored is not None and any(stored[name] != value for name, value in row.items())
