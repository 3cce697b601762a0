"""Use case of a partner system that tells what it did with a request: a remark, or the unit's reply."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.errors import Invalid
from svc_hotline.open311 import repository, rules
from svc_hotline.open311.errors import RequestUnknown, UpdateRepeated
from svc_hotline.open311.models import PartnerUpdate
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.schemas import UpdateForm
from svc_hotline.open311.terms import PublicStatus
from svc_hotline.open311.views import UpdateReceipt
from svc_hotline.tickets import handling
from svc_hotline.tickets.holding import hold_as_unit
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import Comment, Remark, Reply
from svc_hotline.tickets.terms import Status


async def receive_update(db: AsyncSession, actor: Principal, form: UpdateForm) -> UpdateReceipt:
    """Put it to the ticket as its lead unit would; raises UpdateRepeated, RequestUnknown, NotYourTicket, ActionNotPossible."""
    updated_at = _believable(form.updated_datetime)
    if await repository.has_update(db, actor.subject, form.update_id):
        raise UpdateRepeated(update_id=form.update_id)
    ticket_id = await repository.find_published_id(db, form.service_request_id)
    if ticket_id is None:
        raise RequestUnknown()
    ticket = await hold_as_unit(db, actor, ticket_id, None)
    if form.status is PublicStatus.CLOSED:
        await _reply(db, actor, ticket, form.description)
    else:
        await handling.remark(db, actor, ticket.id, None, Comment(content=form.description))
    await _keep(db, actor, ticket, form, updated_at)
    return UpdateReceipt(update_id=rules.update_id(ticket.number, ticket.version))


async def _reply(db: AsyncSession, actor: Principal, ticket: Ticket, content: str) -> None:
    """The reply, after whatever must come before it: a partner tells of its end and seldom of its beginning."""
    if ticket.status is Status.DISPATCHED:
        await handling.sign_ticket(db, actor, ticket.id, None, Remark())
    if ticket.status in (Status.SIGNED, Status.REOPENED):
        await handling.start_handling(db, actor, ticket.id, None, Remark())
    await handling.reply_to_caller(db, actor, ticket.id, None, Reply(content=content))


async def _keep(db: AsyncSession, actor: Principal, ticket: Ticket, form: UpdateForm, updated_at: datetime) -> None:
    update = PartnerUpdate(
        application=actor.subject, update_id=form.update_id, ticket_id=ticket.id, ticket_version=ticket.version,
        status=form.status, updated_at=updated_at, description=form.description, media_url=form.media_url,
        received_at=clock.now(),
    )  # fmt: skip
    if not await repository.add_update(db, update):
        raise UpdateRepeated(update_id=form.update_id)


def _believable(told: datetime | None) -> datetime:
    """When it was, by the partner's clock, which may go a little fast; raises Invalid."""
    now = clock.now()
    if told is not None and told > now + POLICY.clock_tolerance:
        raise Invalid("updated_datetime lies in the future")
    return told or now
