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
from contracts.hotline import (
    TicketClosedV1,
    TicketDispatchedV1,
    TicketHandedOverV1,
    TicketMergedV1,
    TicketRejectedV1,
    TicketReopenedV1,
    TicketReturnDecidedV1,
)  # fmt: skip
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
    ticket = await repository.hold_followed(db, event.ticket_id)
    if event.dispatch_no <= ticket.dispatch_no or event.dispatch_no < ticket.asked_dispatch_no:
        _log.info("dispatch passed over", ticket=str(event.ticket_id), dispatch_no=event.dispatch_no)
        return
    ticket.dispatch_no = ticket.asked_dispatch_no = event.dispatch_no
    ticket.asked = max(ticket.asked, envelope.sequence)
    cases = await repository.list_of_ticket(db, event.ticket_id)
    await _void(db, cases, "redispatched")
    if event.lead_unit_kind not in _TERRITORIAL:
        return
    place = event.territory_code or await organisation.territory_of_unit(db, event.lead_unit_code)
    if place is None:
        raise LookupError(f"neither ticket nor unit {event.lead_unit_code} has a territory")
    case = await _open(
        db, ticket_id=event.ticket_id, ticket_sequence=ticket.asked, round=len(cases) + 1, dispatch_no=event.dispatch_no,
        unit_code=event.lead_unit_code, class_code=event.category_code or _UNCLASSIFIED, title=event.title,
        description=event.title, territory_code=place, due_at=event.due_at,
    )  # fmt: skip
    if ticket.has_ended:  # it came after its own end; a reopening may still take the case up
        await _void(db, [case], "ticket_ended")


async def on_reopened(db: AsyncSession, event: TicketReopenedV1, envelope: Envelope) -> None:
    await _go_on(db, event, envelope)


async def on_return_decided(db: AsyncSession, event: TicketReturnDecidedV1, envelope: Envelope) -> None:
    if event.agreed:
        await _end(db, event.ticket_id, envelope.sequence, "ticket_returned")
    elif event.is_case_wanted:
        await _go_on(db, event, envelope)


async def on_closed(db: AsyncSession, event: TicketClosedV1, envelope: Envelope) -> None:
    await _end(db, event.ticket_id, envelope.sequence, "ticket_closed")


async def on_rejected(db: AsyncSession, event: TicketRejectedV1, envelope: Envelope) -> None:
    await _end(db, event.ticket_id, envelope.sequence, "ticket_rejected")


async def on_handed_over(db: AsyncSession, event: TicketHandedOverV1, envelope: Envelope) -> None:
    await _end(db, event.ticket_id, envelope.sequence, "ticket_handed_over")


async def on_merged(db: AsyncSession, event: TicketMergedV1, envelope: Envelope) -> None:
    """Its main ticket's unit handles the matter."""
    await _end(db, event.ticket_id, envelope.sequence, "ticket_merged")


async def _go_on(db: AsyncSession, event: TicketReopenedV1 | TicketReturnDecidedV1, envelope: Envelope) -> None:
    """The same unit works on the ticket again: by its case, where that is open still, or by another one like it."""
    ticket = await repository.hold_followed(db, event.ticket_id)
    if envelope.sequence <= ticket.asked:
        return
    ticket.asked, ticket.asked_dispatch_no = envelope.sequence, max(event.dispatch_no or 0, ticket.dispatch_no)
    last = next(reversed(await repository.list_of_ticket(db, event.ticket_id)), None)
    # Without a case of this dispatch it is no territory's, or the dispatch is still to come and will open one.
    if ticket.has_ended or last is None or (last.dispatch_no or 0) < ticket.asked_dispatch_no:
        return
    if last.status in OPEN:
        last.ticket_sequence = ticket.asked
        return
    kept = ("ticket_id", "dispatch_no", "unit_code", "class_code", "title", "description", "territory_code")
    facts = {name: getattr(last, name) for name in kept}
    await _open(db, ticket_sequence=ticket.asked, round=(last.round or 0) + 1, due_at=None, **facts)


async def _end(db: AsyncSession, ticket_id: UUID, sequence: int, reason_code: str) -> None:
    """The ticket leaves the unit; an end that comes after a later beginning is none any more."""
    ticket = await repository.hold_followed(db, ticket_id)
    ticket.ended = max(ticket.ended, sequence)
    if ticket.has_ended:
        await _void(db, await repository.list_of_ticket(db, ticket_id), reason_code)


async def _open(db: AsyncSession, **facts: Any) -> Case:
    # A ticket keeps the territory it came with, which may have been retired since.
    facts["territory_code"] = await organisation.successor_of(db, facts["territory_code"])
    case = await service.open_case(db, HOTLINE, source=Source.HOTLINE, **facts)
    await take(db, HOTLINE, case, Action.REGISTER)
    return case


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
        TicketHandedOverV1: on_handed_over,
        TicketMergedV1: on_merged,
    },
)
