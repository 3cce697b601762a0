"""Use cases of taking a request down: open it, hand an emergency over, put right what it was taken down as."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.contact import Contact, ContactBox
from chassis.ids import uuid7
from chassis.words import said_in, week_of, words_of
from contracts.worktime import LimitUnit, due_at
from svc_hotline.calendar.service import calendar_of
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.tickets import contacts, rules
from svc_hotline.tickets.errors import CategoryUnknown, ChannelNotOpen, TerritoryUnknown
from svc_hotline.tickets.holding import hold
from svc_hotline.tickets.merging import member_held, pass_on
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import HandOver, Reclassification, TicketOpen
from svc_hotline.tickets.steps import begin, next_status, take
from svc_hotline.tickets.terms import Action, Channel, CloseOutcome, EmergencyLine, Kind, Status, Urgency

_PUBLIC_CHANNELS = frozenset({Channel.WEB, Channel.APP, Channel.WECHAT})


@dataclass(frozen=True)
class NewTicket:
    """A request as it is to be kept, without its caller. `accepted_at` is now where it is not given."""

    kind: Kind
    urgency: Urgency
    channel: Channel
    origin_line: str
    category_code: str
    title: str
    description: str
    territory_code: str | None
    lon: float | None
    lat: float | None
    address: str | None
    is_anonymous: bool
    is_confidential: bool
    split_from: UUID | None = None
    accepted_at: datetime | None = None


async def open_ticket(db: AsyncSession, actor: Principal, body: TicketOpen, box: ContactBox) -> tuple[Ticket, str]:
    """Accept a request; returns the ticket and the caller's query code, which is kept only as a hash.

    An emergency that staff take down is handed over in the same breath. One that the public writes down was told to nobody
    yet: it stays with the desk, as critical. Raises ChannelNotOpen, CategoryUnknown, TerritoryUnknown.
    """
    if actor.kind == "public" and body.channel not in _PUBLIC_CHANNELS:
        raise ChannelNotOpen(channel=str(body.channel))
    lon, lat = body.location.wgs84 if body.location else (None, None)
    territory_code = body.territory_code
    if territory_code is None and lon is not None and lat is not None:
        locator: directory.Locator = db.info["locator"]
        territory_code = await locator.locate(db, lon, lat)
        if territory_code is not None and not actor.sees(territory_code):
            territory_code = None
    new = NewTicket(
        **body.model_dump(exclude={"territory_code", "location", "contact", "emergency_line"}),
        territory_code=territory_code or actor.territory_code, lon=lon, lat=lat,
    )  # fmt: skip
    contact = Contact(body.contact.name, body.contact.phone) if body.contact else None
    line, is_written = body.emergency_line, actor.kind == "public"
    if line is not None and is_written:
        new = replace(new, urgency=Urgency.CRITICAL)
    ticket, query_code = await add_ticket(db, actor, new, contact, box)
    if line is not None and is_written:
        await take(db, actor, ticket, Action.REMARK, note=f"网上自述紧急（{line.label_zh}），尚未移交")
    elif line is not None:
        await _hand_over(db, actor, ticket, line, None)
    return ticket, query_code


async def add_ticket(
    db: AsyncSession, actor: Principal, new: NewTicket, contact: Contact | None, box: ContactBox
) -> tuple[Ticket, str]:
    """Keep a new ticket with its number, its clocks and its caller's sealed contact."""
    running, category_limit = await _check_and_number(db, actor, new.category_code, new.territory_code)
    ticket_id, query_code, accepted_at = uuid7(), rules.new_query_code(), new.accepted_at or clock.now()
    limit = rules.handling_limit(new.kind, *category_limit)
    ticket = Ticket(
        **asdict(new) | {"accepted_at": accepted_at},
        id=ticket_id,
        number=rules.number_for(accepted_at, running),
        version=1,
        status=Status.ACCEPTED,
        query_code_hash=rules.hash_query_code(ticket_id, query_code),
        limit_days=limit.amount,
        limit_unit=limit.unit,
        clock_from=accepted_at,
        words=said_in(week_of(accepted_at), words_of(new.title, new.description, new.address)),
        **UNTOUCHED,
    )
    await begin(db, actor, ticket, contacts.contact_row(box, ticket, contact) if contact else None)
    return ticket, query_code


