"""Territories as other systems write them: what was read of a document, fault by fault; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from chassis.terms import Term
from svc_grid.territories.schemas import TerritoryEntry

COLUMNS = ("code", "parent_code", "level", "name", "unit_code")


class ExchangeFormat(Term):
    """How territories are written."""

    GEOJSON = "geojson", "GeoJSON", "GeoJSON"
    CSV = "csv", "CSV 表格", "CSV"


class Unreadable(ValueError):
    """The document as a whole cannot be read, so that there are no entries to find fault with."""


@dataclass(frozen=True)
class EntryFault:
    """What is wrong with one entry: `place` is a feature's index from 0, or the line of the file on which a row begins."""

    place: int
    field: str | None
    reason: str


@dataclass
class Document:
    """What was read: the entries, the place of each, and what is wrong with those that are none."""

    format: ExchangeFormat
    entries: list[TerritoryEntry] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    faults: list[EntryFault] = field(default_factory=list)

    def take(self, place: int, given: Mapping[str, Any]) -> None:
        """Keep what is given as an entry, or what is wrong with it."""
        try:
            entry = TerritoryEntry.model_validate(given)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False):
                self.faults.append(EntryFault(place, _field(each["loc"]), each["msg"].removeprefix("Value error, ")))
        else:
            self.entries.append(entry)
            self.places.append(place)

    def fault_at(self, pointer: str, reason: str) -> EntryFault:
        """A fault told of the entries as `/territories/3/name`, at its place in the document."""
        parts = pointer.split("/")
        return EntryFault(self.places[int(parts[2])], _field(parts[3:]), reason)

    def pointer(self, fault: EntryFault) -> str:
        """Where a fault is: a JSON pointer, for a table by line and column."""
        if self.format is ExchangeFormat.CSV:
            return f"/lines/{fault.place}" + (f"/{fault.field}" if fault.field else "")
        within = {None: "", "geometry": "/geometry"}.get(fault.field, f"/properties/{fault.field}")
        return f"/features/{fault.place}{within}"

    def named(self, fault: EntryFault) -> str | None:
        """The field as the document calls it."""
        return "wkt" if fault.field == "geometry" and self.format is ExchangeFormat.CSV else fault.field


def _field(place: Any) -> str | None:
    first = str(place[0]) if place else None
    return "geometry" if first == "boundary" else first
