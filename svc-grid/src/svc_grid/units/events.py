"""A unit as its contract event."""

from collections.abc import Mapping
from typing import Any

from chassis import clock
from contracts import grid

_FACTS = ("kind", "name", "parent_code", "territory_code")


def of_row(row: Mapping[str, Any]) -> grid.UnitRegisteredV1:
    """The event of a stored row, whether new, changed or retired."""
    model = grid.UnitRegisteredV1 if row["version"] == 1 else grid.UnitChangedV1
    if row.get("retired_at") is not None:
        model = grid.UnitRetiredV1
    return model(occurred_at=clock.now(), unit_code=row["code"], **{name: row[name] for name in _FACTS})
