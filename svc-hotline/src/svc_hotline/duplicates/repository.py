"""Every SELECT of the likely duplicates: candidates by index alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_hotline.duplicates.rules import POLICY, box
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.repository import Place, list_near, visible_to
from svc_hotline.tickets.terms import Status

# Of each way to find candidates at most this many, the latest first.
_OF_EACH_WAY = 20
# Those were told to be another's matter, or nobody's.
_SET_ASIDE = (Status.MERGED, Status.REJECTED)
_COMPARED = (
    Ticket.id, Ticket.number, Ticket.status, Ticket.accepted_at, Ticket.category_code, Ticket.title, Ticket.description,
    Ticket.lon, Ticket.lat, Ticket.address, Ticket.territory_code,
)  # fmt: skip


async def list_candidates(db: AsyncSession, actor: Principal, ticket: Ticket) -> Sequence[Row[Any]]:
    """Tickets of the hotline's own that could be about the same matter, in one statement; none without a place."""
    chosen = candidates(actor, ticket)
    return [] if chosen is None else (await db.execute(chosen)).all()


def candidates(actor: Principal, ticket: Ticket) -> Select[*tuple[Any, ...]] | None:
    """The statement: one way by each thing that the ticket says of its place, each served by an index of its own."""
    when = Ticket.accepted_at.between(ticket.accepted_at - POLICY.apart, ticket.accepted_at + POLICY.apart)
    fit = (when, Ticket.source.is_(None), Ticket.status.not_in(_SET_ASIDE), Ticket.id != ticket.id, visible_to(actor))
    ways = [
        select(Ticket.id).where(*way, *fit).order_by(Ticket.accepted_at.desc()).limit(_OF_EACH_WAY).subquery()
        for way in _ways(ticket)
    ]
    if not ways:
        return None
    found = union(*(select(way.c.id) for way in ways)).subquery("found")
    chosen: Select[*tuple[Any, ...]] = select(*_COMPARED).join(found, found.c.id == Ticket.id)
    return chosen


def _ways(ticket: Ticket) -> list[tuple[ColumnElement[bool], ...]]:
    ways: list[tuple[ColumnElement[bool], ...]] = []
    if ticket.lon is not None and ticket.lat is not None:
        south, north, west, east = box(ticket.lon, ticket.lat)
        ways.append((Ticket.lat.between(south, north), Ticket.lon.between(west, east)))
    if ticket.address is not None:
        ways.append((func.lower(Ticket.address) == ticket.address.lower(),))
    if ticket.territory_code is not None:
        ways.append((Ticket.territory_code == ticket.territory_code, Ticket.category_code == ticket.category_code))
    return ways


async def list_near_each(db: AsyncSession, tickets: Sequence[Ticket]) -> list[list[Ticket]]:
    """For each of many tickets those at about its place and time, in one statement for all."""
    found = await list_near(db, [_place(ticket) for ticket in tickets])
    return [found[index] for index in range(len(tickets))]


def _place(ticket: Ticket) -> Place:
    earliest, latest = ticket.accepted_at - POLICY.apart, ticket.accepted_at + POLICY.apart
    address = ticket.address.lower() if ticket.address else None
    if ticket.lon is None or ticket.lat is None:
        return Place(earliest, latest, address=address)
    return Place(earliest, latest, *box(ticket.lon, ticket.lat), address)
