"""A territory as its contract event."""

from collections.abc import Mapping
from typing import Any

from chassis import clock
from contracts import grid

_FACTS = ("parent_code", "level", "name", "unit_code", "boundary")


def of_row(row: Mapping[str, Any]) -> grid.TerritoryRegisteredV1:
    """The event of a stored row, whether new or changed."""
    model = grid.TerritoryRegisteredV1 if row["version"] == 1 else grid.TerritoryChangedV1
    return model(occurred_at=clock.now(), territory_code=row["code"], **{name: row[name] for name in _FACTS})
