"""Every SELECT of messages, each within the party's own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from svc_affairs.trade_messages.errors import MessageUnknown
from svc_affairs.trade_messages.models import TradeMessage

_NUMBERS = text("SELECT nextval('trade_receipt_numbers') FROM generate_series(1, :count)")


async def get_with_receipt(db: AsyncSession, party_id: UUID, message_id: UUID) -> TradeMessage:
    """Raises MessageUnknown also for another party's message."""
    chosen = select(TradeMessage).where(TradeMessage.id == message_id, TradeMessage.party_id == party_id)
    message = (await db.execute(chosen.options(undefer(TradeMessage.receipt)))).scalar_one_or_none()
    if message is None:
        raise MessageUnknown()
    return message


async def find_by_guid(db: AsyncSession, party_id: UUID, guid: str) -> TradeMessage | None:
    """The message with its receipt."""
    chosen = list_messages(party_id, guid).options(undefer(TradeMessage.receipt))
    return (await db.execute(chosen)).scalar_one_or_none()


def list_messages(party_id: UUID, guid: str | None) -> Select[TradeMessage]:
    """The statement of a list; the caller pages it."""
    chosen = select(TradeMessage).where(TradeMessage.party_id == party_id)
    return chosen if guid is None else chosen.where(TradeMessage.guid == guid)


async def lock_guid(db: AsyncSession, party_id: UUID, guid: str) -> None:
    """Let the same message sent twice at once come one after the other; held until the transaction ends."""
    key = func.hashtextextended(f"trade-message\n{party_id}\n{guid}", 1)
    await db.execute(select(func.pg_advisory_xact_lock(key)))


async def draw_numbers(db: AsyncSession, count: int) -> Sequence[int]:
    """So many numbers that no other receipt has."""
    return (await db.execute(_NUMBERS, {"count": count})).scalars().all() if count else []
