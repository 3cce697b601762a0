"""A change of a component as its contract event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts import grid
from svc_grid.components.terms import Action

_FACTS = (
    "class_code", "territory_code", "lon", "lat", "state", "supervisor_unit_code", "owner_unit_code", "maintainer_unit_code",
    "installed_on", "device_id",
)  # fmt: skip


def of_change(action: Action, row: Mapping[str, Any], at: datetime) -> grid.ComponentRegisteredV1:
    """The event of a component's row as it now reads."""
    model = {Action.REGISTER: grid.ComponentRegisteredV1, Action.RETIRE: grid.ComponentRetiredV1}.get(
        action, grid.ComponentChangedV1
    )
    return model(occurred_at=at, component_code=row["code"], **{name: row[name] for name in _FACTS})
