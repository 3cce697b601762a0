"""A change of a record as its contract event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis import clock
from contracts import grid
from svc_grid.activities.terms import Action

_MODELS: dict[Action, type[grid.ActivityEvent]] = {
    Action.REGISTER: grid.ActivityRegisteredV1,
    Action.CORRECT: grid.ActivityCorrectedV1,
    Action.WITHDRAW: grid.ActivityWithdrawnV1,
}
_FACTS = ("kind", "unit_code", "territory_code", "held_on", "count")


def of_change(action: Action, activity_id: UUID, facts: Mapping[str, Any]) -> grid.ActivityEvent:
    """The event of the change that has just been made."""
    told = {name: facts[name] for name in _FACTS}
    return _MODELS[action](occurred_at=clock.now(), activity_id=activity_id, **told)
