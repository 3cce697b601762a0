"""What is announced of the organisation: an entry, whether new or changed, as its contract event."""

from typing import Any

from chassis import clock
from contracts import grid
from contracts.event import Event
from svc_grid.facilities import events as facility_events
from svc_grid.facilities.models import Facility
from svc_grid.territories.models import Territory
from svc_grid.units import events as unit_events
from svc_grid.units.models import Unit


def of_entry(table: type[Territory | Unit | Facility], row: dict[str, Any]) -> Event:
    """The event of a stored row."""
    at, is_new = clock.now(), row["version"] == 1
    if table is Territory:
        territory = grid.TerritoryRegisteredV1 if is_new else grid.TerritoryChangedV1
        facts = {name: row[name] for name in ("parent_code", "level", "name", "unit_code", "boundary")}
        return territory(occurred_at=at, territory_code=row["code"], **facts)
    return unit_events.of_row(row) if table is Unit else facility_events.of_row(row)
