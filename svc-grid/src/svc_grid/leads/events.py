"""A tenure, and what happened to it, as contract events; each tells the whole tenure as it stands."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis import clock
from contracts import grid
from svc_grid.leads.models import Lead, LeadAbsence

_FACTS = ("territory_code", "kind", "account", "from_at", "to_at")


def appointed(lead: Lead) -> grid.LeadAppointedV1:
    return grid.LeadAppointedV1(**facts(lead, []))


def dismissed(lead: Lead, absences: Sequence[LeadAbsence]) -> grid.LeadDismissedV1:
    return grid.LeadDismissedV1(**facts(lead, absences))


def handed_over(lead: Lead, absences: Sequence[LeadAbsence], successor: Lead, moved_cases: int) -> grid.LeadHandedOverV1:
    follows = {"successor_id": successor.id, "successor": successor.account, "moved_cases": moved_cases}
    return grid.LeadHandedOverV1(**facts(lead, absences), **follows)


def absence_recorded(lead: Lead, absences: Sequence[LeadAbsence], absence_id: UUID) -> grid.LeadAbsenceRecordedV1:
    return grid.LeadAbsenceRecordedV1(**facts(lead, absences), absence_id=absence_id)


def absence_ended(lead: Lead, absences: Sequence[LeadAbsence], absence_id: UUID) -> grid.LeadAbsenceEndedV1:
    return grid.LeadAbsenceEndedV1(**facts(lead, absences), absence_id=absence_id)


def facts(lead: Lead, absences: Sequence[LeadAbsence]) -> dict[str, Any]:
    """What every event of a tenure says."""
    told = {"occurred_at": clock.now(), "lead_id": lead.id} | {name: getattr(lead, name) for name in _FACTS}
    return told | {"absences": [_state(each) for each in absences]}


def _state(absence: LeadAbsence) -> grid.LeadAbsenceState:
    return grid.LeadAbsenceState(absence_id=absence.id, from_at=absence.from_at, to_at=absence.to_at, stand_in=absence.stand_in)
