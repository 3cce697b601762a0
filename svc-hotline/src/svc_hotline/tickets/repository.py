"""Every SELECT of the tickets, each within what the principal may see."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Double,
    Integer,
    Select,
    Text,
    and_,
    cast,
    column,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute, aliased
from sqlalchemy.types import TypeEngine

from chassis import paths
from chassis.auth import Principal
from chassis.words import said_in
from contracts.roles import Role
from svc_hotline.tickets.errors import TicketUnknown
from svc_hotline.tickets.lifecycle import RUNNING
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.terms import Channel, Kind, Status

_AT = DateTime(timezone=True)

# The line that all others were folded into.
HOTLINE_NUMBER = "12345"

# Whoever holds one of these works for the whole city, unless a territory bounds them.
_CITY_WIDE = (Role.DESK, Role.SUPERVISOR, Role.ANALYST)

# Depths of a territory's code for which there is an index: regiments and communities.
_CUT_DEPTHS = (2, 3)


@dataclass(frozen=True)
class Filter:
    """What a list of tickets may be narrowed to."""

    status: Status | None = None
    kind: Kind | None = None
    channel: Channel | None = None
    category_code: str | None = None
    territory_code: str | None = None
    lead_unit_code: str | None = None
    accepted_from: datetime | None = None
    accepted_to: datetime | None = None
    is_overdue: bool | None = None
    q: str | None = None
    number: str | None = None


async def get(db: AsyncSession, actor: Principal, ticket_id: UUID) -> Ticket:
    """The ticket; raises TicketUnknown also where the principal may not see it."""
    return await _get(db, select(Ticket).where(Ticket.id == ticket_id, visible_to(actor)))


async def get_for_update(db: AsyncSession, actor: Principal, ticket_id: UUID) -> Ticket:
    """The ticket, its row locked until the transaction ends."""
    return await _get(db, select(Ticket).where(Ticket.id == ticket_id, visible_to(actor)).with_for_update())


async def find_for_update(db: AsyncSession, ticket_id: UUID) -> Ticket | None:
    """The ticket whoever asks, its row locked; for events, and for callers who prove their right by a query code."""
    return (await db.execute(select(Ticket).where(Ticket.id == ticket_id).with_for_update())).scalar_one_or_none()


async def hold_due(db: AsyncSession, now: datetime, most: int) -> Sequence[Ticket]:
    """Some tickets whose timers are due, locked; those that another holds are left to it."""
    sweep_at = func.greatest(Ticket.wake_at, Ticket.sweep_after)
    due = select(Ticket).where(Ticket.wake_at.is_not(None), sweep_at <= now).order_by(sweep_at).limit(most)
    return (await db.execute(due.with_for_update(skip_locked=True))).scalars().all()


async def lock(db: AsyncSession, actor: Principal, ids: Sequence[UUID]) -> None:
    """Lock some tickets in the order of their ids."""
    await db.execute(select(Ticket.id).where(Ticket.id.in_(ids), visible_to(actor)).order_by(Ticket.id).with_for_update())


async def count_merged_out(db: AsyncSession, main_id: UUID) -> None:
    """One ticket less is merged into the main one."""
    await db.execute(update(Ticket).where(Ticket.id == main_id).values(merged_count=Ticket.merged_count - 1))


async def hold_merged(db: AsyncSession, main_id: UUID) -> Sequence[Ticket]:
    """The tickets merged into a main one and still waiting for its answer, locked, in order."""
    members = select(Ticket).where(Ticket.merged_into == main_id, Ticket.status == Status.MERGED)
    return (await db.execute(members.order_by(Ticket.id).with_for_update())).scalars().all()


async def get_by_number(db: AsyncSession, number: str) -> Ticket:
    return await _get(db, select(Ticket).where(Ticket.number == number))


async def _get(db: AsyncSession, chosen: Select[Ticket]) -> Ticket:
    ticket = (await db.execute(chosen)).scalar_one_or_none()
    if ticket is None:
        raise TicketUnknown()
    return ticket


async def list_steps(db: AsyncSession, ticket_id: UUID) -> Sequence[TicketStep]:
    """The ticket's whole history, oldest first."""
    chosen = select(TicketStep).where(TicketStep.ticket_id == ticket_id).order_by(TicketStep.version)
    return (await db.execute(chosen)).scalars().all()


def list_tickets(actor: Principal, wanted: Filter, now: datetime) -> Select[Ticket]:
    """The statement of a list; the caller pages it."""
    conditions = [visible_to(actor)]
    for name in ("status", "kind", "channel", "category_code", "lead_unit_code", "number"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Ticket, name) == value)
    if wanted.territory_code is not None:
        conditions.append(within(wanted.territory_code))
    if wanted.accepted_from is not None:
        conditions.append(Ticket.accepted_at >= wanted.accepted_from)
    if wanted.accepted_to is not None:
        conditions.append(Ticket.accepted_at < wanted.accepted_to)
    if wanted.is_overdue is not None:
        conditions.append(overdue(now) if wanted.is_overdue else ~overdue(now))
    return select(Ticket).where(*conditions)


