"""A step of a dispute as its contract event; steps of the record's own are told to nobody."""

from datetime import datetime

from contracts import grid
from svc_grid.disputes.models import Dispute
from svc_grid.disputes.terms import Action

_MODELS: dict[Action, type[grid.DisputeEvent]] = {
    Action.APPLY: grid.DisputeAppliedV1,
    Action.ACCEPT: grid.DisputeAcceptedV1,
    Action.REFUSE: grid.DisputeNotAcceptedV1,
    Action.START: grid.DisputeMediatingV1,
    Action.AGREE: grid.DisputeAgreedV1,
    Action.FAIL: grid.DisputeFailedV1,
    Action.FOLLOW_UP: grid.DisputeFollowedUpV1,
    Action.CLOSE: grid.DisputeClosedV1,
    Action.WITHDRAW: grid.DisputeWithdrawnV1,
}


def of_step(action: Action, dispute: Dispute, at: datetime) -> grid.DisputeEvent | None:
    """The event of the step just taken; each model takes of the facts what it has fields for."""
    model = _MODELS.get(action)
    if model is None:
        return None
    facts = {name: getattr(dispute, name) for name in ("number", "territory_code", "kind", "reason_code", "referral", "is_late")}
    return model(occurred_at=at, dispute_id=dispute.id, outcome=dispute.follow_up, **facts)
