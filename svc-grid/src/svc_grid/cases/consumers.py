"""Opens a case for a ticket that is dispatched to a territory, and voids it when the ticket goes elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts.grid import UnitKind
from contracts.hotline import TicketClosedV1, TicketDispatchedV1, TicketRejectedV1, TicketReopenedV1, TicketReturnDecidedV1
from svc_grid.cases import repository, service
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.models import Case
from svc_grid.cases.steps import take
from svc_grid.cases.terms import Action, Source
from svc_grid.organisation import service as organisation

_log = structlog.get_logger(__name__)

HOTLINE = Principal(subject="svc-hotline", kind="service")
_TERRITORIAL = frozenset({UnitKind.REGIMENT, UnitKind.COMMUNITY})
_UNCLASSIFIED = "community.service_request"


async def on_dispatched(db: AsyncSession, event: TicketDispatchedV1, envelope: Envelope) -> None:
    """Dispatched to a territory's own unit: a case, registered at once, since the desk has judged it. Else: none."""
    cases = await repository.list_of_ticket(db, event.ticket_id)
    if any(case.dispatch_no is not None and case.dispatch_no >= event.dispatch_no for case in cases):
        _log.info("dispatch passed over", ticket=str(event.ticket_id), dispatch_no=event.dispatch_no)
        return
    await _void(db, cases, "redispatched")
    if event.lead_unit_kind not in _TERRITORIAL:
        return
    place = event.territory_code or await organisation.territory_of_unit(db, event.lead_unit_code)
    if place is None:
        raise LookupError(f"neither ticket nor unit {event.lead_unit_code} has a territory")
    await _open(
        db, ticket_id=event.ticket_id, round=len(cases) + 1, dispatch_no=event.dispatch_no, unit_code=event.lead_unit_code,
        class_code=event.category_code or _UNCLASSIFIED, title=event.title, description=event.title, territory_code=place,
        due_at=event.due_at,
    )  # fmt: skip


async def on_reopened(db: AsyncSession, event: TicketReopenedV1, envelope: Envelope) -> None:
    """A ticket that was handled by a case and is taken up again gets another one, at the same unit."""
    cases = await repository.list_of_ticket(db, event.ticket_id)
    if not cases or cases[-1].status in OPEN:
        return
    last = cases[-1]
    kept = ("ticket_id", "dispatch_no", "unit_code", "class_code", "title", "description", "territory_code")
    await _open(db, round=len(cases) + 1, due_at=None, **{name: getattr(last, name) for name in kept})


async def on_return_decided(db: AsyncSession, event: TicketReturnDecidedV1, envelope: Envelope) -> None:
    if event.agreed:
        await _void_all(db, event.ticket_id, "ticket_returned")


async def on_closed(db: AsyncSession, event: TicketClosedV1, envelope: Envelope) -> None:
    await _void_all(db, event.ticket_id, "ticket_closed")


async def on_rejected(db: AsyncSession, event: TicketRejectedV1, envelope: Envelope) -> None:
    await _void_all(db, event.ticket_id, "ticket_rejected")


async def _open(db: AsyncSession, **facts: Any) -> None:
    case = await service.open_case(db, HOTLINE, source=Source.HOTLINE, **facts)
    await take(db, HOTLINE, case, Action.REGISTER)


async def _void_all(db: AsyncSession, ticket_id: UUID, reason_code: str) -> None:
    await _void(db, await repository.list_of_ticket(db, ticket_id), reason_code)


async def _void(db: AsyncSession, cases: Sequence[Case], reason_code: str) -> None:
    for case in cases:
        if case.status in OPEN:
            await take(db, HOTLINE, case, Action.VOID, reason_code=reason_code)


open_case = Consumer(
    name="grid-open-case",
    handlers={
        TicketDispatchedV1: on_dispatched,
        TicketReopenedV1: on_reopened,
        TicketReturnDecidedV1: on_return_decided,
        TicketClosedV1: on_closed,
        TicketRejectedV1: on_rejected,
    },
)
