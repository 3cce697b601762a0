"""A facility as its contract event."""

from collections.abc import Mapping
from typing import Any

from chassis import clock
from contracts import grid

_FACTS = ("kind", "level", "name", "territory_code", "lon", "lat", "services", "status", "hours")


def of_row(row: Mapping[str, Any]) -> grid.FacilityRegisteredV1:
    """The event of a stored row, whether new or changed."""
    model = grid.FacilityRegisteredV1 if row["version"] == 1 else grid.FacilityChangedV1
    facts = {name: row[name] for name in _FACTS}
    return model.model_validate({"occurred_at": clock.now(), "facility_code": row["code"]} | facts)
