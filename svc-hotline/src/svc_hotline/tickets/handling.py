"""Use cases from dispatch to the answer: what the desk and the handling unit do with a ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from contracts.worktime import due_at
from svc_hotline.calendar.service import calendar_of
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.dispatching import service as dispatching
from svc_hotline.dispatching.rules import Decision
from svc_hotline.dispatching.terms import Basis
from svc_hotline.tickets import rules
from svc_hotline.tickets.errors import DisputeIsSupervisors, NoUnitFound, OverrideWithoutReason, UnitUnknown
from svc_hotline.tickets.holding import hold, hold_as_unit
from svc_hotline.tickets.merging import member_held, pass_on
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.returning import agree_return, ask_where_it_goes, escalate, give_back, refuse_return
from svc_hotline.tickets.schemas import (
    Answer,
    Comment,
    Dispatch,
    Escalation,
    Rejection,
    Remark,
    Reply,
    ReplyReview,
    ReturnDecision,
    ReturnRequest,
)  # fmt: skip
from svc_hotline.tickets.steps import new_round, next_status, take
from svc_hotline.tickets.terms import Action, EscalationReason


async def dispatch_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Dispatch) -> Ticket:
    """Give the ticket to its lead unit; raises UnitUnknown, NoUnitFound, OverrideWithoutReason. The signing limit begins."""
    ticket = await hold(db, actor, ticket_id, if_match)
    next_status(ticket, Action.DISPATCH)
    standing = await categories.standing(db, ticket.category_code)
    suggested = (await dispatching.suggest(db, ticket, standing)).decision
    lead_unit_code, assisting = _chosen_units(ticket, body, suggested)
    kinds = await directory.kinds_of_units(db, [lead_unit_code, *assisting])
    for code in (lead_unit_code, *assisting):
        if code not in kinds:
            raise UnitUnknown(f"no unit {code}", unit_code=code)
    now = clock.now()
    sign_by = due_at(now, rules.sign_limit(ticket.urgency, standing.sign_limit), await calendar_of(db))
    await take(
        db, actor, ticket, Action.DISPATCH, note=_dispatch_note(body, suggested, lead_unit_code),
        told={"lead_unit_kind": kinds[lead_unit_code]},
        lead_unit_code=lead_unit_code, assisting_unit_codes=assisting,
        dispatch_rule_code=suggested.rule_code if lead_unit_code == suggested.lead_unit_code else None,
        dispatch_no=ticket.dispatch_no + 1, dispatched_at=now, sign_due_at=sign_by.at, signed_at=None, case_id=None,
        first_dispatched_at=ticket.first_dispatched_at or now, **new_round(ticket),
    )  # fmt: skip
    return ticket


def _chosen_units(ticket: Ticket, body: Dispatch, suggested: Decision) -> tuple[str, list[str]]:
    """The lead unit and those that assist; raises NoUnitFound, OverrideWithoutReason.

    Of a ticket that was given back before no reason is asked: why the rule did not fit stands in the return.
    """
    lead_unit_code = body.lead_unit_code or suggested.lead_unit_code
    if lead_unit_code is None:
        raise NoUnitFound()
    is_override = suggested.basis is Basis.RULE and lead_unit_code != suggested.lead_unit_code
    if is_override and body.override_reason is None and not ticket.returned_times:
        rule_code, unit_code = suggested.rule_code, suggested.lead_unit_code
        raise OverrideWithoutReason(f"rule {rule_code} gives {unit_code}", rule_code=rule_code, unit_code=unit_code)
    takes_suggested = lead_unit_code == suggested.lead_unit_code and not body.assisting_unit_codes
    assisting = suggested.assisting_unit_codes if takes_suggested else body.assisting_unit_codes
    return lead_unit_code, list(dict.fromkeys(code for code in assisting if code != lead_unit_code))


def _dispatch_note(body: Dispatch, suggested: Decision, lead_unit_code: str) -> str | None:
    """The history says when a rule was not followed, and why."""
    if body.override_reason is None:
        return body.note
    unheeded = f"（规则 {suggested.rule_code} 指向 {suggested.lead_unit_code}）" if suggested.rule_code else ""
    told = f"改派理由：{body.override_reason}{unheeded if lead_unit_code != suggested.lead_unit_code else ''}"
    return f"{told}\n{body.note}" if body.note else told


async def sign_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.SIGN, note=body.note, signed_at=clock.now())
    return ticket


async def start_handling(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.START_HANDLING, note=body.note)
    await ask_where_it_goes(db, ticket)
    return ticket


async def request_return(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReturnRequest
) -> Ticket:
    """The unit asks to give the ticket back; the desk decides."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await give_back(db, actor, ticket, body.reason_code, body.basis)
    return ticket


