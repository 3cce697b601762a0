"""Use cases from dispatch to the answer: what the desk and the handling unit do with a ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from svc_hotline.calendar.deadlines import due_at
from svc_hotline.calendar.service import CalendarBook
from svc_hotline.directory import service as directory
from svc_hotline.tickets import rules
from svc_hotline.tickets.errors import NotYourTicket, UnitUnknown
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import Answer, Dispatch, Rejection, Remark, Reply, ReplyReview, ReturnDecision, ReturnRequest
from svc_hotline.tickets.steps import hold, next_status, take
from svc_hotline.tickets.terms import Action


async def dispatch_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Dispatch, book: CalendarBook
) -> Ticket:
    """Give the ticket to its lead unit; raises UnitUnknown. The signing limit begins."""
    ticket = await hold(db, actor, ticket_id, if_match)
    next_status(ticket, Action.DISPATCH)
    kinds = await directory.kinds_of_units(db, [body.lead_unit_code, *body.assisting_unit_codes])
    for code in (body.lead_unit_code, *body.assisting_unit_codes):
        if code not in kinds:
            raise UnitUnknown(f"no unit {code}", unit_code=code)
    now = clock.now()
    sign_by = due_at(now, rules.sign_limit(ticket.urgency), await book.current(db))
    await take(
        db, actor, ticket, Action.DISPATCH, note=body.note, told={"lead_unit_kind": kinds[body.lead_unit_code]},
        lead_unit_code=body.lead_unit_code, assisting_unit_codes=list(dict.fromkeys(body.assisting_unit_codes)),
        dispatch_no=ticket.dispatch_no + 1, dispatched_at=now, sign_due_at=sign_by.at, signed_at=None, case_id=None,
    )  # fmt: skip
    return ticket


async def sign_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.SIGN, note=body.note, signed_at=clock.now())
    return ticket


async def start_handling(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.START_HANDLING, note=body.note)
    return ticket


async def request_return(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReturnRequest
) -> Ticket:
    """The unit asks to give the ticket back; the desk decides."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(
        db, actor, ticket, Action.REQUEST_RETURN, note=body.basis,
        return_reason_code=body.reason_code, returned_from=ticket.status, returned_times=ticket.returned_times + 1,
    )  # fmt: skip
    return ticket


async def decide_return(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReturnDecision
) -> Ticket:
    """Agreed: the ticket waits for a new dispatch and is nobody's. Refused: it goes back to where it was."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if body.agreed:
        await take(
            db, actor, ticket, Action.AGREE_RETURN, note=body.note,
            lead_unit_code=None, assisting_unit_codes=[], sign_due_at=None, signed_at=None, case_id=None, returned_from=None,
        )  # fmt: skip
    else:
        await take(db, actor, ticket, Action.REFUSE_RETURN, note=body.note, returned_from=None)
    return ticket


async def reply_to_caller(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Reply) -> Ticket:
    """The unit's answer; it counts once the desk has approved it."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.REPLY, note=body.content, reply=body.content, is_reply_waiting=True)
    return ticket


async def review_reply(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReplyReview) -> Ticket:
    """Approved: the ticket is resolved. Sent back: the unit replies again."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if not body.approved:
        await take(db, actor, ticket, Action.SEND_REPLY_BACK, note=body.note, reply=None, is_reply_waiting=False)
        return ticket
    await take(db, actor, ticket, Action.APPROVE_REPLY, note=body.note, is_reply_waiting=False)
    await take(db, actor, ticket, Action.RESOLVE, **resolution(clock.now()))
    return ticket


async def answer_at_once(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Answer) -> Ticket:
    """A consultation is answered on the spot."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.ANSWER, note=body.content, reply=body.content, **resolution(clock.now()))
    return ticket


async def reject_request(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Rejection) -> Ticket:
    """The request is not accepted; its caller reads the reason."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.REJECT, note=body.note, reject_reason_code=body.reason_code)
    return ticket


async def hold_as_unit(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None) -> Ticket:
    """Hold a ticket for its lead unit, or for the desk in the unit's place; raises NotYourTicket."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if not actor.has(Role.DESK) and actor.unit_code != ticket.lead_unit_code:
        raise NotYourTicket(lead_unit_code=ticket.lead_unit_code)
    return ticket


def resolution(at: datetime) -> dict[str, Any]:
    """What an answer that counts sets; the calls back begin anew."""
    return {"resolved_at": at, "is_reply_waiting": False, "callbacks_not_reached": 0}
