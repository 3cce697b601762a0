"""Whether an organisation holds together: pure functions over what is given and what is there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.grid import TerritoryLevel
from svc_grid.facilities.schemas import FacilityEntry
from svc_grid.organisation.schemas import OrganisationImport
from svc_grid.territories import boundaries
from svc_grid.territories.schemas import TerritoryEntry
from svc_grid.units import rules as units_rules
from svc_grid.units.schemas import UnitEntry

LEVELS = tuple(TerritoryLevel)

Fault = tuple[str, str]


@dataclass(frozen=True)
class There:
    """What is there already of what a document names, and of units what stands above them."""

    levels: Mapping[str, str]
    units: Collection[str]
    parents: Mapping[str, str | None]
    retired_units: Collection[str] = frozenset()
    services: Collection[str] = frozenset()


def faults(given: OrganisationImport, there: There) -> list[Fault]:
    """Each fault as (JSON pointer, what is wrong)."""
    all_levels = {**there.levels, **{each.code: str(each.level) for each in given.territories}}
    all_units = {*there.units, *(each.code for each in given.units)}
    return [
        *_twice("territories", given.territories),
        *_twice("units", given.units),
        *_twice("facilities", given.facilities),
        *_territory_faults(given.territories, all_levels, all_units),
        *_reference_faults("units", given.units, all_levels),
        *units_rules.faults(given.units, there.parents, there.retired_units),
        *_reference_faults("facilities", given.facilities, all_levels),
        *_service_faults(given.facilities, there.services),
    ]


def retired_faults(given: OrganisationImport, retired: Mapping[str, str | None]) -> list[Fault]:
    """A retired territory stays what it was; `retired` are such ones with what followed them."""
    return [
        (f"/territories/{index}/code", f"{each.code} is retired; it was followed by {retired[each.code]}")
        for index, each in enumerate(given.territories)
        if each.code in retired
    ]


def _twice(kind: str, entries: Sequence[TerritoryEntry | UnitEntry | FacilityEntry]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, each in enumerate(entries):
        if each.code in seen:
            yield f"/{kind}/{index}/code", f"{each.code} is given twice"
        seen.add(each.code)


def _territory_faults(entries: Sequence[TerritoryEntry], levels: Mapping[str, str], units: Collection[str]) -> Iterator[Fault]:
    for index, each in enumerate(entries):
        place = f"/territories/{index}"
        if each.level is TerritoryLevel.CITY:
            if each.parent_code is not None:
                yield f"{place}/parent_code", "a city lies in no territory"
        elif each.parent_code is None or each.parent_code not in levels:
            yield f"{place}/parent_code", f"no territory {each.parent_code}"
        else:
            yield from _place_in_tree(place, each, TerritoryLevel(levels[each.parent_code]))
        if each.unit_code is not None and each.unit_code not in units:
            yield f"{place}/unit_code", f"no unit {each.unit_code}"
        if each.boundary is not None and (fault := boundaries.fault(each.boundary)) is not None:
            yield f"{place}/boundary", fault


def _place_in_tree(place: str, entry: TerritoryEntry, parent_level: TerritoryLevel) -> Iterator[Fault]:
    if entry.code.rpartition("/")[0] != entry.parent_code:
        yield f"{place}/code", f"the path must go on from its parent's: {entry.parent_code}/..."
    if LEVELS.index(entry.level) <= LEVELS.index(parent_level):
        yield f"{place}/level", f"a {entry.level} cannot lie in a {parent_level}"


def _reference_faults(kind: str, entries: Sequence[UnitEntry | FacilityEntry], levels: Mapping[str, str]) -> Iterator[Fault]:
    for index, each in enumerate(entries):
        if each.territory_code is not None and each.territory_code not in levels:
            yield f"/{kind}/{index}/territory_code", f"no territory {each.territory_code}"


def _service_faults(entries: Sequence[FacilityEntry], services: Collection[str]) -> Iterator[Fault]:
    for index, each in enumerate(entries):
        for unknown in sorted(set(each.services) - set(services)):
            yield f"/facilities/{index}/services", f"no service {unknown}"
