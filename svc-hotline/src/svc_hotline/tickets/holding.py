"""How a ticket is held: its row locked, and as time has left it.

What its timers would have done until now is done first, at the very instants they were set to. So a sweeper that was
down, or a replay that lives in its own time, changes nothing.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.routing import check_version
from contracts.roles import Role
from svc_hotline.tickets import repository, rules
from svc_hotline.tickets.errors import NotYourTicket, TicketUnknown
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.passing import run_timers
from svc_hotline.tickets.steps import leave_to_replay

CALLER = Principal(subject="caller", kind="public")


async def hold(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None) -> Ticket:
    """Lock the ticket for this transaction; raises TicketUnknown, StaleVersion."""
    ticket = await repository.get_for_update(db, actor, ticket_id)
    check_version(if_match, ticket.version)
    await catch_up(db, ticket)
    return ticket


async def catch_up(db: AsyncSession, ticket: Ticket) -> None:
    """Let the held ticket's timers do what they would have done until now."""
    leave_to_replay(ticket)
    await run_timers(db, ticket)


async def hold_as_unit(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None) -> Ticket:
    """Hold a ticket for its lead unit, or for the desk in the unit's place; raises NotYourTicket."""
    ticket = await hold(db, actor, ticket_id, if_match)
    if not actor.has(Role.DESK) and (actor.unit_code is None or actor.unit_code != ticket.lead_unit_code):
        raise NotYourTicket(lead_unit_code=ticket.lead_unit_code)
    return ticket


async def find_held(db: AsyncSession, ticket_id: UUID) -> Ticket | None:
    """The ticket, held, whoever asks; for what events tell."""
    ticket = await repository.find_for_update(db, ticket_id)
    if ticket is not None:
        await catch_up(db, ticket)
    return ticket


async def hold_for_caller(
    db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, query_code: str | None, roles: tuple[str, ...]
) -> tuple[Ticket, Principal]:
    """Lock the ticket for its caller, who shows the query code, or for staff with one of `roles`; says who acts.

    Raises Forbidden, TicketUnknown (a wrong code too), StaleVersion.
    """
    if query_code is None:
        if not actor.has(*roles):
            raise Forbidden("the ticket's query code is needed")
        return await hold(db, actor, ticket_id, if_match), actor
    ticket = await repository.find_for_update(db, ticket_id)
    if ticket is None or not rules.fits_query_code(ticket.id, query_code, ticket.query_code_hash):
        raise TicketUnknown()
    check_version(if_match, ticket.version)
    await catch_up(db, ticket)
    return ticket, CALLER