async def escalate_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Escalation) -> Ticket:
    """The desk or the unit asks a supervisor to look at it."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await escalate(db, actor, ticket, EscalationReason.BY_HAND, body.reason)
    return ticket


async def remark(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Comment) -> Ticket:
    """Put a remark to it, for those who work on it."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.REMARK, note=body.content)
    return ticket


async def decide_return(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReturnDecision
) -> Ticket:
    """Agreed: the ticket waits for a new dispatch and is nobody's. Refused: it goes back to where it was."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if ticket.is_disputed and not actor.has(Role.SUPERVISOR):
        raise DisputeIsSupervisors()
    await (agree_return if body.agreed else refuse_return)(db, actor, ticket, body.note)
    return ticket


async def reply_to_caller(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Reply) -> Ticket:
    """The unit's answer; it counts once the desk has approved it."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(
        db,
        actor,
        ticket,
        Action.REPLY,
        note=body.content,
        reply=body.content,
        is_reply_waiting=True,
        first_replied_at=ticket.first_replied_at or clock.now(),
    )
    return ticket


async def review_reply(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ReplyReview) -> Ticket:
    """Approved: the ticket is resolved. Sent back: the unit replies again."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if not body.approved:
        await take(db, actor, ticket, Action.SEND_REPLY_BACK, note=body.note, reply=None, is_reply_waiting=False)
        await ask_where_it_goes(db, ticket)
        return ticket
    await take(db, actor, ticket, Action.APPROVE_REPLY, note=body.note, is_reply_waiting=False)
    await resolve(db, actor, ticket)
    return ticket


async def resolve(db: AsyncSession, actor: Principal, ticket: Ticket, reply: str | None = None) -> None:
    """The held ticket's answer counts; so it does for every ticket merged into it."""
    answer = reply or ticket.reply
    await take(db, actor, ticket, Action.RESOLVE, note=reply, reply=answer, **resolution(clock.now()))
    await pass_on(db, actor, ticket, Action.RESOLVE, reply=answer, **resolution(clock.now()))


async def answer_at_once(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Answer) -> Ticket:
    """A consultation is answered on the spot."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.ANSWER, note=body.content, reply=body.content, **resolution(clock.now()))
    await pass_on(db, actor, ticket, Action.RESOLVE, reply=body.content, **resolution(clock.now()))
    return ticket


async def reject_request(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Rejection) -> Ticket:
    """The request is not accepted; its caller reads the reason."""
    async with member_held(db, actor, ticket_id, if_match) as ticket:
        await take(db, actor, ticket, Action.REJECT, note=body.note, reject_reason_code=body.reason_code)
    await pass_on(db, actor, ticket, Action.REJECT, reject_reason_code=body.reason_code)
    return ticket


def resolution(at: datetime) -> dict[str, Any]:
    """What an answer that counts sets: the calls back begin anew, and a supervision has what it was for."""
    return {
        "resolved_at": at, "is_reply_waiting": False, "callbacks_not_reached": 0, "is_rating_unanswered": False,
        "supervised_due_at": None,
    }  # fmt: skip