async def _check_and_number(
    db: AsyncSession, actor: Principal, category_code: str, territory_code: str | None, *, keeps_category: bool = False
) -> tuple[int, tuple[int | None, LimitUnit | None]]:
    """One round trip for all that opening must know: the running number and the category's limit.

    A ticket that `keeps_category` may have one that was retired since.
    """
    category = categories.found(category_code)
    row = (
        await db.execute(
            select(
                func.nextval("ticket_numbers").label("running"),
                category,
                directory.is_known_territory(territory_code).label("has_territory"),
            ).select_from(select(literal(1)).subquery("one").outerjoin(category, true()))
        )
    ).one()
    if row.is_retired is None or (row.is_retired and not keeps_category):
        await _refuse_category(db, category_code)
    if territory_code is not None and not (row.has_territory and actor.sees(territory_code)):
        raise TerritoryUnknown(f"no territory {territory_code}", territory_code=territory_code)
    return row.running, (row.limit_amount, row.limit_unit)


async def _refuse_category(db: AsyncSession, code: str) -> NoReturn:
    """Say that it cannot be chosen, and which can be instead where one was named."""
    successor_code = await categories.successor_of(db, code)
    if successor_code is not None:
        raise CategoryUnknown(f"{code} is retired: use {successor_code}", category_code=code, successor_code=successor_code)
    raise CategoryUnknown(f"no category {code} is in use", category_code=code)


async def hand_over(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: HandOver) -> Ticket:
    """An emergency goes to the line it belongs to at once, and is recorded as such; the caller was told."""
    async with member_held(db, actor, ticket_id, if_match) as ticket:
        await _hand_over(db, actor, ticket, body.emergency_line, body.note)
    return ticket


async def _hand_over(db: AsyncSession, actor: Principal, ticket: Ticket, line: EmergencyLine, note: str | None) -> None:
    ended: dict[str, Any] = {"handed_over_to": line, "close_outcome": CloseOutcome.HANDED_OVER, "closed_at": clock.now()}
    left: dict[str, Any] = {"is_reply_waiting": False, "is_disputed": False, "returned_from": None, "question": None}
    await take(db, actor, ticket, Action.HAND_OVER, note=note or line.label_zh, **ended, **left)
    await pass_on(db, actor, ticket, Action.HAND_OVER, **ended)


async def reclassify(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Reclassification) -> Ticket:
    """Put right what it is and where; its deadline is counted anew, with every pause and extension kept.

    What turns out to be more urgent is to be signed for sooner; never later than was said.
    """
    ticket = await hold(db, actor, ticket_id, if_match)
    next_status(ticket, Action.RECLASSIFY)
    told = body.model_dump(exclude={"note"}, exclude_none=True)
    category_code, territory_code = body.category_code or ticket.category_code, body.territory_code
    keeps_category = category_code == ticket.category_code
    _, category_limit = await _check_and_number(db, actor, category_code, territory_code, keeps_category=keeps_category)
    limit = rules.handling_limit(body.kind or ticket.kind, *category_limit)
    if ticket.status is Status.DISPATCHED and ticket.dispatched_at is not None and ticket.sign_due_at is not None:
        sign_limit = rules.sign_limit(body.urgency or ticket.urgency, (await categories.standing(db, category_code)).sign_limit)
        by = due_at(ticket.dispatched_at, sign_limit, await calendar_of(db)).at
        told["sign_due_at"] = min(by, ticket.sign_due_at)
    await take(
        db, actor, ticket, Action.RECLASSIFY, note=body.note, limit_days=limit.amount, limit_unit=limit.unit, **told
    )  # fmt: skip
    return ticket


# What a row's defaults would set only once it is written; the clocks and the figures read it before.
UNTOUCHED: dict[str, Any] = {
    "clock_turns": [], "assisting_unit_codes": [], "returned_unit_codes": [],
    **dict.fromkeys(
        (
            "is_due_provisional", "was_overdue", "was_sign_overdue", "is_disputed", "is_reply_waiting", "is_rating_unanswered",
            "is_supervised", "is_supervision_late",
        ),
        False,
    ),
    **dict.fromkeys(
        (
            "extension_days", "extended_times", "dispatch_no", "returned_times", "reopened_times", "urged_times",
            "escalated_times", "wait_escalations", "callbacks_not_reached", "merged_count",
        ),
        0,
    ),
}  # fmt: skip