def search_tickets(
    actor: Principal, wanted: Filter, now: datetime, weeks: range, words: Sequence[str]
) -> tuple[Select[Ticket], tuple[QueryableAttribute[Any], ...]]:
    """As `list_tickets`, with all of `words`, in some weeks; and its order. It is planned by itself, so that the words'
    index is what finds them and not the order."""
    said = or_(*(Ticket.words.contains(said_in(week, words)) for week in weeks))
    searched = aliased(Ticket, list_tickets(actor, wanted, now).where(said).offset(0).subquery("searched"))
    return select(searched), (searched.accepted_at, searched.id)


async def accepted_span(db: AsyncSession) -> tuple[datetime, datetime] | None:
    """When the oldest and the newest ticket were accepted."""
    oldest, newest = (await db.execute(select(func.min(Ticket.accepted_at), func.max(Ticket.accepted_at)))).one()
    return None if oldest is None else (oldest, newest)


def visible_to(actor: Principal) -> ColumnElement[bool]:
    """Its own subtree and what is dispatched to its unit; a unit's staff without a territory see only the latter."""
    own_unit = _of_unit(actor.unit_code) if actor.unit_code else None
    if actor.territory_code is not None:
        subtree = within(actor.territory_code)
        return subtree if own_unit is None else or_(subtree, own_unit)
    if actor.has(*_CITY_WIDE):
        return true()
    return false() if own_unit is None else own_unit


def within(territory_code: str) -> ColumnElement[bool]:
    """In the territory or below it; regiments and communities are found in the lists' order."""
    return paths.within(Ticket.territory_code, territory_code, _CUT_DEPTHS)


def overdue(now: datetime) -> ColumnElement[bool]:
    """As Ticket.is_overdue says."""
    late = and_(Ticket.status.in_(sorted(RUNNING)), func.coalesce(Ticket.due_at < now, False))
    return or_(Ticket.was_overdue, late)


def _of_unit(unit_code: str) -> ColumnElement[bool]:
    """Led by the unit, or assisted by it.

    Where hardly any ticket is assisted PostgreSQL takes one in two hundred to be, by this unit as by any, and walks all
    tickets back for one that has none; that there must be some unit at all, it judges rightly.
    """
    assisted = and_(
        Ticket.assisting_unit_codes != literal_column("'{}'::text[]"), Ticket.assisting_unit_codes.contains([unit_code])
    )
    return or_(Ticket.lead_unit_code == unit_code, assisted)


@dataclass(frozen=True)
class Place:
    """Where and when to look for tickets: a box round a point, or an address in lower case, or both."""

    earliest: datetime
    latest: datetime
    south: float | None = None
    north: float | None = None
    west: float | None = None
    east: float | None = None
    address: str | None = None


async def list_imported(db: AsyncSession, source: str, references: Iterable[str]) -> Sequence[Ticket]:
    chosen = select(Ticket).where(Ticket.source == source, Ticket.reference.in_(set(references)))
    return (await db.execute(chosen)).scalars().all()


async def list_near(db: AsyncSession, places: Sequence[Place], most: int = 20) -> dict[int, list[Ticket]]:
    """For each place at most `most` tickets, found by index, in one statement for all places."""
    columns: dict[str, type[TypeEngine[Any]] | TypeEngine[Any]] = {
        "at": Integer,
        "earliest": _AT,
        "latest": _AT,
        "south": Double,
        "north": Double,
        "west": Double,
        "east": Double,
        "address": Text,
    }
    rows = [(index, *astuple(place)) for index, place in enumerate(places)]
    arrays = [cast(list(values), ARRAY(kind)) for values, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)]
    named = [column(name, kind) for name, kind in columns.items()]
    place = func.unnest(*arrays).table_valued(*named, name="place").render_derived()
    in_box = and_(Ticket.lat.between(place.c.south, place.c.north), Ticket.lon.between(place.c.west, place.c.east))
    is_near = or_(in_box, func.lower(Ticket.address) == place.c.address)
    when = Ticket.accepted_at.between(place.c.earliest, place.c.latest)
    near = select(Ticket).where(when, is_near).order_by(Ticket.accepted_at.desc()).limit(most).lateral("near")
    found: dict[int, list[Ticket]] = {index: [] for index in range(len(places))}
    for index, ticket in await db.execute(select(place.c.at, aliased(Ticket, near)).select_from(place).join(near, true())):
        found[index].append(ticket)
    return found
