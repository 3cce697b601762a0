"""A tenure, and what happened to it, as contract events."""

from typing import Any

from chassis import clock
from contracts import grid
from svc_grid.leads.models import Lead, LeadAbsence

_FACTS = ("territory_code", "kind", "account", "from_at", "to_at")


def appointed(lead: Lead) -> grid.LeadAppointedV1:
    return grid.LeadAppointedV1(**_facts(lead))


def dismissed(lead: Lead) -> grid.LeadDismissedV1:
    return grid.LeadDismissedV1(**_facts(lead))


def handed_over(lead: Lead, successor: Lead, moved_cases: int) -> grid.LeadHandedOverV1:
    follows = {"successor_id": successor.id, "successor": successor.account, "moved_cases": moved_cases}
    return grid.LeadHandedOverV1(**_facts(lead), **follows)


def absence_recorded(lead: Lead, absence: LeadAbsence) -> grid.LeadAbsenceRecordedV1:
    return grid.LeadAbsenceRecordedV1(**_facts(lead), **_away(absence), stand_in=absence.stand_in)


def absence_ended(lead: Lead, absence: LeadAbsence) -> grid.LeadAbsenceEndedV1:
    return grid.LeadAbsenceEndedV1(**_facts(lead), **_away(absence))


def _facts(lead: Lead) -> dict[str, Any]:
    return {"occurred_at": clock.now(), "lead_id": lead.id} | {name: getattr(lead, name) for name in _FACTS}


def _away(absence: LeadAbsence) -> dict[str, Any]:
    return {"absence_id": absence.id, "away_from_at": absence.from_at, "away_to_at": absence.to_at}
