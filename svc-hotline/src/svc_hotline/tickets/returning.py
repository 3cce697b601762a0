"""How a held ticket is given back, or kept: by its unit, by time, or because its grid case came to nothing."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_hotline.tickets.lifecycle import is_possible
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.steps import new_round, take
from svc_hotline.tickets.terms import Action, EscalationReason, ReturnReason

GRID = Principal(subject="svc-grid", kind="service")

# A case that was only returned is open still, and waits for another assignment.
_DEAD = frozenset({ReturnReason.CASE_DISMISSED, ReturnReason.CASE_VOIDED})


async def give_back(db: AsyncSession, actor: Principal, ticket: Ticket, reason: ReturnReason, basis: str) -> None:
    """Ask for the held ticket's return; one that nobody wants goes up, and a supervisor decides."""
    await take(
        db, actor, ticket, Action.REQUEST_RETURN, note=basis,
        return_reason_code=reason, returned_from=ticket.status, returned_times=ticket.returned_times + 1,
    )  # fmt: skip
    if ticket.returned_times >= POLICY.disputed_after_returns:
        await escalate(db, actor, ticket, EscalationReason.DISPUTE, is_disputed=True)


async def ask_where_it_goes(db: AsyncSession, ticket: Ticket) -> None:
    """Where the held ticket's case came to nothing, ask the desk for its return, as soon as that can be asked."""
    if ticket.case_end_code is not None and is_possible(ticket.situation, Action.REQUEST_RETURN):
        await give_back(db, GRID, ticket, ticket.case_end_code, ticket.case_end_basis or "")


async def agree_return(db: AsyncSession, actor: Principal, ticket: Ticket, note: str | None) -> None:
    """The held ticket waits for a new dispatch and is nobody's."""
    await take(
        db, actor, ticket, Action.AGREE_RETURN, note=note,
        lead_unit_code=None, assisting_unit_codes=[], sign_due_at=None, signed_at=None, case_id=None, returned_from=None,
        is_disputed=False, returned_unit_codes=_units_that_gave_back(ticket), **new_round(ticket),
    )  # fmt: skip


def _units_that_gave_back(ticket: Ticket) -> list[str]:
    """With its present lead unit, whoever asked for the return in its place."""
    return list(dict.fromkeys(code for code in (*ticket.returned_unit_codes, ticket.lead_unit_code) if code is not None))


async def refuse_return(db: AsyncSession, actor: Principal, ticket: Ticket, note: str | None) -> None:
    """The held ticket goes back to where it was; without a case that lives, the grid is asked for another."""
    is_case_wanted = ticket.case_end_code in _DEAD
    changes: dict[str, Any] = {"case_id": None, **new_round(ticket)} if is_case_wanted else {"case_end_code": None}
    await take(
        db, actor, ticket, Action.REFUSE_RETURN, note=note, told={"is_case_wanted": is_case_wanted},
        returned_from=None, is_disputed=False, **changes,
    )  # fmt: skip


async def escalate(
    db: AsyncSession, actor: Principal, ticket: Ticket, reason: EscalationReason, note: str | None = None, **changes: Any
) -> None:
    """The held ticket goes up."""
    await take(
        db, actor, ticket, Action.ESCALATE, note=note or reason.label_zh,
        escalated_times=ticket.escalated_times + 1, escalation_reason=reason, **changes,
    )  # fmt: skip
