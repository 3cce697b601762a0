"""What stands, as events that state it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts import grid
from contracts.event import Event
from svc_grid.leads import events as leads
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.organisation import events as organisation
from svc_grid.territories.models import Territory
from svc_grid.units.models import Unit


def started(snapshot_id: UUID, at: Any) -> Event:
    return grid.OrganisationSnapshotStartedV1(occurred_at=at, snapshot_id=snapshot_id)


def finished(snapshot_id: UUID, at: Any, counts: Mapping[str, int]) -> Event:
    return grid.OrganisationSnapshotFinishedV1(occurred_at=at, snapshot_id=snapshot_id, **counts)


def of_entry(snapshot_id: UUID, table: Any, row: Mapping[str, Any]) -> Event:
    """A territory, unit or facility: what its own last event said, and its version."""
    said = organisation.of_entry(table, dict(row)).model_dump()
    said |= {"snapshot_id": snapshot_id, "version": row["version"]}
    if table is Territory:
        return grid.OrganisationTerritoryStatedV1(**said)
    if table is Unit:
        return grid.OrganisationUnitStatedV1(**said, is_retired=row["retired_at"] is not None)
    return grid.OrganisationFacilityStatedV1(**said)


def of_lead(snapshot_id: UUID, lead: Lead, absences: Sequence[LeadAbsence]) -> Event:
    return grid.OrganisationLeadStatedV1(**leads.facts(lead, absences), snapshot_id=snapshot_id, version=lead.version)
