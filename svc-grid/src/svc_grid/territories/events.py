"""What is announced of a territory that goes."""

from typing import Any
from uuid import UUID

from chassis import clock
from contracts import grid


def of_retired(row: dict[str, Any], change_id: UUID) -> grid.TerritoryRetiredV1:
    """The event of a row that was retired."""
    facts = {name: row[name] for name in ("parent_code", "level", "name", "unit_code", "successor_code")}
    return grid.TerritoryRetiredV1(occurred_at=clock.now(), territory_code=row["code"], change_id=change_id, **facts)
