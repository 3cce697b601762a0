"""Every SELECT of Open311; of tickets only what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from chassis.auth import Principal
from chassis.terms import term_column
from svc_hotline.open311.models import OfferedService, PartnerUpdate, ReportDetail
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.terms import PublicStatus
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.repository import within
from svc_hotline.tickets.terms import Channel
from svc_hotline.tickets.views import TOLD

Found = tuple[Ticket, str | None]
FoundUpdate = tuple[TicketStep, Ticket, PartnerUpdate | None]
Requests = Select[Ticket, str | None]
Updates = Select[TicketStep, Ticket, PartnerUpdate]


@dataclass(frozen=True)
class Sheet:
    """Which rows of the list are wanted."""

    size: int
    page: int


@dataclass(frozen=True)
class Wanted:
    """What the list of requests is narrowed to."""

    service_codes: Sequence[str] = ()
    statuses: Sequence[PublicStatus] = ()
    updated_after: datetime | None = None
    updated_before: datetime | None = None


def published() -> ColumnElement[bool]:
    """Came by a published channel, and not in confidence. What staff split off it is in their words, not the citizen's.

    The channels stand in the statement as they are, so that the indexes that are for them alone can serve it.
    """
    channels = (literal(each, term_column(Channel), literal_execute=True) for each in sorted(POLICY.published_channels))
    return and_(
        or_(*(Ticket.channel == each for each in channels)), Ticket.is_confidential.is_(False), Ticket.split_from.is_(None)
    )


def _readable_by(actor: Principal) -> ColumnElement[bool]:
    """Published; for an application with a territory, within it."""
    return published() if actor.territory_code is None else and_(published(), within(actor.territory_code))


def _requests(actor: Principal) -> Requests:
    joined = select(Ticket, ReportDetail.media_url).outerjoin(ReportDetail, ReportDetail.ticket_id == Ticket.id)
    return joined.where(_readable_by(actor))


def requests_within(actor: Principal, wanted: Wanted, window: tuple[datetime, datetime], sheet: Sheet) -> Requests:
    """The statement of the list, the newest first."""
    conditions: list[ColumnElement[bool]] = [Ticket.accepted_at.between(*window)]
    if wanted.service_codes:
        conditions.append(Ticket.category_code.in_(wanted.service_codes))
    if wanted.statuses:
        conditions.append(Ticket.status.in_([each for each, told in POLICY.statuses.items() if told in wanted.statuses]))
    if wanted.updated_after is not None:
        conditions.append(Ticket.changed_at >= wanted.updated_after)
    if wanted.updated_before is not None:
        conditions.append(Ticket.changed_at <= wanted.updated_before)
    chosen = _requests(actor).where(*conditions).order_by(Ticket.accepted_at.desc(), Ticket.id.desc())
    return chosen.limit(sheet.size).offset(sheet.size * (sheet.page - 1))


async def list_requests(db: AsyncSession, chosen: Requests) -> list[Found]:
    return [(ticket, media_url) for ticket, media_url in await db.execute(chosen)]


async def find_requests(db: AsyncSession, actor: Principal, numbers: Sequence[str]) -> list[Found]:
    """Those of `numbers` that are published, in their order of arrival."""
    return await list_requests(db, _requests(actor).where(Ticket.number.in_(numbers)).order_by(Ticket.accepted_at, Ticket.id))


async def find_number(db: AsyncSession, actor: Principal, ticket_id: UUID) -> str | None:
    return (await db.execute(select(Ticket.number).where(Ticket.id == ticket_id, _readable_by(actor)))).scalar_one_or_none()


async def find_published_id(db: AsyncSession, number: str) -> UUID | None:
    """Whoever asks: what the asker may do with it is for the ticket to say."""
    return (await db.execute(select(Ticket.id).where(Ticket.number == number, published()))).scalar_one_or_none()


def _updates(actor: Principal, sheet: Sheet, *of_step: ColumnElement[bool]) -> Updates:
    """What callers are told of, and what partner systems said, the oldest first.

    The steps are looked up ticket by ticket, planned by themselves: the few tickets that are published decide, and
    never the whole history of the house.
    """
    steps = select(TicketStep).where(TicketStep.ticket_id == Ticket.id, *of_step).offset(0).lateral("step")
    step = aliased(TicketStep, steps)
    is_of_step = and_(PartnerUpdate.ticket_id == step.ticket_id, PartnerUpdate.ticket_version == step.version)
    is_told = or_(step.action.in_(sorted(TOLD)), PartnerUpdate.update_id.is_not(None))
    joined = select(step, Ticket, PartnerUpdate).select_from(Ticket).join(step, true()).outerjoin(PartnerUpdate, is_of_step)
    ordered = joined.where(_readable_by(actor), is_told).order_by(step.at, step.ticket_id, step.version)
    return ordered.limit(sheet.size).offset(sheet.size * (sheet.page - 1))


def updates_within(actor: Principal, window: tuple[datetime, datetime], sheet: Sheet) -> Updates:
    """The statement of all updates; a ticket that did not change since has none to look for."""
    return _updates(actor, sheet, TicketStep.at.between(*window)).where(Ticket.changed_at >= window[0])


def updates_of(actor: Principal, numbers: Sequence[str], sheet: Sheet) -> Updates:
    """The statement of the updates of some requests."""
    return _updates(actor, sheet).where(Ticket.number.in_(numbers))


async def list_updates(db: AsyncSession, chosen: Updates) -> list[FoundUpdate]:
    return [(step, ticket, partner) for step, ticket, partner in await db.execute(chosen)]


async def has_update(db: AsyncSession, application: str, update_id: str) -> bool:
    return await db.get(PartnerUpdate, (application, update_id)) is not None


async def add_update(db: AsyncSession, update: PartnerUpdate) -> bool:
    """Keep it; false where another request kept one of this id first."""
    row = {each.name: getattr(update, each.name) for each in PartnerUpdate.__table__.columns}
    kept = insert(PartnerUpdate).values(row).on_conflict_do_nothing().returning(PartnerUpdate.update_id)
    return (await db.execute(kept)).first() is not None


async def offers(db: AsyncSession) -> dict[str, OfferedService]:
    """What was said of categories as services, by code."""
    return {each.category_code: each for each in (await db.execute(select(OfferedService))).scalars()}
