"""What is announced of the organisation: an entry, whether new or changed, as its contract event."""

from typing import Any

from chassis import clock
from contracts import grid
from contracts.event import Event
from svc_grid.facilities.models import Facility
from svc_grid.territories.models import Territory
from svc_grid.units.models import Unit


def of_entry(table: type[Territory | Unit | Facility], row: dict[str, Any]) -> Event | None:
    """The event of a stored row; none for a changed facility, of which no event tells."""
    at, is_new = clock.now(), row["version"] == 1
    if table is Territory:
        territory = grid.TerritoryRegisteredV1 if is_new else grid.TerritoryChangedV1
        facts = {name: row[name] for name in ("parent_code", "level", "name", "unit_code", "boundary")}
        return territory(occurred_at=at, territory_code=row["code"], **facts)
    if table is Unit:
        unit = grid.UnitRegisteredV1 if is_new else grid.UnitChangedV1
        facts = {name: row[name] for name in ("kind", "name", "parent_code", "territory_code")}
        return unit(occurred_at=at, unit_code=row["code"], **facts)
    facts = {name: row[name] for name in ("kind", "level", "name", "territory_code")}
    return grid.FacilityRegisteredV1(occurred_at=at, facility_code=row["code"], **facts) if is_new else None
