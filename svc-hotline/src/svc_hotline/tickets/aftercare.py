"""Use cases after the answer and beside it: call back, rate, reopen, close; urge and supervise."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from contracts.worktime import due_at
from svc_hotline.calendar.service import calendar_of
from svc_hotline.tickets import rules
from svc_hotline.tickets.holding import hold, hold_as_unit, hold_for_caller
from svc_hotline.tickets.lifecycle import is_possible
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.passing import supervision
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.schemas import Answer, Callback, CallerRating, Remark, Reopening, Supervision, Urge
from svc_hotline.tickets.steps import new_round, take
from svc_hotline.tickets.terms import Action, CallbackOutcome, CloseOutcome, Rating, Status

_DESK: tuple[str, ...] = (Role.DESK, Role.SUPERVISOR)


async def call_back(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Callback) -> Ticket:
    """Write down a call back and what follows from it: a rating, the end, a new handling, or another try."""
    ticket = await hold(db, actor, ticket_id, if_match)
    missed = ticket.callbacks_not_reached + (body.outcome is CallbackOutcome.NOT_REACHED)
    await take(
        db, actor, ticket, Action.CALL_BACK, note=body.note, callback_outcome=body.outcome, callbacks_not_reached=missed,
        not_reached_reason=body.reason_code,
    )  # fmt: skip
    if body.rating is not None:
        await _rate(db, actor, ticket, body.rating, None)
    elif (end := rules.after_callback(body.outcome, missed)) is not None and is_possible(ticket.situation, Action.CLOSE):
        await _close(db, actor, ticket, end)
    return ticket


async def rate_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: CallerRating) -> Ticket:
    """The caller's own rating, with the same consequences as one given on a call back."""
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, (Role.DESK,))
    await _rate(db, actor, ticket, body.rating, body.comment)
    return ticket


async def reopen_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Reopening) -> Ticket:
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, _DESK)
    await _reopen(db, actor, ticket, body.reason)
    return ticket


async def urge_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Urge) -> Ticket:
    """Somebody asks for haste: it is counted and everybody concerned is told."""
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, _DESK)
    await take(db, actor, ticket, Action.URGE, note=body.note, urged_times=ticket.urged_times + 1)
    return ticket


async def supervise_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Supervision
) -> Ticket:
    """A supervisor takes an eye to it, with a deadline of its own."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await _supervise(db, actor, ticket, body.reason)
    return ticket


async def close_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    """The desk closes an answered ticket without a call back; where it came in without its answer, the note is that."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if ticket.reply is None and ticket.source is not None:
        ticket.reply = body.note
    end = CloseOutcome.ANSWERED if ticket.status is Status.ANSWERED else CloseOutcome.BY_DESK
    await _close(db, actor, ticket, end, body.note)
    return ticket


async def _rate(db: AsyncSession, actor: Principal, ticket: Ticket, rating: Rating, comment: str | None) -> None:
    await take(
        db, actor, ticket, Action.RATE, note=comment, rating=rating, rated_at=clock.now(), **await _answer_owed(db, rating)
    )
    match rules.after_rating(ticket.situation, rating):
        case Action.CLOSE:
            await _close(db, actor, ticket, CloseOutcome.RATED)
        case Action.REOPEN:
            await _reopen(db, actor, ticket, comment)
        case Action.SUPERVISE:
            await _supervise(db, actor, ticket, comment)
        case _:
            pass


async def answer_rating(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Answer) -> Ticket:
    """The unit, or the desk, answers a low rating; its caller reads the answer."""
    ticket = await hold_as_unit(db, actor, ticket_id, if_match)
    await take(
        db, actor, ticket, Action.ANSWER_RATING, note=body.content,
        rating_answer=body.content, is_rating_unanswered=False, rating_answer_due_at=None, supervised_due_at=None,
    )  # fmt: skip
    return ticket


async def _answer_owed(db: AsyncSession, rating: Rating) -> dict[str, Any]:
    """A low rating must be answered: by a new handling, or in words."""
    if rules.is_satisfied(rating):
        return {"is_rating_unanswered": False, "rating_answer_due_at": None}
    due = due_at(clock.now(), POLICY.rating_answer_limit, await calendar_of(db))
    return {"is_rating_unanswered": True, "rating_answer_due_at": due.at, "rating_answer": None}


async def _close(db: AsyncSession, actor: Principal, ticket: Ticket, outcome: CloseOutcome, note: str | None = None) -> None:
    await take(db, actor, ticket, Action.CLOSE, note=note, close_outcome=outcome, closed_at=clock.now())


async def _reopen(db: AsyncSession, actor: Principal, ticket: Ticket, reason: str | None) -> None:
    """Back to handling with a fresh limit; what was overdue stays so. A low rating has its answer in the new handling."""
    await take(
        db, actor, ticket, Action.REOPEN, note=reason, reopened_at=clock.now(), reopened_times=ticket.reopened_times + 1,
        resolved_at=None, closed_at=None, close_outcome=None, reply=None, is_rating_unanswered=False, rating_answer_due_at=None,
        supervised_due_at=None, **new_round(ticket),
    )  # fmt: skip


async def _supervise(db: AsyncSession, actor: Principal, ticket: Ticket, reason: str | None) -> None:
    due = due_at(clock.now(), POLICY.supervision_limit, await calendar_of(db))
    await take(db, actor, ticket, Action.SUPERVISE, note=reason, **supervision(due.at))
