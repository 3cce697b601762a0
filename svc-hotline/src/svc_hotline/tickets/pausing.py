"""Use cases that stop a ticket's clock and let it go on, or give it more time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from contracts.worktime import due_at
from svc_hotline.calendar.service import calendar_of
from svc_hotline.tickets.errors import ReviewTooFar
from svc_hotline.tickets.holding import hold, hold_as_unit, hold_for_caller
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.returning import ask_where_it_goes
from svc_hotline.tickets.schemas import ExtensionDecision, ExtensionRequest, Question, Remark, Supplement, Suspension
from svc_hotline.tickets.steps import take
from svc_hotline.tickets.terms import Action


async def await_caller(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Question) -> Ticket:
    """Ask the caller for more; the clock stands still until they tell it, or say nothing for the limit's time."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.AWAIT_CALLER, note=body.question, question=body.question)
    return ticket


async def supplement(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Supplement) -> Ticket:
    """What the caller told; the clock goes on with what had run."""
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, (Role.DESK, Role.UNIT))
    await take(db, actor, ticket, Action.SUPPLEMENT, note=body.content, question=None)
    await ask_where_it_goes(db, ticket)
    return ticket


async def suspend(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Suspension) -> Ticket:
    """Let it rest until a day of review, for a reason that a supervisor answers for; raises ReviewTooFar."""
    ticket = await hold(db, actor, ticket_id, if_match)
    now = clock.now()
    if not now < body.review_at <= now + timedelta(days=POLICY.suspension_most_days):
        raise ReviewTooFar(most_days=POLICY.suspension_most_days)
    await take(db, actor, ticket, Action.SUSPEND, note=body.reason, wait_until=body.review_at)
    return ticket


async def resume(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    ticket = await hold(db, actor, ticket_id, if_match)
    await take(db, actor, ticket, Action.RESUME, note=body.note, question=None)
    await ask_where_it_goes(db, ticket)
    return ticket


async def request_extension(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ExtensionRequest
) -> Ticket:
    """The unit asks for more working days, before the deadline; the clock runs until they are granted."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    decide_by = due_at(clock.now(), POLICY.extension_decision, await calendar_of(db))
    await take(
        db, actor, ticket, Action.REQUEST_EXTENSION, note=body.reason,
        extension_asked_days=body.days, extension_due_at=decide_by.at,
    )  # fmt: skip
    return ticket


async def decide_extension(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: ExtensionDecision
) -> Ticket:
    ticket = await hold(db, actor, ticket_id, if_match)
    settled: dict[str, Any] = {"extension_asked_days": None, "extension_due_at": None}
    if body.granted:
        settled |= {
            "extension_days": ticket.extension_days + (ticket.extension_asked_days or 0),
            "extended_times": ticket.extended_times + 1,
        }
    action = Action.GRANT_EXTENSION if body.granted else Action.REFUSE_EXTENSION
    await take(db, actor, ticket, action, note=body.note, **settled)
    return ticket
