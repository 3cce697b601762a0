"""Use cases of reading: requests, what happened to them, what a token stands for, what was answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_hotline.categories import service as categories
from svc_hotline.directory import service as directory
from svc_hotline.directory.models import UnitCopy
from svc_hotline.open311 import repository, rules, telling
from svc_hotline.open311.errors import RequestUnknown, TokenUnknown
from svc_hotline.open311.models import ReportDetail
from svc_hotline.open311.views import AnswerView, ReportView, RequestView, TokenView
from svc_hotline.tickets import service as tickets


async def in_views(db: AsyncSession, found: Sequence[repository.Found]) -> list[RequestView]:
    """The requests as the public may read them; two statements, however many they are."""
    named = await categories.names_of(db, {ticket.category_code for ticket, _ in found})
    names = {code: name_zh for code, (name_zh, _) in named.items()}
    units = await directory.names_of(db, UnitCopy, {ticket.lead_unit_code for ticket, _ in found if ticket.lead_unit_code})
    return [telling.shown(ticket, names, units, media_url) for ticket, media_url in found]


async def get_request(db: AsyncSession, actor: Principal, number: str) -> list[RequestView]:
    """The one with this number; raises RequestUnknown, also where it is not published."""
    found = await repository.find_requests(db, actor, [number])
    if not found:
        raise RequestUnknown()
    return await in_views(db, found)


async def get_token(db: AsyncSession, actor: Principal, token: str) -> TokenView:
    """Raises TokenUnknown."""
    ticket_id = rules.token_of(token)
    number = await repository.find_number(db, actor, ticket_id) if ticket_id else None
    if number is None:
        raise TokenUnknown()
    return TokenView(service_request_id=number, token=token)


async def get_report(db: AsyncSession, actor: Principal, ticket_id: UUID) -> ReportView:
    """What came with the request, for staff who see its ticket; raises TicketUnknown."""
    await tickets.get_ticket(db, actor, ticket_id)
    detail = await db.get(ReportDetail, ticket_id)
    if detail is None:
        return ReportView(ticket_id=ticket_id, media_url=None, answers=[])
    answers = [AnswerView.model_validate(each) for each in detail.answers]
    return ReportView(ticket_id=ticket_id, media_url=detail.media_url, answers=answers)
