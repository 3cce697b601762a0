"""A unit as its contract event."""

from collections.abc import Mapping
from typing import Any

from chassis import clock
from contracts import grid

_FACTS = ("kind", "name", "parent_code", "territory_code")


def of_row(row: Mapping[str, Any]) -> grid.UnitRegisteredV1:
    """The event of a stored row, whether new or changed."""
    model = grid.UnitRegisteredV1 if row["version"] == 1 else grid.UnitChangedV1
    return model(occurred_at=clock.now(), unit_code=row["code"], **{name: row[name] for name in _FACTS})


def retired(code: str) -> grid.UnitRetiredV1:
    return grid.UnitRetiredV1(occurred_at=clock.now(), unit_code=code)
