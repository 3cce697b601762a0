"""A facility's entry as a row of the table; pure."""

from collections.abc import Mapping
from typing import Any

from svc_grid.facilities.schemas import FacilityEntry, columns_of
from svc_grid.facilities.terms import FacilityStatus

# What a facility is before anything was said of it.
NEW: Mapping[str, Any] = {
    "level": None, "territory_code": None, "lon": None, "lat": None, "address": None, "hours": None, "services": [],
    "status": FacilityStatus.IN_SERVICE,
}  # fmt: skip


def row_of(entry: FacilityEntry, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as a row, but for its version; what it does not name is as it was, whose it is and where excepted."""
    emptied = {"level": None, "territory_code": None}
    before = {name: value for name, value in (stored or NEW).items() if name != "version"}
    return {**before, **emptied, **columns_of(entry)}
