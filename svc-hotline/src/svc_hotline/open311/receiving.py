"""Use case of taking a request: an ordinary ticket with what came besides, whole or not at all."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.contact import ContactBox
from chassis.files.store import Store
from svc_hotline.attachments import service as attachments
from svc_hotline.attachments.schemas import AttachmentUpload
from svc_hotline.open311 import offering, rules
from svc_hotline.open311.answers import checked_answers
from svc_hotline.open311.errors import ServiceNotOffered
from svc_hotline.open311.forms import Filled
from svc_hotline.open311.models import ReportDetail
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.schemas import RequestForm
from svc_hotline.open311.views import Receipt
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import CallerContact, Location, TicketOpen
from svc_hotline.tickets.terms import Channel


async def receive_request(
    db: AsyncSession, actor: Principal, filled: Filled, box: ContactBox, store: Callable[[], Store]
) -> Receipt:
    """Raises ServiceNotOffered, AnswersWrong, TerritoryUnknown, what attachments raise over the file, and NoStore."""
    form = filled.read(RequestForm)
    service = await offering.find_offered(db, form.service_code)
    if service is None:
        raise ServiceNotOffered(service_code=form.service_code)
    answers = checked_answers(service.attributes, filled.answers)
    ticket, query_code = await tickets.open_ticket(db, actor, _as_ticket(form, service.category.name_zh), box)
    db.add(ReportDetail(ticket_id=ticket.id, media_url=form.media_url, answers=answers))
    await db.flush()
    if filled.media is not None:
        upload = AttachmentUpload(file=filled.media, query_code=query_code)
        await attachments.add_attachment(db, actor, ticket.id, upload, store())
    return Receipt(service_request_id=ticket.number, service_notice=_notice(ticket, query_code), account_id=None)


def _as_ticket(form: RequestForm, service_name: str) -> TicketOpen:
    """What a desk clerk would have taken down."""
    description = form.description or service_name
    location = None if form.lat is None or form.long is None else Location(lon=form.long, lat=form.lat)
    name = rules.name_of(form.last_name, form.first_name)
    contact = CallerContact(name=name, phone=form.phone) if form.phone else None
    return TicketOpen(
        kind=POLICY.kind, channel=Channel.OPEN311, title=rules.title_of(service_name, description), description=description,
        category_code=form.service_code, territory_code=form.address_id, location=location, address=form.address_string,
        contact=contact, is_anonymous=contact is None,
    )  # fmt: skip


def _notice(ticket: Ticket, query_code: str) -> str:
    """What happens next; the query code is shown this once, to whoever reports for the caller."""
    due = f"，预计 {rules.instant(ticket.due_at)} 前答复" if ticket.due_at else ""
    return f"已受理，查询码 {query_code}{due}"
