"""Use cases of attachments: add, look at, let the caller see, remove."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.errors import Forbidden
from chassis.files.inspection import Inspected, inspect
from chassis.files.keeping import Incoming, discard_when, incoming
from chassis.files.rules import safe_name
from chassis.files.store import Store
from chassis.routing import check_version
from contracts.roles import Role
from svc_hotline.attachments.errors import AttachmentUnknown, TooManyAttachments
from svc_hotline.attachments.models import Attachment, RemovalReason
from svc_hotline.attachments.policy import POLICY
from svc_hotline.attachments.schemas import AttachmentUpload
from svc_hotline.tickets import rules as ticket_rules
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.errors import TicketUnknown
from svc_hotline.tickets.holding import hold_for_caller
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.steps import take
from svc_hotline.tickets.terms import Action

ADDERS = (Role.DESK, Role.SUPERVISOR, Role.UNIT)
READERS = (*ADDERS, Role.ANALYST)


async def add_attachment(
    db: AsyncSession, actor: Principal, ticket_id: UUID, body: AttachmentUpload, store: Store
) -> tuple[Attachment, bool]:
    """Keep a file for a ticket; the same content again gives the attachment that is there, and False.

    The content lies in the store before the database is asked, so no connection waits for a slow store; whatever then goes
    wrong takes it away again. Raises what inspect raises, Forbidden, TicketUnknown, ActionNotPossible, TooManyAttachments.
    """
    if body.query_code is None and not actor.has(*ADDERS):
        raise Forbidden("the ticket's query code is needed")
    name, file = safe_name(body.file.filename or ""), body.file.file
    inspected = await asyncio.to_thread(inspect, file, name, POLICY)
    async with incoming(store, file) as content:
        return await _keep(db, actor, ticket_id, body, content, name, inspected)


async def _keep(
    db: AsyncSession, actor: Principal, ticket_id: UUID, body: AttachmentUpload, content: Incoming, name: str,
    inspected: Inspected,
) -> tuple[Attachment, bool]:  # fmt: skip
    """Write the row and the ticket's step, then move the content to its place; the commit is the caller's."""
    is_from_caller = body.query_code is not None
    ticket, acting = await hold_for_caller(db, actor, ticket_id, None, body.query_code, ADDERS)
    present = await _list(db, ticket_id)
    for each in present:
        # A caller must not learn from it what staff hold.
        if each.sha256 == inspected.sha256 and (not is_from_caller or each.is_public or each.is_from_caller):
            return each, False
    if len(present) >= POLICY.most_per_ticket:
        raise TooManyAttachments(f"at most {POLICY.most_per_ticket}", limit=POLICY.most_per_ticket)
    await take(db, acting, ticket, Action.ATTACH, note=name)
    attachment = Attachment(
        id=content.id, ticket_id=ticket.id, version=1, name=name, description=body.description or None,
        media_type=inspected.media_type, size_bytes=inspected.size_bytes, sha256=inspected.sha256,
        is_from_caller=is_from_caller, is_public=not is_from_caller and body.is_public,
        added_at=clock.now(), added_by=acting.subject, removed_at=None, removal_reason=None,
    )  # fmt: skip
    db.add(attachment)
    await db.flush()
    await content.settle(db)
    return attachment, True


async def list_attachments(db: AsyncSession, actor: Principal, ticket_id: UUID, query_code: str | None) -> Sequence[Attachment]:
    """To staff all, the removed ones too; to the caller what is public. Raises Forbidden, TicketUnknown."""
    await _check_may_see(db, actor, ticket_id, query_code)
    if query_code is not None:
        return await _list(db, ticket_id, _to_callers())
    return (await db.execute(select(Attachment).where(Attachment.ticket_id == ticket_id).order_by(Attachment.id))).scalars().all()


async def get_attachment(
    db: AsyncSession, actor: Principal, attachment_id: UUID, query_code: str | None = None, *, with_content: bool = False
) -> Attachment:
    """An attachment that the principal may see; raises AttachmentUnknown, Forbidden."""
    _check_may_ask(actor, query_code)
    conditions = [Attachment.id == attachment_id]
    if query_code is not None:
        conditions.append(_to_callers())
    if query_code is not None or with_content:
        conditions.append(Attachment.removed_at.is_(None))
    attachment = (await db.execute(select(Attachment).where(*conditions))).scalar_one_or_none()
    if attachment is None:
        raise AttachmentUnknown()
    try:
        await _check_may_see(db, actor, attachment.ticket_id, query_code)
    except TicketUnknown:
        raise AttachmentUnknown() from None
    return attachment


async def change_attachment(
    db: AsyncSession, actor: Principal, attachment_id: UUID, if_match: int | None, *, is_public: bool
) -> Attachment:
    """Let the caller see it, or not; raises AttachmentUnknown, StaleVersion."""
    attachment = await _hold(db, actor, attachment_id, if_match)
    if attachment.is_public is not is_public:
        attachment.is_public, attachment.version = is_public, attachment.version + 1
        await db.flush()
        await audit.record(
            db, actor, "attachment-published" if is_public else "attachment-withheld", str(attachment.id),
            ticket=attachment.ticket_id,
        )  # fmt: skip
    return attachment


async def remove_attachment(
    db: AsyncSession, actor: Principal, attachment_id: UUID, if_match: int | None, reason: RemovalReason, store: Store
) -> None:
    """Delete its content, once the removal is committed, and keep its row. Raises AttachmentUnknown, StaleVersion."""
    attachment = await _hold(db, actor, attachment_id, if_match)
    attachment.removed_at, attachment.removal_reason = clock.now(), reason
    attachment.version += 1
    await db.flush()
    discard_when(db, "after_commit", store, attachment.id)
    await audit.record(
        db, actor, "attachment-removed", str(attachment.id), ticket=attachment.ticket_id, reason=str(reason),
        sha256=attachment.sha256_hex,
    )  # fmt: skip


async def _hold(db: AsyncSession, actor: Principal, attachment_id: UUID, if_match: int | None) -> Attachment:
    """Lock an attachment that is not removed."""
    await get_attachment(db, actor, attachment_id, with_content=True)
    chosen = select(Attachment).where(Attachment.id == attachment_id, Attachment.removed_at.is_(None))
    locked = chosen.with_for_update().execution_options(populate_existing=True)
    attachment = (await db.execute(locked)).scalar_one_or_none()
    if attachment is None:
        raise AttachmentUnknown()
    check_version(if_match, attachment.version)
    return attachment


def _check_may_ask(actor: Principal, query_code: str | None) -> None:
    if query_code is None and not actor.has(*READERS):
        raise Forbidden("the ticket's query code is needed")


async def _check_may_see(db: AsyncSession, actor: Principal, ticket_id: UUID, query_code: str | None) -> None:
    """Staff see what belongs to a ticket they see; the caller needs its query code, and a wrong one is as no ticket."""
    _check_may_ask(actor, query_code)
    if query_code is None:
        await tickets.get_ticket(db, actor, ticket_id)
        return
    kept = (await db.execute(select(Ticket.query_code_hash).where(Ticket.id == ticket_id))).scalar_one_or_none()
    if not ticket_rules.fits_query_code(ticket_id, query_code, kept):
        raise TicketUnknown()


def _to_callers() -> ColumnElement[bool]:
    return or_(Attachment.is_public, Attachment.is_from_caller)


async def _list(db: AsyncSession, ticket_id: UUID, *conditions: ColumnElement[bool]) -> Sequence[Attachment]:
    """Those that are not removed, in the order they came."""
    chosen = select(Attachment).where(Attachment.ticket_id == ticket_id, Attachment.removed_at.is_(None), *conditions)
    return (await db.execute(chosen.order_by(Attachment.id))).scalars().all()


async def with_content(db: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are attachments and not removed."""
    chosen = select(Attachment.id).where(Attachment.id.in_(ids), Attachment.removed_at.is_(None))
    return set((await db.execute(chosen)).scalars())
