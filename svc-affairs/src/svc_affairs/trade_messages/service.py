"""Use cases of messages: take one, and give its receipt again."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from chassis.page import PageRequest, fetch_page
from svc_affairs.trade_documents import service as trade_documents
from svc_affairs.trade_documents.schemas import TradeDocument
from svc_affairs.trade_messages import receipts, repository
from svc_affairs.trade_messages.errors import MessageGuidReused, SenderDiffers
from svc_affairs.trade_messages.models import TradeMessage
from svc_affairs.trade_messages.parsing import ReadMessage
from svc_affairs.trade_messages.policy import RECEIPTS
from svc_affairs.trade_messages.reading import MODELS, ReadDocument
from svc_affairs.trade_messages.receipts import Outcome
from svc_affairs.trade_parties import service as trade_parties
from svc_affairs.trade_parties.models import TradeParty


@dataclass(frozen=True)
class Receipt:
    """A message's receipt, and whether it was given before."""

    message_id: UUID
    xml: str
    is_repeated: bool


async def take_message(db: AsyncSession, actor: Principal, read: ReadMessage, content: bytes) -> Receipt:
    """Hand each readable document on, and say what became of each; the same message again changes nothing.

    Raises PartyUnknown, PartySuspended, KindNotAllowed, SenderDiffers, MessageGuidReused.
    """
    party = await trade_parties.sender(db, actor, MODELS[read.form.kind].sent_as)
    if read.sender_code != party.code:
        raise SenderDiffers(named=read.sender_code, code=party.code)
    digest = hashlib.sha256(content).digest()
    await repository.lock_guid(db, party.id, read.guid)
    before = await repository.find_by_guid(db, party.id, read.guid)
    if before is not None:
        if before.digest != digest:
            raise MessageGuidReused(guid=read.guid, message_id=str(before.id))
        return Receipt(before.id, before.receipt, is_repeated=True)
    outcomes = await _outcomes(db, party, read)
    message = await _enter(db, party, read, digest, outcomes)
    return Receipt(message.id, message.receipt, is_repeated=False)


async def get_receipt(db: AsyncSession, actor: Principal, message_id: UUID) -> Receipt:
    """The receipt once more, also to a party that is suspended; raises PartyUnknown, MessageUnknown."""
    party = await trade_parties.own_party(db, actor)
    message = await repository.get_with_receipt(db, party.id, message_id)
    return Receipt(message.id, message.receipt, is_repeated=True)


async def list_messages(
    db: AsyncSession, actor: Principal, guid: str | None, params: PageRequest
) -> tuple[list[TradeMessage], str | None]:
    """A page of the caller's own messages, the newest first, and the next cursor; raises PartyUnknown."""
    party = await trade_parties.own_party(db, actor)
    return await fetch_page(db, repository.list_messages(party.id, guid), (TradeMessage.id,), params)


async def _outcomes(db: AsyncSession, party: TradeParty, read: ReadMessage) -> list[Outcome]:
    """One for each document, in the message's order."""
    outcomes: dict[int, Outcome] = {}
    handed: list[tuple[ReadDocument, TradeDocument]] = []
    for each in read.documents:
        if each.document is None:
            outcomes[each.index] = receipts.of_faults(each.faults)
        else:
            handed.append((each, each.document))
    if handed:
        for taken in await trade_documents.take_documents(db, party, [document for _, document in handed]):
            given = handed[taken.index][0]
            outcomes[given.index] = receipts.of_taken(given, taken)
    return [outcomes[each.index] for each in read.documents]


async def _enter(
    db: AsyncSession, party: TradeParty, read: ReadMessage, digest: bytes, outcomes: list[Outcome]
) -> TradeMessage:  # fmt: skip
    now, message_id = clock.now(), uuid7()
    numbers = await repository.draw_numbers(db, len(outcomes) if read.form.numbered else 0)
    xml = receipts.render_receipt(read.form, message_id, now, zip(read.documents, outcomes, strict=True), numbers)
    said = [each.status for each in outcomes]
    message = TradeMessage(
        id=message_id, party_id=party.id, guid=read.guid, kind=read.form.kind, digest=digest, document_count=len(said),
        taken_count=said.count(RECEIPTS.taken), refused_count=said.count(RECEIPTS.refused),
        unreadable_count=said.count(RECEIPTS.unreadable), receipt=xml, received_at=now,
    )  # fmt: skip
    db.add(message)
    await db.flush()
    return message
