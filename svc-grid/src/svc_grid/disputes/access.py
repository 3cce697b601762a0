"""Who may do and read what of a dispute: pure."""

from datetime import datetime

from chassis.auth import Principal
from contracts.roles import Role
from svc_grid.disputes.models import Dispute


def works_on(actor: Principal, dispute: Dispute) -> bool:
    """The desk of its territory, and the mediator it is assigned to."""
    if actor.has(Role.GRID_DESK) and actor.sees(dispute.territory_code):
        return True
    return actor.has(Role.MEDIATOR) and dispute.mediator == actor.subject


def keeps(actor: Principal, dispute: Dispute) -> bool:
    """Who answers for sealed records."""
    return actor.has(Role.MEDIATION_KEEPER, Role.SUPERVISOR) and actor.sees(dispute.territory_code)


def is_sealed(dispute: Dispute, now: datetime) -> bool:
    """Whether its record is shut now; one that was unsealed shuts again by itself."""
    return dispute.sealed_at is not None and (dispute.unsealed_until is None or now >= dispute.unsealed_until)
