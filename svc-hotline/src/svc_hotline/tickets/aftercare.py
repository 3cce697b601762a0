"""Use cases after the answer and beside it: call back, rate, reopen, close; urge and supervise."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from svc_hotline.calendar.deadlines import Limit, due_at
from svc_hotline.calendar.service import CalendarBook
from svc_hotline.tickets import rules
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.policy import POLICY
from svc_hotline.tickets.schemas import Callback, CallerRating, Remark, Reopening, Supervision, Urge
from svc_hotline.tickets.steps import hold, hold_for_caller, take
from svc_hotline.tickets.terms import Action, CallbackOutcome, CloseOutcome, Rating, Status

_DESK: tuple[str, ...] = (Role.DESK, Role.SUPERVISOR)


async def call_back(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Callback, book: CalendarBook
) -> Ticket:
    """Write down a call back and what follows from it: a rating, the end, a new handling, or another try."""
    ticket = await hold(db, actor, ticket_id, if_match)
    missed = ticket.callbacks_not_reached + (body.outcome is CallbackOutcome.NOT_REACHED)
    await take(db, actor, ticket, Action.CALL_BACK, note=body.note, callback_outcome=body.outcome, callbacks_not_reached=missed)
    if body.rating is not None:
        await _rate(db, actor, ticket, body.rating, None, book)
    elif (end := rules.after_callback(body.outcome, missed)) is not None:
        await _close(db, actor, ticket, end)
    return ticket


async def rate_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: CallerRating, book: CalendarBook
) -> Ticket:
    """The caller's own rating, with the same consequences as one given on a call back."""
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, (Role.DESK,))
    await _rate(db, actor, ticket, body.rating, body.comment, book)
    return ticket


async def reopen_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Reopening, book: CalendarBook
) -> Ticket:
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, _DESK)
    await _reopen(db, actor, ticket, body.reason, book)
    return ticket


async def urge_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Urge) -> Ticket:
    """Somebody asks for haste: it is counted and everybody concerned is told."""
    ticket, actor = await hold_for_caller(db, actor, ticket_id, if_match, body.query_code, _DESK)
    await take(db, actor, ticket, Action.URGE, note=body.note, urged_times=ticket.urged_times + 1)
    return ticket


async def supervise_ticket(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Supervision, book: CalendarBook
) -> Ticket:
    """A supervisor takes an eye to it, with a deadline of its own."""
    ticket = await hold(db, actor, ticket_id, if_match)
    await _supervise(db, actor, ticket, body.reason, book)
    return ticket


async def close_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    """The desk closes an answered ticket without a call back."""
    ticket = await hold(db, actor, ticket_id, if_match)
    end = CloseOutcome.ANSWERED if ticket.status is Status.ANSWERED else CloseOutcome.BY_DESK
    await _close(db, actor, ticket, end, body.note)
    return ticket


async def _rate(
    db: AsyncSession, actor: Principal, ticket: Ticket, rating: Rating, comment: str | None, book: CalendarBook
) -> None:
    await take(db, actor, ticket, Action.RATE, note=comment, rating=rating, rated_at=clock.now())
    match rules.after_rating(ticket.situation, rating):
        case Action.CLOSE:
            await _close(db, actor, ticket, CloseOutcome.RATED)
        case Action.REOPEN:
            await _reopen(db, actor, ticket, comment, book)
        case Action.SUPERVISE:
            await _supervise(db, actor, ticket, comment, book)
        case _:
            pass


async def _close(db: AsyncSession, actor: Principal, ticket: Ticket, outcome: CloseOutcome, note: str | None = None) -> None:
    await take(db, actor, ticket, Action.CLOSE, note=note, close_outcome=outcome, closed_at=clock.now())


async def _reopen(db: AsyncSession, actor: Principal, ticket: Ticket, reason: str | None, book: CalendarBook) -> None:
    """Back to handling with a fresh limit; what was overdue stays so."""
    now, calendar = clock.now(), await book.current(db)
    due = due_at(now, Limit(ticket.limit_days), calendar) if ticket.limit_days else None
    await take(
        db, actor, ticket, Action.REOPEN, note=reason, reopened_at=now, reopened_times=ticket.reopened_times + 1,
        due_at=due.at if due else None, is_due_provisional=due is not None and due.is_provisional,
        calendar_version=calendar.version, resolved_at=None, closed_at=None, close_outcome=None, reply=None,
    )  # fmt: skip


async def _supervise(db: AsyncSession, actor: Principal, ticket: Ticket, reason: str | None, book: CalendarBook) -> None:
    due = due_at(clock.now(), POLICY.supervision_limit, await book.current(db))
    await take(db, actor, ticket, Action.SUPERVISE, note=reason, is_supervised=True, supervised_due_at=due.at)
