"""A claim as its contract events."""

from typing import Any

from contracts.affairs import ClaimChangedV1, ClaimWithdrawnV1, ItemClaimedV1
from svc_affairs.claims.lifecycle import Action
from svc_affairs.claims.models import Claim


def made(row: dict[str, Any]) -> ItemClaimedV1:
    """The event of a new row."""
    facts = {name: row[name] for name in ("item_code", "centre_code", "department_code")}
    return ItemClaimedV1(occurred_at=row["claimed_at"], claim_id=row["id"], **facts)


def changed(claim: Claim, action: Action) -> ClaimChangedV1:
    return ClaimChangedV1(**_facts(claim), action=action.value, status=claim.status.value)


def withdrawn(claim: Claim, running_cases: int) -> ClaimWithdrawnV1:
    return ClaimWithdrawnV1(**_facts(claim), running_cases=running_cases)


def _facts(claim: Claim) -> dict[str, Any]:
    named = ("item_code", "centre_code", "department_code")
    return {"occurred_at": claim.changed_at, "claim_id": claim.id} | {name: getattr(claim, name) for name in named}
